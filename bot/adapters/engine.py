"""The client of the engine's own channel (`engine/channel.py`): every failure becomes one EngineFailure."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from bot.domain.ports import EngineAnswer, EngineFailure, Trouble
from bot.domain.signals import parse
from bot.domain.understanding import Understanding, understanding_of

CHANNEL = "/webhooks/gateway"


class LiveAddress:
    """Where the live engine is: what the supervisor wrote into a file, which changes with each promotion."""

    def __init__(self, file: Path, otherwise: str | None) -> None:
        self._file = file
        self._otherwise = otherwise
        self._seen: tuple[int, int] | None = None
        self._url: str | None = None

    def __call__(self) -> str | None:
        try:
            state = self._file.stat()
            seen = (state.st_mtime_ns, state.st_ino)
            if seen != self._seen:
                self._url, self._seen = self._file.read_text(encoding="ascii").strip(), seen
        except OSError:
            return self._otherwise
        return self._url


class EngineClient:
    """Without an address there is no engine yet: every call says that it is waking."""

    def __init__(
        self,
        url: str | Callable[[], str | None] | None,
        secret: str,
        timeout: timedelta = timedelta(seconds=15),
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = url if callable(url) else lambda: url
        self._http = httpx2.AsyncClient(
            headers={"X-Careline-Secret": secret},
            timeout=httpx2.Timeout(timeout.total_seconds(), connect=3),
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=16),
            transport=transport,
            trust_env=False,
        )

    async def turn(
        self, conversation_id: str, turn_id: str, text: str, payload: str | None, metadata: dict[str, Any]
    ) -> EngineAnswer:
        said = await self._call(
            "POST",
            "/turn",
            {
                "conversation_id": conversation_id,
                "turn_id": turn_id,
                "text": text,
                "payload": payload,
                "metadata": metadata,
            },
        )
        match said:
            case {"messages": [*messages], "parse": understood}:
                return EngineAnswer(tuple(parse(messages)), understanding_of(understood), said.get("repeated") is True)
        raise EngineFailure(Trouble.FAILED, "the answer has no messages")

    async def parse(self, text: str, metadata: dict[str, Any]) -> Understanding:
        return understanding_of(await self.raw_parse(text, metadata))

    async def raw_parse(self, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
        """The engine's parse as it is, for the studio."""
        match await self._call("POST", "/parse", {"text": text, "metadata": metadata}):
            case {"parse": dict(understood)}:
                return {str(key): value for key, value in understood.items()}
        raise EngineFailure(Trouble.FAILED, "the answer has no parse")

    async def forget(self, conversation_id: str) -> None:
        """Erase the engine's memory of a conversation."""
        await self._call("POST", "/forget", {"conversation_id": conversation_id})

    async def health(self) -> dict[str, Any]:
        """`{status: ready, model}`; EngineFailure otherwise."""
        return await self._call("GET", "/health", None)

    async def close(self) -> None:
        await self._http.aclose()

    async def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        address = self._address()
        if address is None:
            raise EngineFailure(Trouble.WAKING, "no engine yet")
        try:
            response = await self._http.request(method, address + CHANNEL + path, json=body)
            said = response.json() if response.content else {}
        except httpx2.TimeoutException as error:
            trouble = Trouble.UNREACHABLE if isinstance(error, httpx2.ConnectTimeout) else Trouble.TIMEOUT
            raise EngineFailure(trouble, type(error).__name__) from error
        except httpx2.TransportError as error:
            raise EngineFailure(Trouble.UNREACHABLE, f"{type(error).__name__} {error}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise EngineFailure(Trouble.FAILED, f"{type(error).__name__} {error}") from error
        if response.status_code == 503 and _is_waking(said):
            raise EngineFailure(Trouble.WAKING, str(said)[:200])
        if not response.is_success or not isinstance(said, dict):
            raise EngineFailure(Trouble.FAILED, f"{response.status_code} {str(said)[:200]}")
        return said


def _is_waking(said: Any) -> bool:
    match said:
        case {"status": "loading"} | {"error": {"code": "model_missing" | "loading"}}:
            return True
    return False
