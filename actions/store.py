"""The one way of the actions to the company's data: opened on first use, closed with the process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from bot.db.session import Database, open_database, reading, transaction
from bot.domain.knowledge import Knowledge
from bot.services import knowledge as knowledge_service
from bot.services.business import Business

DEFAULT_URL = "sqlite:///var/careline.db"


@cache
def _open(url: str) -> Database:
    return open_database(url)


def _database() -> Database:
    return _open(os.environ.get("CARELINE_DATABASE_URL", DEFAULT_URL))


@contextmanager
def reader() -> Iterator[Session]:
    """A short look at the database."""
    with reading(_database().make_reader) as session:
        yield session


@contextmanager
def looking(now: datetime) -> Iterator[Business]:
    """The company's business, only to look at."""
    with reader() as session:
        yield Business(session, knowledge_service.current(session), now, os.environ)


@contextmanager
def working(now: datetime) -> Iterator[Business]:
    """The company's business, in one transaction. Nobody listens to these tables, so nobody is told."""
    with transaction(_database().make_session, lambda wake: None) as session:
        yield Business(session, knowledge_service.current(session), now, os.environ)


def knowledge() -> Knowledge:
    with reader() as session:
        return knowledge_service.current(session)
