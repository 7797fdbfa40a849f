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
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, AllSlotsReset, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from engine.fingerprint import ROOT

BUSY_MS = 2_000
RECENT_TURNS = 10
# Events that still matter when their turn is forgotten.
LASTING = (
    SlotSet.type_name, AllSlotsReset.type_name, ActiveLoop.type_name, Restarted.type_name, SessionStarted.type_name,
)  # fmt: skip
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
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    # It stays open: the last one to close a file in WAL tidies it up, which took 4 ms each time.
    options = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, **options)

    @sa.event.listens_for(engine, "checkout")
    def look(_: object, record: Any, __: object) -> None:
        """A file that was replaced or removed is noticed, not written to under its old name."""
        if record.info.setdefault("file", identity(file)) != identity(file):
            raise sa.exc.DisconnectionError(f"{file} is another file now")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine


def identity(file: Path) -> tuple[int, int] | None:
    """The same as long as it is the same file, whatever is in it."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


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
        """Without `fetch_events_from_all_sessions` only the last turns, and what the slots were before them."""

        def read(session: Session) -> DialogueStateTracker | None:
            rows = session.query(self.SQLEvent.id, self.SQLEvent.data).filter(self.SQLEvent.sender_id == sender_id)
            if not fetch_events_from_all_sessions:
                rows = self._recent(session, sender_id, rows)
            events = [json.loads(row.data) for row in rows.order_by(self.SQLEvent.id)]
            if not events:
                return None
            tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
            tracker.careline_stored = len(tracker.events)
            return tracker

        return await self._work(read)

    def _recent(self, session: Session, sender_id: str, rows: sa.orm.Query) -> sa.orm.Query:
        """Policies read the whole tracker several times a turn: 60 turns made a turn take four times as long."""
        event = self.SQLEvent
        said = session.query(event.id).filter(event.sender_id == sender_id, event.type_name == UserUttered.type_name)
        first = said.order_by(event.id.desc()).offset(RECENT_TURNS - 1).first()
        if first is None:
            return rows
        # The listening that the message ended belongs to it.
        listening = session.query(sa.func.max(event.id)).filter(
            event.sender_id == sender_id, event.id < first.id, event.action_name == ACTION_LISTEN_NAME
        )
        start = listening.scalar() or first.id
        return rows.filter(sa.or_(event.id >= start, event.type_name.in_(LASTING)))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """All events of the turn, or none."""
        await self.stream_events(tracker)

        def write(session: Session) -> None:
            for event in list(tracker.events)[getattr(tracker, "careline_stored", 0) :]:
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
        tracker.careline_stored = len(tracker.events)

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
