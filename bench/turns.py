"""Whole turns, from the customer's key press to the answer on the screen: `make bench`.

It starts a Careline of its own with an empty SQLite database, then 1 and 16 customers talk to it through the visitor
API. A turn is timed from sending the message to holding the complete answer, which arrives by long poll. One JSON line
per figure. Where the time goes: what the gateway noted for each turn (in the turns table), and the processor time that
each process used, which hardly depends on what else the machine is doing.
"""

import argparse
import asyncio
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import httpx2

from tests.stack import Stack, train_if_needed

# From all lanes, each with something to look up and to decide; none of them asks for a person.
SENTENCES = (
    "my One blinks red, what do I do?",
    "how do i descale the duo",
    "what are your opening hours",
    "do you have hazelnut pods?",
    "how much is the Pro",
    "any vanilla syrup?",
    "which pods fit the Brewline One",
    "hello there",
    "where do I throw away the old machine",
    "how big is the water tank of the Pro",
)
TURNS_PER_SESSION = 4
PATIENCE = 20


class Customer:
    """One widget: a session for a few turns, then a new one, so that no conversation grows for ever."""

    def __init__(self, url: str, seed: int) -> None:
        self.http = httpx2.AsyncClient(base_url=f"{url}/api/v1/visitor", timeout=60, trust_env=False)
        self.chance = random.Random(seed)
        self.turns = 0
        self.seq = 0

    async def turn(self) -> float | None:
        """Seconds until the whole answer was here; None when it did not come."""
        if self.turns % TURNS_PER_SESSION == 0:
            session = (await self.http.post("/sessions", json={})).raise_for_status().json()
            self.http.headers["Authorization"] = f"Bearer {session['token']}"
            self.seq = 0
        self.turns += 1
        body = {"client_id": str(uuid.uuid4()), "text": self.chance.choice(SENTENCES)}
        started = time.perf_counter()
        receipt = (await self.http.post("/messages", json=body)).raise_for_status().json()
        self.seq = receipt["seq"]
        while time.perf_counter() - started < PATIENCE:
            query = {"after": self.seq, "wait": 10}
            thread = (await self.http.get("/messages", params=query)).raise_for_status().json()
            answered = any(message["author"] == "bot" for message in thread["messages"])
            if answered and thread["conversation"].get("typing") != "bot":
                return time.perf_counter() - started
        return None


def figure(name: str, value: float, unit: str, **about: Any) -> None:
    print(json.dumps({"bench": "turns", "figure": name, "value": round(value, 2), "unit": unit, **about}), flush=True)


async def measure(stack: Stack, customers: int, seconds: float) -> None:
    crowd = [Customer(stack.url, seed) for seed in range(customers)]
    for customer in crowd:  # one turn each that does not count: connections, caches, the first session
        await customer.turn()
    before = processor_seconds(stack)
    started = time.perf_counter()
    times: list[float] = []
    lost = 0

    async def talk(customer: Customer) -> None:
        nonlocal lost
        while time.perf_counter() - started < seconds:
            took = await customer.turn()
            if took is None:
                lost += 1
            else:
                times.append(took * 1000)

    await asyncio.gather(*(talk(customer) for customer in crowd))
    elapsed = time.perf_counter() - started
    for customer in crowd:
        await customer.http.aclose()
    cuts = statistics.quantiles(times, n=100)
    about = {"customers": customers, "turns": len(times)}
    figure("p50", cuts[49], "ms", **about)
    figure("p95", cuts[94], "ms", **about)
    figure("throughput", len(times) / elapsed, "turns/s", **about)
    figure("unanswered", lost, "turns", **about)
    for name, used in processor_seconds(stack).items():
        figure(f"processor time of {name}", (used - before[name]) / len(times) * 1000, "ms/turn", **about)


def where_time_goes(database: Path, customers: int, since: str) -> None:
    """The median of every part that the gateway noted for the turns of this run."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("select timings from turns where created_at >= ?", (since,)).fetchall()
    parts: dict[str, list[float]] = {}
    for (timings,) in rows:
        for name, value in json.loads(timings or "{}").items():
            parts.setdefault(name, []).append(value)
    for name, values in parts.items():
        figure(f"median {name}", statistics.median(values), "ms", customers=customers)


def processor_seconds(stack: Stack) -> dict[str, float]:
    """What each process has used so far."""
    used = {}
    for name in ("gateway", "engine", "actions"):
        fields = Path(f"/proc/{stack.processes()[name]['pid']}/stat").read_text().rsplit(")", 1)[1].split()
        used[name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--seconds", type=float, default=15, help="for each number of customers")
    parser.add_argument("--data-dir", type=Path, help="keep the database and the log here")
    given = parser.parse_args()
    train_if_needed()
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(given.data_dir or Path(folder))
        try:
            stack.start().wait_ready()
            for customers in given.customers:
                since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
                asyncio.run(measure(stack, customers, given.seconds))
                where_time_goes(stack.data_dir / "careline.db", customers, since)
        finally:
            stack.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
