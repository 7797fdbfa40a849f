"""One way to write: commit, then tell the world; on error, neither."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.db.models.visitor import Visitor
from bot.db.session import Database, reading, tell, transaction
from bot.domain.events import Wake

WAKE = Wake("desk", "conversation", {"conversation_id": "1"})
THEN = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_nobody_hears_of_a_row_before_it_is_committed(database: Database) -> None:
    seen = []

    def publish(_wake: Wake) -> None:
        with reading(database.make_reader) as other:
            seen.append(other.scalars(select(Visitor.id)).all())

    with transaction(database.make_session, publish) as session:
        session.add(Visitor(id="cleo", created_at=THEN, seen_at=THEN))
        tell(session, WAKE)
        tell(session, WAKE)
        assert seen == []
    assert seen == [["cleo"]]


def test_nobody_hears_of_a_row_that_was_rolled_back(database: Database) -> None:
    heard: list[Wake] = []

    def fail() -> None:
        with transaction(database.make_session, heard.append) as session:
            session.add(Visitor(id="cleo", created_at=THEN, seen_at=THEN))
            tell(session, WAKE)
            session.flush()
            raise ValueError("on the way")

    with pytest.raises(ValueError, match="on the way"):
        fail()
    assert heard == []
    with reading(database.make_reader) as session:
        assert session.scalars(select(Visitor)).all() == []


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    there = datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    with transaction(database.make_session, print) as session:
        session.add(Visitor(id="cleo", created_at=there, seen_at=there))
    with reading(database.make_reader) as session:
        found = session.get_one(Visitor, "cleo").created_at
    assert found == THEN
    assert found.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    def write() -> None:
        with transaction(database.make_session, print) as session:
            session.add(Visitor(id="cleo", created_at=THEN.replace(tzinfo=None), seen_at=THEN))

    with pytest.raises(StatementError, match="without a zone"):
        write()


def test_many_writers_queue_up_and_none_fails(database: Database) -> None:
    with transaction(database.make_session, print) as session:
        session.add(Visitor(id="cleo", created_at=THEN, seen_at=THEN))
    failed: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                with transaction(database.make_session, print) as session:
                    row = session.get_one(Visitor, "cleo", with_for_update=True)
                    row.last_seq += 1
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with reading(database.make_reader) as session:
        assert session.get_one(Visitor, "cleo").last_seq == 80


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with (
        transaction(database.make_session, print) as session,
        reading(database.make_reader) as other,
    ):
        session.add(Visitor(id="cleo", created_at=THEN, seen_at=THEN))
        session.flush()
        assert other.scalars(select(Visitor)).all() == []
