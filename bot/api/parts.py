"""What a running gateway consists of, made once by the lifespan and handed to every handler."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from bot.adapters.engine import EngineClient
from bot.adapters.hub import Hub
from bot.adapters.project import ProjectFolder
from bot.api.health import Health
from bot.api.limits import Limits
from bot.api.metrics import Metrics
from bot.db.session import Database, reading, transaction
from bot.domain.events import Wake
from bot.domain.ports import Helper
from bot.services.house import House
from bot.services.teaching import Planned, kept
from bot.services.validation import check

T = TypeVar("T")

CLOSING = "closing"
"""The topic that every open stream listens to besides its own."""


@dataclass(frozen=True)
class Helpers:
    """What the studio asks of the engine's libraries: Rasa's validator, and the likeness of examples."""

    rasa: Helper
    examples: Helper


@dataclass
class Parts:
    house: House
    database: Database
    hub: Hub
    engine: EngineClient
    limits: Limits
    metrics: Metrics
    health: Health
    project: ProjectFolder
    helpers: Helpers
    password_checks: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, verb: Callable[[Session], T]) -> T:
        """One service call in a thread, committed, and told to whoever listens."""

        def work() -> T:
            with transaction(self.database.make_session, self.hub.publish) as session:
                return verb(session)

        return await to_thread.run_sync(work)

    async def read(self, verb: Callable[[Session], T]) -> T:
        def work() -> T:
            with reading(self.database.make_reader) as session:
                return verb(session)

        return await to_thread.run_sync(work)

    async def edit(self, verb: Callable[[Session], T]) -> T:
        """Like `write`, for a verb that also saves files of the project: both happen or neither."""

        def work() -> T:
            with self.project.editing(self._kept), transaction(self.database.make_session, self.hub.publish) as session:
                return verb(session)

        return await to_thread.run_sync(work)

    async def change(self, plan: Callable[[Session], Planned], verb: Callable[[Session, Planned], T]) -> T:
        """Like `edit`, with Rasa's check between the plan and the verb: no transaction is open while it works."""

        def work() -> T:
            with self.project.editing(self._kept):
                with reading(self.database.make_reader) as session:
                    planned = plan(session)
                check(self.project, self.helpers.rasa, planned.edits)
                with transaction(self.database.make_session, self.hub.publish) as session:
                    return verb(session, planned)

        return await to_thread.run_sync(work)

    def put_back_unfinished(self) -> None:
        """What somebody who died had begun to write."""
        with self.project.editing(self._kept):
            pass

    def _kept(self, change_ids: Collection[str]) -> set[str]:
        with reading(self.database.make_reader) as session:
            return kept(session, change_ids)

    def close_streams(self) -> None:
        """Every stream and long poll ends now; their clients come back to whoever answers then."""
        self.closing.set()
        self.hub.publish(Wake(CLOSING, CLOSING))


def parts_of(connection: HTTPConnection) -> Parts:
    parts: Parts = connection.app.state.parts
    return parts


ThisHouse = Annotated[Parts, Depends(parts_of)]
