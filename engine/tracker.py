"""The tracker store: Rasa's SQL store in a file that only engines write, or in PostgreSQL.

Rasa's own blocks the event loop while it waits for a lock and, on an error, goes on in memory without a word. This one
works in a thread, waits at most BUSY_MS for a lock, and lets every error out: a turn that is not stored has failed.
"""

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from engine.fingerprint import ROOT

BUSY_MS = 2_000
Result = TypeVar("Result")


class TrackerStoreFailed(RuntimeError):
    """The conversation could not be read or written; nothing of the turn is stored."""


def tracker_url() -> str:
    """CARELINE_TRACKER_URL (PostgreSQL), else the SQLite file CARELINE_TRACKER_DB, else var/tracker.db."""
    if url := os.environ.get("CARELINE_TRACKER_URL"):
        return url.replace("postgresql+psycopg:", "postgresql:").replace("postgres:", "postgresql:", 1)
    return f"sqlite:///{os.environ.get('CARELINE_TRACKER_DB') or ROOT / 'var' / 'tracker.db'}"


def make_engine(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite:"):
        return sa.create_engine(url, pool_size=4, max_overflow=4, pool_pre_ping=True)
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    # A connection for each use: a file that was replaced or removed is noticed, not written to under its old name.
    engine = sa.create_engine(url, poolclass=NullPool, connect_args={"check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine


class EngineTrackerStore(SQLTrackerStore):
    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        TrackerStore.__init__(self, domain, event_broker)
        url = host or tracker_url()
        self.engine = make_engine(url)
        self.sessionmaker = sessionmaker(bind=self.engine)
        self.threads = ThreadPoolExecutor(1 if url.startswith("sqlite:") else 4, thread_name_prefix="tracker")
        self.has_tables = False

    async def _work(self, job: Callable[[Session], Result]) -> Result:
        def work() -> Result:
            try:
                if not self.has_tables:
                    self.Base.metadata.create_all(self.engine)
                    self.has_tables = True
                with self.sessionmaker.begin() as session:
                    return job(session)
            except (sa.exc.SQLAlchemyError, OSError) as error:
                self.has_tables = False  # the file may have been replaced: look again next time
                raise TrackerStoreFailed(str(error)) from error

        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Rasa saves the empty tracker; there is nothing in it to save."""
        return self.init_tracker(sender_id)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        def read(session: Session) -> DialogueStateTracker | None:
            query = self._event_query(session, sender_id, fetch_events_from_all_sessions)
            events = [json.loads(data) for (data,) in query.with_entities(self.SQLEvent.data)]
            return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

        return await self._work(read)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """All events of the turn, or none."""
        await self.stream_events(tracker)

        def write(session: Session) -> None:
            for event in self._additional_events(session, tracker):
                data = event.as_dict()
                session.add(
                    self.SQLEvent(
                        sender_id=tracker.sender_id,
                        type_name=event.type_name,
                        timestamp=data.get("timestamp"),
                        intent_name=data.get("parse_data", {}).get("intent", {}).get("name"),
                        action_name=data.get("name"),
                        data=json.dumps(data),
                    )
                )

        await self._work(write)

    async def turn(self, sender_id: str, turn_id: str) -> list[dict[str, Any]] | None:
        """The events of a turn that was stored before, from the customer's message on; None if there is none."""
        marked = turn_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        event = self.SQLEvent

        def read(session: Session) -> list[dict[str, Any]] | None:
            mine = session.query(event.id, event.data).filter(event.sender_id == sender_id)
            said = mine.filter(event.type_name == UserUttered.type_name).order_by(event.id)
            for place, data in said.filter(event.data.like(f'%"message_id": "{marked}"%', escape="\\")):
                if json.loads(data).get("message_id") == turn_id:
                    following = said.filter(event.id > place).first()
                    rows = mine.filter(event.id >= place)
                    rows = rows.filter(event.id < following.id) if following else rows
                    return [json.loads(row.data) for row in rows.order_by(event.id)]
            return None

        return await self._work(read)

    async def forget(self, sender_id: str) -> None:
        def erase(session: Session) -> None:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()

        await self._work(erase)

    async def keys(self) -> list[str]:
        return await self._work(lambda session: [key for (key,) in session.query(self.SQLEvent.sender_id).distinct()])
