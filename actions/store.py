"""The one way of the actions to the company's data: opened on first use, closed with the process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy.orm import Session

from bot.db.session import Database, open_database, reading
from bot.domain.knowledge import Knowledge
from bot.services import knowledge as knowledge_service

DEFAULT_URL = "sqlite:///var/careline.db"


@cache
def _open(url: str) -> Database:
    return open_database(url)


@contextmanager
def reader() -> Iterator[Session]:
    """A short look at the database; actions never write."""
    database = _open(os.environ.get("CARELINE_DATABASE_URL", DEFAULT_URL))
    with reading(database.make_reader) as session:
        yield session


def knowledge() -> Knowledge:
    with reader() as session:
        return knowledge_service.current(session)
