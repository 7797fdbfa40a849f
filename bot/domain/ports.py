"""What the services need from outside, as protocols: adapters fulfil them, tests fake them."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.events import Wake
from bot.domain.signals import Signal
from bot.domain.understanding import Understanding


class Trouble(StrEnum):
    """Why there is no answer from the engine."""

    WAKING = "waking"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    FAILED = "failed"
    NOTHING_SAID = "nothing_said"


class EngineFailure(Exception):
    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble.value)
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True)
class EngineAnswer:
    signals: tuple[Signal, ...]
    understanding: Understanding
    repeated: bool = False


class Engine(Protocol):
    """Every method raises EngineFailure and nothing else."""

    async def turn(
        self, conversation_id: str, turn_id: str, text: str, payload: str | None, metadata: dict[str, Any]
    ) -> EngineAnswer: ...

    async def parse(self, text: str, metadata: dict[str, Any]) -> Understanding: ...


class Listening(Protocol):
    async def next(self, timeout: float) -> Wake | None:
        """The next wake, or None when the time is over."""


class Fanout(Protocol):
    def publish(self, wake: Wake) -> None:
        """From any thread."""

    def listen(self, *topics: str) -> AbstractAsyncContextManager[Listening]: ...


class PostFailure(Exception):
    """A letter could not be handed over; later it may be."""


class Post(Protocol):
    def send(self, id: str, sender: str, to: str, subject: str, text: str) -> None:
        """Blocks; PostFailure and nothing else."""
