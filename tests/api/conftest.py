"""The gateway as its callers meet it: the real application and services, with a scripted engine.

What is stored is tested on both databases one layer below. Here test_round_trip.py and test_streams.py, which together
meet all of the gateway, run on PostgreSQL too.
"""

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.api.app import create_app
from bot.db.base import utcnow
from bot.db.models.staff import Role, Staff
from bot.services.staff import add_staff, issue_token
from tests.api.engine import SECRET, Engine
from tests.conftest import Shop

PASSWORD = "a long password for tests"
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Drawing a traceback of a whole request takes longer than most tests."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """With the real clock, because a whole gateway runs on it."""
    shop.house = replace(shop.house, now=utcnow)
    shop.with_settings(
        database_url=shop.database.engine.url.render_as_string(hide_password=False),
        engine_url="http://engine.test",
        engine_secret=SECRET,
        rate_sessions="1000/minute",
        rate_messages="1000/minute",
        rate_logins="1000/minute",
    )
    return shop


@dataclass
class Answer:
    status: int
    body: Any


class Caller:
    """Somebody with a token; paths are below /api/v1."""

    def __init__(self, client: TestClient, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> Answer:
        return self._answer(self.client.get(f"/api/v1{path}", params=query, headers=self.headers))

    def post(self, path: str, body: Any = None) -> Answer:
        return self._send("POST", path, body)

    def put(self, path: str, body: Any) -> Answer:
        return self._send("PUT", path, body)

    def delete(self, path: str, body: Any = None) -> Answer:
        return self._send("DELETE", path, body)

    def _send(self, method: str, path: str, body: Any) -> Answer:
        headers = {**self.headers, "Content-Type": "application/json"}
        content = json.dumps(body or {})  # ASCII only, so that half an emoji gets through
        return self._answer(self.client.request(method, f"/api/v1{path}", content=content, headers=headers))

    def _answer(self, response: Any) -> Answer:
        return Answer(response.status_code, response.json() if response.content else None)


class Visitor(Caller):
    def __init__(self, client: TestClient) -> None:
        super().__init__(client, None)
        opened = self.post("/visitor/sessions")
        assert opened.status == 201
        self.token: str = opened.body["token"]
        self.conversation_id: str = opened.body["conversation_id"]
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str, client_id: str | None = None) -> Answer:
        return self.post("/visitor/messages", {"client_id": client_id or uuid.uuid4().hex, "text": text})

    def choose(self, message: Json, value: Any) -> Answer:
        choice = next(each for each in message["choices"] if value in {each["value"], each["title"]})
        body = {"client_id": uuid.uuid4().hex, "message_id": message["id"], "choice_id": choice["id"]}
        return self.post("/visitor/choices", body)

    def thread(self, after: int = 0, wait: float = 0) -> Json:
        answer = self.get("/visitor/messages", after=after, wait=wait)
        assert answer.status == 200, answer.body
        found: Json = answer.body
        return found

    @property
    def status(self) -> str:
        return str(self.thread(after=10**6)["conversation"]["status"])

    def await_message(self, after: int = 0, **like: Any) -> Json:
        """The first message after a seq with these fields; long polls until it is there."""
        seen: list[Json] = []
        last = after
        for _ in range(30):
            for message in self.thread(last, wait=1)["messages"]:
                if all(message[key] == value for key, value in like.items()):
                    found: Json = message
                    return found
                seen.append(message)
                last = message["seq"]
        raise AssertionError(f"no {like} among {seen}")

    def ask(self, text: str) -> Json:
        """Say it, and the bot's first words after it."""
        return self.await_message(self.say(text).body["seq"], author="bot")


@dataclass
class Gateway:
    app: FastAPI
    client: TestClient
    shop: Shop
    engine: Engine

    def visitor(self) -> Visitor:
        return Visitor(self.client)

    def staff(self, name: str, role: Role = Role.AGENT) -> Caller:
        """Somebody who works here, through a token."""
        email = f"{name.lower()}@example.com"

        def hire(session: Any, house: Any) -> str:
            person = Staff(email=email, name=f"{name} Tester", role=role, password_hash="none", created_at=house.now())
            session.add(person)
            session.flush()
            return issue_token(session, house, email)

        return Caller(self.client, self.shop.do(hire))

    def hire_with_password(self, email: str, role: Role = Role.AGENT) -> None:
        self.shop.do(add_staff, email, "Ann Able", role, PASSWORD)


@contextmanager
def running(shop: Shop, engine: Engine) -> Iterator[Gateway]:
    app = create_app(shop.house, engine.transport, engine.helpers)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Gateway(app, client, shop, engine)


@pytest.fixture
def gateway(shop: Shop, engine: Engine) -> Iterator[Gateway]:
    with running(shop, engine) as gateway:
        yield gateway


@pytest.fixture
def start(shop: Shop, engine: Engine) -> Iterator[Any]:
    """A gateway with other settings: `start(rate_messages="3/minute")`."""
    with ExitStack() as stack:

        def begin(**settings: Any) -> Gateway:
            shop.with_settings(**settings)
            return stack.enter_context(running(shop, engine))

        yield begin


@pytest.fixture
def cleo(gateway: Gateway) -> Visitor:
    return gateway.visitor()


@pytest.fixture
def ann(gateway: Gateway) -> Caller:
    return gateway.staff("Ann")


@pytest.fixture
def boss(gateway: Gateway) -> Caller:
    return gateway.staff("Bo", Role.ADMIN)
