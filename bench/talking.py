"""The conversation that bench.turns plays, and the customers who hold it with us and with stock Rasa."""

import asyncio
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

import httpx2

# From all lanes but success; none of it asks for a person. {number} is another one in each conversation, because
# wrong tries are counted for the number and the postcode, and three of them bring a person.
SCRIPT = (
    "hello there",
    "how big is the water tank of the duo",
    "and how heavy is it?",
    "my duo is leaking, there's a puddle on the counter",
    "yes all dry",
    "no, it still drips",
    "never mind",
    "how do i descale my duo",
    "and the pro?",
    "do you have vanilla pods?",
    "how much is the hazelnut syrup",
    "where is my parcel BL-{number}, postcode {number}",
    "what are your opening hours?",
    "sorry, the number is BL-10482 and the postcode 10115",
    "what is the difference between the one and the duo",
    "which one is quieter?",
    "does the duo take the hazelnut pods",
    "how much is delivery",
    "where do I throw away the old machine",
    "thank you very much",
)
NUMBERS = count(20001)
PATIENCE = 20


class Customer(Protocol):
    http: httpx2.AsyncClient

    async def begin(self) -> None: ...

    async def answered(self, text: str) -> bool:
        """Returns when the whole answer is here, or none will come."""


class OurCustomer:
    """One widget."""

    def __init__(self, url: str) -> None:
        self.http = httpx2.AsyncClient(base_url=f"{url}/api/v1/visitor", timeout=60, trust_env=False)

    async def begin(self) -> None:
        session = (await self.http.post("/sessions", json={})).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {session['token']}"

    async def answered(self, text: str) -> bool:
        deadline = time.monotonic() + PATIENCE
        body = {"client_id": str(uuid.uuid4()), "text": text}
        receipt = (await self.http.post("/messages", json=body)).raise_for_status().json()
        while time.monotonic() < deadline:
            query = {"after": receipt["seq"], "wait": 10}
            thread = (await self.http.get("/messages", params=query)).raise_for_status().json()
            answered = any(message["author"] == "bot" for message in thread["messages"])
            if answered and thread["conversation"].get("typing") != "bot":
                return True
        return False


class StockCustomer:
    def __init__(self, url: str) -> None:
        self.http = httpx2.AsyncClient(base_url=url, timeout=60, trust_env=False)

    async def begin(self) -> None:
        self.sender = str(uuid.uuid4())

    async def answered(self, text: str) -> bool:
        body = {"sender": self.sender, "message": text}
        return bool((await self.http.post("/webhooks/rest/webhook", json=body)).raise_for_status().json())


@dataclass
class Side:
    """Ours or stock: who talks to it, its processes, and what was measured."""

    newcomer: Callable[[], Customer]
    pids: dict[str, int]
    milliseconds: list[float] = field(default_factory=list)
    unanswered: int = 0
    elapsed: float = 0
    processor: dict[str, float] = field(default_factory=dict)
    """Seconds that each process has used."""

    async def round(self, customers: int, deadline: float) -> None:
        """One conversation for each customer, all at the same time."""
        crowd = [self.newcomer() for _ in range(customers)]
        before, started = processor_seconds(self.pids), time.perf_counter()
        await asyncio.gather(*(self.converse(customer, deadline) for customer in crowd))
        self.elapsed += time.perf_counter() - started
        for name, seconds in processor_seconds(self.pids).items():
            self.processor[name] = self.processor.get(name, 0) + seconds - before[name]

    async def converse(self, customer: Customer, deadline: float) -> None:
        await customer.begin()
        number = next(NUMBERS)
        for sentence in SCRIPT:
            if time.monotonic() > deadline:
                return
            started = time.perf_counter()
            answered = await customer.answered(sentence.format(number=number))
            self.milliseconds.append((time.perf_counter() - started) * 1000)
            self.unanswered += not answered
        await customer.http.aclose()


def processor_seconds(pids: dict[str, int]) -> dict[str, float]:
    """What each process has used so far."""
    used = {}
    for name, pid in pids.items():
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        used[name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used
