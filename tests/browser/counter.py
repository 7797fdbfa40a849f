"""The gateway alone with a scripted engine: for what the bot has no part in, and for other settings, in a second."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.api.app import create_app
from bot.db.base import utcnow
from bot.db.migrate import upgrade
from bot.db.models.staff import Role
from bot.db.session import open_database
from bot.services.house import House
from bot.services.knowledge import import_knowledge
from bot.services.staff import add_staff, issue_token
from bot.services.texts import load as load_texts
from bot.settings import load
from tests.api.engine import SECRET, Engine
from tests.company import copy_to
from tests.conftest import Shop, hire
from tests.stack import Staff

SHOP = "http://shop.test"


@dataclass
class Counter:
    url: str
    shop: Shop
    engine: Engine
    stop: Callable[[], None]
    people: list[Staff] = field(default_factory=list)

    password = "a password for tests"

    def hire(self, email: str, name: str) -> None:
        """Somebody who can sign in at the desk."""
        self.shop.do(add_staff, email, name, Role.AGENT, self.password)

    def staff(self, name: str) -> Staff:
        """Somebody who works here, through the API."""
        hire(self.shop, name)
        token: str = self.shop.do(issue_token, f"{name.split()[0].lower()}@example.com")
        self.people.append(Staff(self.url, token))
        return self.people[-1]


Open = Callable[..., Counter]


@pytest.fixture
def open_counter(tmp_path: Path) -> Iterator[Open]:
    """`open_counter(rate_messages="3/minute")`; `edit` may change the company's files before they are read."""
    opened: list[Counter] = []

    def start(edit: Callable[[Path], None] = lambda folder: None, **settings: Any) -> Counter:
        url = f"sqlite:///{tmp_path / 'careline.db'}"
        upgrade(url)
        given = load({"CARELINE_DATA_DIR": str(tmp_path), "CARELINE_SECRET": "x" * 40, "CARELINE_DATABASE_URL": url})
        given = replace(given, engine_url="http://engine.test", engine_secret=SECRET, allowed_origins=(SHOP,))
        shop = Shop(open_database(url), House(replace(given, **settings), load_texts(), utcnow))
        folder = copy_to(tmp_path)
        edit(folder)
        shop.do(lambda session, house: import_knowledge(session, folder))
        engine = Engine()
        opened.append(_serve(shop, engine))
        return opened[-1]

    yield start
    for counter in opened:
        for person in counter.people:
            person.close()
        counter.stop()
        counter.shop.database.close()


def _serve(shop: Shop, engine: Engine) -> Counter:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(shop.house, engine.transport, engine.helpers)
    config = uvicorn.Config(app, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()

    return Counter(f"http://127.0.0.1:{listener.getsockname()[1]}", shop, engine, stop)
