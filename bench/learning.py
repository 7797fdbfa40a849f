"""From a saved label to a new model that is live and proven, and how training grows: part of `make bench`.

It works in a copy of the project. A label is saved through the studio, a run is asked for, and its model is put live
while customers talk: one JSON line for each part of the way, in seconds of wall time, and for the customers' longest
wait before and during it. How training grows with the examples is in bench.growth.
"""

import argparse
import json
import sqlite3
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from bench import figures
from bot.domain.runs import Step, durations
from tests.project import copy_whole
from tests.stack import Stack, train_if_needed, until

ALL = 1_000_000
QUESTION = "what are your opening hours?"

figure = partial(figures.figure, "learning")


class Crowd(threading.Thread):
    """One customer who asks and asks again; notes how long each answer took, and when."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.waits: list[tuple[float, float]] = []
        self.closing = threading.Event()

    def run(self) -> None:
        while not self.closing.is_set():
            with self.stack.visitor() as customer:
                for _ in range(5):
                    asked = time.monotonic()
                    customer.ask(QUESTION)
                    self.waits.append((asked, time.monotonic() - asked))


def the_way(stack: Stack, customers: int) -> None:
    with stack.staff("ada@example.com", "Ada", "admin") as ada:
        began = time.monotonic()
        text = "my machine went plonk and now sits there"
        ada.post("/studio/intents/support_troubleshoot/examples", {"text": text})
        run_id = ada.post("/studio/runs", {"note": "bench"})["id"]
        until(lambda: ada.get(f"/studio/runs/{run_id}")["ended_at"], "the run is over", 1800)
        trained = time.monotonic()
        run = ada.get(f"/studio/runs/{run_id}")
        if run["state"] != "done":
            raise SystemExit(f"the run ended as {run['state']}: {run['failure']}")
        for name, seconds in took(stack, run_id).items():
            figure(f"run: {name}", seconds, "s")
        figure("from label saved to model proven", trained - began, "s")
        crowd = [Crowd(stack) for _ in range(customers)]
        for customer in crowd:
            customer.start()
        time.sleep(10)  # they talk: how long an answer usually takes
        asked = time.monotonic()
        ada.post(f"/studio/runs/{run_id}/promote", {"reason": "The bench says so." if run["refusals"] else None})
        until(lambda: not ada.get("/studio/models")["pending"], "the model is live", 300)
        live = time.monotonic()
        time.sleep(5)  # and what was asked during the change is answered
        for customer in crowd:
            customer.closing.set()
        for customer in crowd:
            customer.join()
        figure("from promote to live", live - asked, "s", **ada.get("/studio/models")["history"][0]["seconds"])
        figure("from label saved to model live", (trained - began) + (live - asked), "s", wanted=120)
        waits = [wait for customer in crowd for wait in customer.waits]
        usual = [wait for at, wait in waits if at + wait < asked]
        during = [wait for at, wait in waits if at + wait >= asked]
        about = {"customers": customers, "answers": len(waits)}
        figure("longest wait before", max(usual), "s", **about)
        figure("longest wait while it went live", max(during), "s", wanted=round(max(usual) + 2, 2), **about)


def took(stack: Stack, run_id: str) -> dict[str, float]:

    with sqlite3.connect(stack.data_dir / "careline.db") as connection:
        query = "select steps, (julianday(ended_at) - julianday(started_at)) * 86400 from runs where id = ?"
        steps, seconds = connection.execute(query, (run_id,)).fetchone()
    return durations([Step(one["name"], one["at"], one["done"]) for one in json.loads(steps)], seconds)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=4)
    given = parser.parse_args()
    train_if_needed()
    with tempfile.TemporaryDirectory() as folder:
        project = copy_whole(Path(folder) / "project", examples=ALL, held_out=ALL)
        stack = Stack(Path(folder) / "var", project)
        try:
            stack.start().wait_ready()
            the_way(stack, given.customers)
        finally:
            stack.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
