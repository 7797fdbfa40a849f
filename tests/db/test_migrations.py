"""The tables that the models describe are the tables that the migrations make."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from bot.db.migrate import upgrade
from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.staff import Staff, StaffToken
from bot.db.session import Database, make_engine, open_database, reading
from bot.db.tables import metadata
from bot.domain.presence import Presence
from tests.conftest import POSTGRES


def test_the_migrated_schema_is_the_models_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(sqlite_url: str, postgres_url: str) -> None:
    upgrade(sqlite_url)
    upgrade(postgres_url)


@pytest.fixture(params=["sqlite", "postgres"])
def kind_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    server = request.getfixturevalue("postgres_url").rsplit("/", 1)[0]
    name = f"careline_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_was_said_survives_the_newer_tables(kind_url: str) -> None:
    """A table that others refer to must not be copied and dropped: its rows would take theirs with them."""
    upgrade(kind_url, "0001")
    old = make_engine(kind_url)
    with old.begin() as connection:
        for table, row in OLD_ROWS.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
    old.dispose()
    upgrade(kind_url)
    database = open_database(kind_url)
    try:
        with reading(database.make_reader) as session:
            assert session.scalars(select(Message.text)).all() == ["hello"]
            assert session.scalar(select(StaffToken.staff_id)) == "ann"
            ann = session.get_one(Staff, "ann")
            assert (ann.capacity, ann.presence, ann.keep_online) == (4, Presence.ONLINE, False)
            assert session.get_one(Conversation, "c").team_id is None
    finally:
        database.close()


AT = "2026-11-18 11:00:00.000000+00:00"
OLD_ROWS: dict[str, dict[str, object]] = {
    "staff": {"id": "ann", "email": "ann@example.com", "name": "Ann", "role": "agent", "password_hash": "x",
              "active": True, "created_at": AT},
    "staff_tokens": {"id": "t", "staff_id": "ann", "secret_hash": "x", "created_at": AT},
    "visitors": {"id": "v", "last_seq": 1, "created_at": AT, "seen_at": AT},
    "conversations": {"id": "c", "visitor_id": "v", "status": "bot", "priority": "medium", "failed_answers": 0,
                      "denials": 0, "customer_read_seq": 0, "staff_read_seq": 0, "created_at": AT, "updated_at": AT},
    "messages": {"id": "m", "conversation_id": "c", "visitor_id": "v", "seq": 1, "author": "customer", "kind": "text",
                 "text": "hello", "private": False, "choices": "[]", "created_at": AT},
}  # fmt: skip
