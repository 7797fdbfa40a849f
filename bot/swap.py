"""Puts another model before the customers while they talk: a second engine is started and examined, then takes over.

The files are changed only when the second engine has passed, the address only when the files are; the first engine
stops when its last turn is over. Whatever fails before that leaves everything as it was.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.engine import EngineClient
from bot.db.base import utcnow
from bot.domain.ports import EngineFailure, Trouble
from bot.model_files import ModelDamaged, ModelFiles
from bot.programs import write_address
from bot.services.gate_file import Protected
from bot.supervisor import Program, Supervisor

ENGINE, SECOND, RETIRED = "engine", "engine-next", "engine-before"
START_PATIENCE = 120.0
DRAIN_PATIENCE = 30.0
SETTLED_AFTER = 1.0
"""Idle for so long, no gateway can be about to send the first engine another turn."""


class NotFit(Exception):
    """The model does not go live; `code` and the message say why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class SecondEngine:
    """How it is started, where it will be, and how it is started again once it is the live one."""

    program: Program
    url: str
    as_live: Program


class Swap:
    """`make` starts an engine on a free port with the given archive; `secret` opens the engines' channel."""

    def __init__(
        self,
        supervisor: Supervisor,
        files: ModelFiles,
        address_file: Path,
        secret: str,
        make: Callable[[Path], SecondEngine],
        url: str,
    ) -> None:
        self.supervisor = supervisor
        self.files = files
        self.address_file = address_file
        self.secret = secret
        self.make = make
        self.url = url

    async def carry_out(
        self,
        model_id: str,
        sha256: str,
        sentences: Collection[Protected],
        is_live: Callable[[dict[str, float]], Awaitable[None]],
    ) -> None:
        """NotFit if all stays as it was. `is_live` is told the seconds of each part before the first engine ends."""
        timings: dict[str, float] = {}
        began = time.monotonic()

        def took(part: str) -> None:
            nonlocal began
            timings[part], began = time.monotonic() - began, time.monotonic()

        try:
            archive = await asyncio.to_thread(self.files.checked, model_id, sha256)
        except ModelDamaged as error:
            raise NotFit("damaged", str(error)) from None
        second = self.make(archive)
        self.supervisor.start(second.program)
        engine = EngineClient(second.url, self.secret)
        try:
            await self._wait_ready(engine)
            took("start")
            await self._examine(engine, sentences)
            took("examine")
            await asyncio.to_thread(self.files.put_live, model_id, utcnow())
        except BaseException as error:
            await self.supervisor.stop(SECOND)
            if isinstance(error, OSError):
                raise NotFit("disk", f"The model's files could not be changed: {error}") from error
            raise
        finally:
            await engine.close()
        before, self.url = self.url, second.url
        self.supervisor.succeed(ENGINE, SECOND, second.as_live, RETIRED)
        write_address(self.address_file, self.url)
        took("switch")
        await is_live(timings)
        await self._drain(before)

    async def _wait_ready(self, engine: EngineClient) -> None:
        deadline = time.monotonic() + START_PATIENCE
        answered = False
        while time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            try:
                await engine.health()
                return
            except EngineFailure as failure:
                if failure.trouble == Trouble.WAKING and answered:  # it serves, and has no model
                    raise NotFit("unusable", "The engine could not load this model.") from None
                answered = failure.trouble == Trouble.WAKING
            child = self.supervisor.children.get(SECOND)
            if child is None or child.restarts:
                raise NotFit("ended", "The engine ended while it loaded this model.")
        raise NotFit("slow", f"The engine was not ready within {START_PATIENCE:.0f} s.")

    async def _examine(self, engine: EngineClient, sentences: Collection[Protected]) -> None:
        """Each sentence is read as of its lane, and one whole turn is run."""
        try:
            for sentence in sentences:
                read = await engine.parse(sentence.text, {})
                if read.lane != sentence.lane:
                    raise NotFit("misread", f'"{sentence.text}" is read as {read.intent} ({read.lane}).')
            conversation = f"examination-{uuid.uuid4()}"
            answer = await engine.turn(conversation, str(uuid.uuid4()), "hello", None, {})
            await engine.forget(conversation)
            if not answer.signals:
                raise NotFit("silent", "It answered a greeting with nothing.")
        except EngineFailure as failure:
            raise NotFit("failed", f"It could not answer: {failure}") from None

    async def _drain(self, url: str) -> None:
        """The first engine ends when nobody waits for it any more."""
        engine = EngineClient(url, self.secret)
        deadline = time.monotonic() + DRAIN_PATIENCE
        idle_since: float | None = None
        try:
            while time.monotonic() < deadline:
                try:
                    busy = int((await engine.health()).get("busy", 0)) > 0
                except EngineFailure:
                    break
                now = time.monotonic()
                idle_since = None if busy else idle_since or now
                if idle_since is not None and now - idle_since >= SETTLED_AFTER:
                    break
                await asyncio.sleep(0.1)
        finally:
            await engine.close()
        await self.supervisor.stop(RETIRED)
