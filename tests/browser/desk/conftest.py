"""The desk's own tests: the real gateway in a thread, with an engine that says what the test wants. No model needed."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog
import uvicorn
from playwright.sync_api import Page
from sqlalchemy import insert

from bot.api.app import create_app
from bot.db.base import utcnow
from bot.db.migrate import upgrade
from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.staff import Role
from bot.db.models.visitor import Visitor as VisitorRow
from bot.db.session import open_database
from bot.domain.conversation import Actor
from bot.domain.errors import AlreadyExists
from bot.services import staff, thread, visitors
from bot.services.house import House
from bot.services.texts import load as load_texts
from bot.settings import load
from tests.api.engine import SECRET, Engine, say, signal
from tests.browser.conftest import PASSWORD
from tests.browser.people import Agent
from tests.company import stock
from tests.conftest import Shop
from tests.stack import free_port, until

LATER = 100_000
"""A visitor's seqs are unique: those of other conversations begin here."""


@dataclass
class Counter:
    """A gateway on a port of its own; `shop` reaches behind it."""

    shop: Shop
    engine: Engine
    url: str

    def add_staff(self, email: str, name: str, role: str = "agent", password: str = PASSWORD) -> None:
        try:
            self.shop.do(staff.add_staff, email, name, Role(role), password)
        except AlreadyExists:
            return

    def visitor(self) -> "Visitor":
        return Visitor(self)


class Visitor:
    """A customer without a browser."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        opened = counter.shop.do(visitors.open_session)
        self.id = visitors.visitor_of(counter.shop.house, opened["token"])
        self.conversation_id: str = opened["conversation_id"]
        self.token: str = opened["token"]

    def say(self, text: str) -> None:
        with httpx2.Client(base_url=self.counter.url, trust_env=False) as http:
            body = {"client_id": uuid.uuid4().hex, "text": text}
            sent = http.post("/api/v1/visitor/messages", json=body, headers={"Authorization": f"Bearer {self.token}"})
        assert sent.status_code == 202, sent.text

    def asks_for_a_person(self, words: str, priority: str = "medium", lane: str = "support", **parse: Any) -> str:
        """Says it, is answered, and waits in the queue; returns the words."""
        self.counter.engine.next(say("Please descale it.", intent=f"{lane}_troubleshoot", **parse))
        self.say(words)
        until(lambda: len(self.thread()) >= 2, "the bot answers")
        self.counter.engine.next(
            signal("escalate", "Of course.", intent="chat_request_human", reason="asked", priority=priority)
        )
        self.say("a person please")
        until(lambda: self.status == "queued", "it is in the queue")
        return words

    def thread(self) -> list[dict[str, Any]]:
        return list(self.counter.shop.look(thread.read_thread, self.id, 0)["messages"])

    @property
    def status(self) -> str:
        return self.counter.shop.conversation(self.conversation_id).status.value

    def hears(self, text: str) -> None:
        until(lambda: any(text in message["text"] for message in self.thread()), f"the customer reads {text!r}")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The gateway runs in this process: drawing a traceback would stop it for longer than any test waits."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@contextmanager
def open_counter(folder: Path, **more: Any) -> Iterator[Counter]:
    """`more` are settings."""
    settings = load({"CARELINE_DATA_DIR": str(folder), "CARELINE_SECRET": "x" * 40})
    settings = replace(
        settings,
        database_url=f"sqlite:///{folder / 'careline.db'}",
        engine_url="http://engine.test",
        engine_secret=SECRET,
        rate_sessions="100000/minute",
        rate_messages="100000/minute",
        rate_logins="100000/minute",
        **more,
    )
    upgrade(settings.database_url)
    database = open_database(settings.database_url)
    shop, engine, port = Shop(database, House(settings, load_texts(), utcnow)), Engine(), free_port()
    shop.do(stock)
    config = uvicorn.Config(
        create_app(shop.house, engine.transport, engine.helpers), port=port, log_level="critical", ws="none"
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    try:
        until(lambda: server.started, "the gateway answers")
        yield Counter(shop, engine, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        running.join()
        database.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """In place of the whole stack; `new_page` and the agents of the folder above work on it."""
    with open_counter(tmp_path_factory.mktemp("counter")) as counter:
        yield counter


@pytest.fixture
def cleo(stack: Counter) -> Visitor:
    return stack.visitor()


@pytest.fixture
def words(cleo: Visitor) -> str:
    return cleo.asks_for_a_person(f"It makes a strange noise {uuid.uuid4()}")


@pytest.fixture
def bo(stack: Counter, new_page: Callable[..., Page]) -> Agent:
    """The admin."""
    stack.add_staff("bo.boss@example.com", "Bo Boss", "admin")
    return Agent(new_page(), "Bo").sign_in("bo.boss@example.com", PASSWORD)


def fill(counter: Counter, conversations: int = 0, messages: int = 0, text: str = "Hello") -> str:
    """Many conversations of a message each, then one with many messages, straight into the database; its id."""
    now = counter.shop.house.now()
    whose = counter.visitor()

    def write(session: Any, house: House) -> None:
        ids = [str(uuid.uuid4()) for _ in range(conversations)]
        opened = [{"id": id, "visitor_id": whose.id, "created_at": now, "updated_at": now} for id in ids]
        said = [_message(id, whose.id, LATER + place, f"{text} {place}", now) for place, id in enumerate(ids)]
        said += [
            _message(whose.conversation_id, whose.id, place, f"{text} {place}", now) for place in range(1, messages + 1)
        ]
        if opened:
            session.execute(insert(Conversation), opened)
        session.execute(insert(Message), said)
        session.get_one(VisitorRow, whose.id).last_seq = LATER + conversations

    counter.shop.do(write)
    return whose.conversation_id


def _message(conversation_id: str, visitor_id: str, seq: int, text: str, at: Any) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "visitor_id": visitor_id,
        "seq": seq,
        "author": Actor.CUSTOMER,
        "text": text,
        "created_at": at,
    }
