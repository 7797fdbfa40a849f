"""Which part is up, starting or down. Asked often, so the answer is kept for a moment."""

import asyncio
import time
from typing import Literal

import httpx2
from anyio import to_thread
from sqlalchemy import text

from bot.adapters.engine import EngineClient
from bot.db.session import Database, reading
from bot.domain.ports import EngineFailure, Trouble

State = Literal["up", "starting", "down"]

KEPT_S = 1.0
PATIENCE_S = 3.0
FIRST_START_S = 300.0
"""Until then an engine that was never up is on its way; after it, it is down."""


class Health:
    def __init__(self, database: Database, engine: EngineClient, actions_url: str | None) -> None:
        self._database = database
        self._engine = engine
        self._actions_url = actions_url
        self._http = httpx2.AsyncClient(timeout=PATIENCE_S, trust_env=False)
        self._began = time.monotonic()
        self._seen: set[str] = set()
        self._looked = -KEPT_S
        self._last: dict[str, State] = {}
        self._looking = asyncio.Lock()

    async def parts(self) -> dict[str, State]:
        async with self._looking:
            if time.monotonic() - self._looked >= KEPT_S:
                states = await asyncio.gather(self._database_state(), self._engine_state(), self._actions_state())
                self._last = dict(zip(("database", "engine", "actions"), states, strict=True))
                self._looked = time.monotonic()
            return self._last

    async def close(self) -> None:
        await self._http.aclose()

    async def _database_state(self) -> State:
        def look() -> None:
            with reading(self._database.make_reader) as session:
                session.execute(text("SELECT 1 FROM staff LIMIT 1"))

        try:
            async with asyncio.timeout(PATIENCE_S):
                await to_thread.run_sync(look, abandon_on_cancel=True)
        except Exception:
            return "down"
        return "up"

    async def _engine_state(self) -> State:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._engine.health()
        except EngineFailure as failure:
            return "starting" if failure.trouble == Trouble.WAKING else self._missing("engine")
        except TimeoutError:
            return self._missing("engine")
        self._seen.add("engine")
        return "up"

    async def _actions_state(self) -> State:
        if self._actions_url is None:
            return self._missing("actions")
        try:
            answer = await self._http.get(f"{self._actions_url}/health")
        except httpx2.HTTPError:
            return self._missing("actions")
        if not answer.is_success:
            return self._missing("actions")
        self._seen.add("actions")
        return "up"

    def _missing(self, part: str) -> State:
        early = time.monotonic() - self._began < FIRST_START_S
        return "starting" if early and part not in self._seen else "down"
