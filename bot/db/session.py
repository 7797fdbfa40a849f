"""Engines, sessions and the one way to write: commit, then tell the world."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from bot.domain.events import Wake

Publish = Callable[[Wake], None]


@dataclass(frozen=True)
class Database:
    """`make_session` writes what is acknowledged to somebody; it is on the disk before that.

    `make_repeatable` writes what would be done again after a power cut, such as a turn's answer: it does not wait for
    the disk (SQLite only). `make_reader` never takes the write lock.
    """

    engine: Engine
    make_session: sessionmaker[Session]
    make_repeatable: sessionmaker[Session]
    make_reader: sessionmaker[Session]

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    engine = make_engine(url)
    info = {"turnstile": threading.Lock()} if engine.dialect.name == "sqlite" else None
    return Database(
        engine,
        sessionmaker(engine, expire_on_commit=False, info=info),
        sessionmaker(engine.execution_options(repeatable=True), expire_on_commit=False, info=info),
        sessionmaker(engine.execution_options(reading=True), expire_on_commit=False, autoflush=False),
    )


def make_engine(url: str) -> Engine:
    """SQLite in WAL with writers that queue up, or PostgreSQL through psycopg 3."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        driver = parsed.set(drivername="postgresql+psycopg")
        return create_engine(driver, pool_size=20, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(parsed, poolclass=QueuePool, pool_size=20, max_overflow=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # None: the driver must not begin transactions behind our back, see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=15000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: two that upgraded a read lock later would deadlock."""
    options = connection.get_execution_options()
    if options.get("reading", False):
        connection.exec_driver_sql("BEGIN")
        return
    # A commit of the second kind is lost with the power, never with the process; the next full one saves it as well.
    wanted = "NORMAL" if options.get("repeatable", False) else "FULL"
    if connection.info.get("synchronous") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info["synchronous"] = wanted
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def transaction(make_session: sessionmaker[Session], publish: Publish) -> Iterator[Session]:
    """Commit, then tell the world; on error, do neither.

    SQLite has one writer at a time and makes the others poll, up to 100 ms too long: the threads of this process
    take turns at a lock instead.
    """
    with make_session() as session:
        events: list[Wake] = []
        session.info["events"] = events
        with session.info.get("turnstile", nullcontext()), session.begin():
            yield session
    for wake in events:
        publish(wake)


@contextmanager
def reading(make_reader: sessionmaker[Session]) -> Iterator[Session]:
    """One consistent look; nothing written here is kept."""
    with make_reader() as session:
        yield session


def tell(session: Session, wake: Wake) -> None:
    """Publish after this session's commit; once, however often it is said."""
    events: list[Wake] = session.info["events"]
    if wake not in events:
        events.append(wake)
