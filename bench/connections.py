"""A full house: 500 customers connected as the widget does it, 20 agents at the desk; part of `make bench`.

The gateway alone runs, on a database of its own (SQLite, and PostgreSQL where a server is there), with every customer's
conversation on some agent's table. Measured: what a connection costs in memory, and how long it takes from a
customer's send until the agent's stream says so (`stream`) and until the page could show the words, which it reads then
(`screen`). Beside it, as a floor, a bare server that stores and checks nothing (bench.bare), with the same crowd. One
JSON line per figure. Only the engine is missing: what a message means is not asked, as when it is down.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy.orm import Session

from bench import figures
from bench.crowd import Crowd, Seat
from bench.talking import processor_seconds
from bot.db.migrate import upgrade
from bot.db.models.staff import Role, Staff
from bot.db.session import open_database, transaction
from bot.services import desk, thread, visitors
from bot.services.house import House
from bot.services.knowledge import import_knowledge
from bot.services.staff import issue_token
from bot.services.texts import load as load_texts
from bot.settings import load
from tests.conftest import POSTGRES
from tests.stack import ROOT

figure = partial(figures.figure, "connections")


@dataclass(frozen=True)
class Served:
    """A server that listens, who may come, and which desks there are."""

    url: str
    pid: int
    seats: Sequence[Seat]
    desk_tokens: Sequence[str]
    reads: bool

    def megabytes(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextlib.contextmanager
def served(arguments: Sequence[str], environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server on a free port, and its process; both end with the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        gate, opened = os.pipe()
        command = [sys.executable, "-m", *arguments, "--fd", str(listener.fileno())]
        command += ["--gate", str(gate)] if arguments == GATEWAY else []
        env = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        passed = (listener.fileno(), gate)
        process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=passed, stdout=subprocess.DEVNULL)
        os.close(gate)
        os.close(opened)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


GATEWAY = ("bot.gateway",)


@contextlib.contextmanager
def gateway(database_url: str, customers: int, agents: int) -> Iterator[Served]:
    """Every conversation is on an agent's table already, and each agent has as many as the others."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "CARELINE_DATA_DIR": folder,
            "CARELINE_DATABASE_URL": database_url or f"sqlite:///{folder}/careline.db",
            "CARELINE_SECRET": uuid.uuid4().hex,
            "CARELINE_RATE_MESSAGES": "100000/minute",
        }
        house = House(load(environment), load_texts())
        upgrade(house.settings.database_url)
        database = open_database(house.settings.database_url)
        with transaction(database.make_session, lambda _: None) as session:
            seats, tokens = _people(session, house, customers, agents)
        database.close()
        with served(GATEWAY, environment) as (url, pid):
            yield Served(url, pid, seats, tokens, reads=True)


def _people(session: Session, house: House, customers: int, agents: int) -> tuple[list[Seat], list[str]]:
    import_knowledge(session, ROOT / "data" / "knowledge")
    people = [
        Staff(email=f"{number}@example.com", name="Ann Able", role=Role.AGENT, password_hash="", created_at=house.now())
        for number in range(agents)
    ]
    session.add_all(people)
    session.flush()
    tokens = [issue_token(session, house, person.email) for person in people]
    seats = []
    for number in range(customers):
        opened = visitors.open_session(session, house)
        visitor_id = visitors.visitor_of(house, opened["token"])
        thread.receive_text(session, house, visitor_id, "first", "It leaks.", for_person=True)
        desk.claim(session, house, opened["conversation_id"], people[number % agents].id)
        seats.append(Seat(opened["token"], opened["conversation_id"], number % agents))
    return seats, tokens


@contextlib.contextmanager
def bare(customers: int, agents: int) -> Iterator[Served]:
    seats = [Seat(name, name, number % agents) for number in range(customers) if (name := f"c{number}")]
    with served(("bench.bare",), {}) as (url, pid):
        yield Served(url, pid, seats, ["nobody"] * agents, reads=False)


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a database of its own, or None where no server is."""
    name = f"careline_bench_{uuid.uuid4().hex[:12]}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield None
        return
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def measure(side: str, house: Served, messages: int, rate: float, minutes: float) -> dict[str, float]:
    """A fifth of the customers come first, so that what a server needs anyway is not counted as theirs."""
    async with asyncio.timeout(minutes * 60), Crowd(house.url, house.desk_tokens, house.reads) as crowd:
        few = len(house.seats) // 5
        await crowd.come(house.seats[:few])
        await crowd.write(few, rate)
        before = house.megabytes()
        await crowd.come(house.seats[few:])
        after = house.megabytes()
        crowd.nudged.clear()
        crowd.shown.clear()
        used = processor_seconds({side: house.pid})[side]
        await crowd.write(messages, rate)
        used = processor_seconds({side: house.pid})[side] - used
    about = {"customers": len(house.seats), "agents": len(house.desk_tokens), "messages": messages, "a_second": rate}
    result = {"memory of a connection": (after - before) / (len(house.seats) - few) * 1024}
    for name, times in (("send to stream", crowd.nudged), ("send to screen", crowd.shown)):
        if name == "send to stream" or house.reads:
            result[f"{name}, p50"] = statistics.median(times)
            result[f"{name}, p95"] = statistics.quantiles(times, n=20)[18]
    for name, value in result.items():
        figure(f"{name}, {side}", value, "kB" if name.startswith("memory") else "ms", **about)
    figure(f"memory with everybody connected, {side}", after, "MB", **about)
    figure(f"processor time, {side}", used / messages * 1000, "ms/message", **about)
    figure(f"unheard, {side}", crowd.unheard, "messages", **about)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.connections")
    parser.add_argument("--customers", type=int, default=500)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--messages", type=int, default=500, help="of all customers together, on each side")
    parser.add_argument("--rate", type=float, default=10, help="messages a second, of all together")
    parser.add_argument("--minutes", type=float, default=5, help="the longest for each side")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    people = (given.customers, given.agents)
    with postgres() as address:
        sides = {"bare": lambda: bare(*people), "ours, SQLite": lambda: gateway("", *people)}
        if address is not None:
            sides["ours, PostgreSQL"] = lambda: gateway(address, *people)
        found = {}
        for side, serve in sides.items():
            with serve() as house:
                found[side] = asyncio.run(measure(side, house, given.messages, given.rate, given.minutes))
    for side, result in found.items():
        for name, floor in found["bare"].items() if side != "bare" else ():
            figure(f"{name}, {side} / bare", result[name] / floor, "times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
