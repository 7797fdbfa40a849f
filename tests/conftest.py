"""The databases, the clock and the standing cast: Ann and Ben are agents, Tom trains the bot, Cleo is a customer."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import exists, literal, select, union_all

from bot.db.migrate import upgrade
from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message
from bot.db.models.staff import Role, Staff
from bot.db.session import Database, open_database, reading, transaction
from bot.db.tables import metadata
from bot.domain.events import Wake
from bot.services import staff, visitors
from bot.services.house import House
from bot.services.texts import Texts
from bot.services.texts import load as load_texts
from bot.settings import Settings, load

# All three processes, for the tests that need the real thing; the gateway alone, for those that do not.
pytest_plugins = ["tests.stack", "tests.browser.counter", "tests.post_office"]

POSTGRES = os.environ.get("CARELINE_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REQUIRE_ALL = os.environ.get("CARELINE_REQUIRE_ALL") == "1"
DATABASES = ["sqlite", "postgres"]
TABLES = list(reversed(metadata.sorted_tables))
FILLED = union_all(*(select(literal(table.name)).where(exists().select_from(table)) for table in TABLES))
# A Wednesday noon in Brewline's opening hours.
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: its driver's event loop stays in this thread, and asyncio starts no second one."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """argon2 is slow on purpose: a fifth of a second a password, where a test needs only the same answers."""
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff, "_hasher", lambda: cheap)
        yield


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'careline.db'}"
    upgrade(url)
    return url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of its own, dropped afterwards. CARELINE_REQUIRE_ALL=1 makes a missing server an error."""
    name = f"careline_test_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as server:
            server.execute(f'CREATE DATABASE "{name}"')
            server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # the power never fails in a test
    except psycopg.OperationalError as error:
        if REQUIRE_ALL:
            raise
        pytest.skip(f"NOT TESTED ON POSTGRESQL: no server at {POSTGRES} ({error})")
    url = f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
    upgrade(url)
    yield url
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def _databases() -> Iterator[dict[str, Database]]:
    opened: dict[str, Database] = {}
    yield opened
    for database in opened.values():
        database.close()


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both, unless a folder that is not about storage says otherwise."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, database_kind: str, _databases: dict[str, Database]) -> Database:
    """Empty and migrated."""
    if database_kind not in _databases:
        _databases[database_kind] = open_database(request.getfixturevalue(f"{database_kind}_url"))
    empty(_databases[database_kind])
    return _databases[database_kind]


def empty(database: Database) -> None:
    """Row by row: PostgreSQL's TRUNCATE makes new files for every table and index, also for those that are empty. Most
    tables are: one question finds the others."""
    with database.engine.begin() as connection:
        filled = set(connection.scalars(FILLED))
        for table in TABLES:
            if table.name in filled:
                connection.execute(table.delete())


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"CARELINE_DATA_DIR": str(tmp_path), "CARELINE_SECRET": "x" * 40})


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load_texts()


@pytest.fixture
def house(settings: Settings, texts: Texts, clock: Clock) -> House:
    return House(settings, texts, clock)


@dataclass
class Shop:
    """Calls services as the gateway does, each in a transaction of its own, and looks at what came of it."""

    database: Database
    house: House
    told: list[Wake] = field(default_factory=list)

    def do(self, verb: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with transaction(self.database.make_session, self.told.append) as session:
            return verb(session, self.house, *values, **named)

    def look(self, verb: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with reading(self.database.make_reader) as session:
            return verb(session, self.house, *values, **named)

    def conversation(self, conversation_id: str) -> Conversation:
        with reading(self.database.make_reader) as session:
            return session.get_one(Conversation, conversation_id)

    def rows(self, model: type[Any], **equal: Any) -> list[Any]:
        with reading(self.database.make_reader) as session:
            return list(session.query(model).filter_by(**equal).order_by(model.id))

    def messages(self, conversation_id: str) -> list[Message]:
        return sorted(self.rows(Message, conversation_id=conversation_id), key=lambda message: message.seq)

    def reasons(self, conversation_id: str) -> list[str]:
        return [event.reason for event in self.rows(Event, conversation_id=conversation_id)]

    def with_settings(self, **changed: Any) -> None:
        self.house = replace(self.house, settings=replace(self.house.settings, **changed))


@pytest.fixture
def shop(database: Database, house: House) -> Shop:
    return Shop(database, house)


@dataclass(frozen=True)
class Customer:
    visitor_id: str
    conversation_id: str
    token: str


def arrive(shop: Shop) -> Customer:
    """Somebody opens the widget."""
    opened = shop.do(visitors.open_session)
    return Customer(visitors.visitor_of(shop.house, opened["token"]), opened["conversation_id"], opened["token"])


@pytest.fixture
def cleo(shop: Shop) -> Customer:
    return arrive(shop)


def hire(shop: Shop, name: str, role: Role = Role.AGENT) -> str:
    """Without a password: signing in has its own tests, and argon2 is slow on purpose."""

    def add(session: Any, house: House) -> str:
        person = Staff(
            email=f"{name.split()[0].lower()}@example.com",
            name=name,
            role=role,
            password_hash="none",
            created_at=house.now(),
        )
        session.add(person)
        session.flush()
        return person.id

    return str(shop.do(add))


@pytest.fixture
def ann(shop: Shop) -> str:
    return hire(shop, "Ann Able")


@pytest.fixture
def ben(shop: Shop) -> str:
    return hire(shop, "Ben Busy")


@pytest.fixture
def tom(shop: Shop) -> str:
    return hire(shop, "Tom Teacher", Role.TRAINER)
