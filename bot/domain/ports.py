"""What the services need from outside, as protocols: adapters fulfil them, tests fake them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.events import Wake
from bot.domain.patches import FileEdit
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


class HelperFailure(Exception):
    """A helper of the studio cannot answer."""


class Helper(Protocol):
    """What the studio asks of the engine's libraries, see `engine/studio.py`."""

    def ask(self, do: str, **given: Any) -> Any:
        """Blocks; HelperFailure and nothing else."""

    def wake(self) -> None:
        """Somebody will ask soon. Does not block."""


class Files(Protocol):
    """The files that make the bot: `data/`, `domain.yml`, `tests/conversations`. Paths are relative, with slashes."""

    def paths(self, folder: str, ending: str) -> list[str]: ...

    def read(self, path: str) -> str:
        """InvalidInput, with file and line, for what is not UTF-8; NotFound."""

    def exists(self, path: str) -> bool: ...


class Project(Files, Protocol):
    """The same, to be changed."""

    def save(self, change_id: str, edits: Sequence[FileEdit]) -> None:
        """All or none; Conflict for a file that is not what it was when it was read; Unavailable for a full disk."""

    def is_checkout(self) -> bool: ...

    def committed(self, path: str) -> str | None:
        """The file in the newest commit; None if it is not in there."""

    def commit(self, paths: Sequence[str], message: str, author: str) -> str:
        """Only these files, whatever else is staged; the short id of the commit."""
