"""A conversation of 20 turns, from the key press to the answer on the screen, beside stock Rasa: `make bench`.

Ours is a Careline of its own with an empty SQLite database; 1 and 16 customers talk to it through the visitor API. A
turn is timed from sending the message to holding the complete answer, which arrives by long poll. Stock is what `rasa
init` scaffolds, trained on the same data, behind Rasa's own REST channel (bench.stock_talks). It keeps nothing on disk
and has no gateway, and its actions do no work, so the comparison favours it. Both play by turns, one conversation for
each customer at a time, so that whatever else the machine does slows both alike; one conversation comes first that does
not count. One JSON line per figure. Where our time goes: what the gateway noted for each turn, and the processor time
of each process, which hardly depends on other work.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import figures
from bench.talking import SCRIPT, OurCustomer, Side, StockCustomer
from tests.stack import ROOT, Stack, train_if_needed

NewSide = Callable[[], Side]

figure = partial(figures.figure, "turns")
compared = partial(figures.compared, "turns")


async def play(new_sides: dict[str, NewSide], customers: int, rounds: int, minutes: float) -> dict[str, Side]:
    """Whoever is still talking when the time is over stops."""
    deadline = time.monotonic() + minutes * 60
    for new_side in new_sides.values():
        await new_side().round(1, deadline)
    deadline = time.monotonic() + minutes * 60
    sides = {name: new_side() for name, new_side in new_sides.items()}
    for _ in range(rounds):
        for side in sides.values():
            await side.round(customers, deadline)
    return sides


def report(sides: dict[str, Side], customers: int) -> None:
    ours, stock = sides["ours"], sides.get("stock")
    if min(len(side.milliseconds) for side in sides.values()) < len(SCRIPT):
        raise SystemExit(f"not one conversation in the time given, with {customers} at once: try more --minutes")
    about = {"customers": customers, "turns": {name: len(side.milliseconds) for name, side in sides.items()}}
    for name, unit, of in (
        ("throughput", "turns/s", lambda side: len(side.milliseconds) / side.elapsed),
        ("p50", "ms", lambda side: statistics.median(side.milliseconds)),
        ("p95", "ms", lambda side: statistics.quantiles(side.milliseconds, n=20)[18]),
        ("processor time", "ms/turn", lambda side: sum(side.processor.values()) / len(side.milliseconds) * 1000),
    ):
        compared(name, of(ours), of(stock) if stock else None, unit, **about)
    for name, side in sides.items():
        figure(f"unanswered, {name}", side.unanswered, "turns", **about)
    for name, seconds in ours.processor.items():
        figure(f"processor time of {name}", seconds / len(ours.milliseconds) * 1000, "ms/turn", **about)


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


@contextlib.contextmanager
def our_side(data_dir: Path) -> Iterator[NewSide]:
    stack = Stack(data_dir)
    try:
        stack.start().wait_ready()
        pids = {name: stack.processes()[name]["pid"] for name in ("gateway", "engine", "actions")}
        yield lambda: Side(lambda: OurCustomer(stack.url), pids)
    finally:
        stack.close()


@contextlib.contextmanager
def stock_side(epochs: int, minutes: float) -> Iterator[NewSide]:
    """Trains it first, where it was not; it ends with its standard input, whatever becomes of this program."""
    command = [ROOT / "engine" / ".venv" / "bin" / "python", "-m", "bench.stock_talks"]
    options = ["--epochs", str(epochs), "--minutes", str(minutes)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, *options], cwd=ROOT, env=environment, text=True, **pipes) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise SystemExit("stock Rasa did not start")
        where = json.loads(line)
        yield lambda: Side(lambda: StockCustomer(where["url"]), {"rasa": where["pid"]})


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.turns")
    parser.add_argument("--customers", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--rounds", type=int, default=3, help="conversations of each customer with each side")
    parser.add_argument("--minutes", type=float, default=5, help="the longest for each number of customers")
    parser.add_argument("--only-ours", action="store_true", help="measure nothing of stock")
    parser.add_argument("--epochs", type=int, default=1, help="of stock's training; its speed does not depend on them")
    parser.add_argument("--training-minutes", type=float, default=20, help="the longest that stock may train")
    parser.add_argument("--data-dir", type=Path, help="keep the database and the log here")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    train_if_needed()
    with contextlib.ExitStack() as running:
        data_dir = given.data_dir or Path(running.enter_context(tempfile.TemporaryDirectory()))
        new_sides = {}
        if not given.only_ours:
            new_sides["stock"] = running.enter_context(stock_side(given.epochs, given.training_minutes))
        new_sides["ours"] = running.enter_context(our_side(data_dir))
        for customers in given.customers:
            since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
            report(asyncio.run(play(new_sides, customers, given.rounds, given.minutes)), customers)
            where_time_goes(data_dir / "careline.db", customers, since)
    return 0


if __name__ == "__main__":
    sys.exit(main())
