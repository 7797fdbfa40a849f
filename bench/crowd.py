"""The customers and agents of bench.connections: who is connected, who writes, and when a desk has heard of it."""

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice

import httpx2
from websockets.asyncio.client import ClientConnection, connect

START, PATIENCE = 90.0, 30.0
AT_ONCE = 20
"""So many connect at the same time; more would only fill the server's backlog."""


@dataclass(frozen=True)
class Seat:
    """One customer's place: how to come in, and which desk has the conversation."""

    token: str
    conversation_id: str
    desk: int


@dataclass
class Crowd:
    """Everybody on one side. Times are in milliseconds from a customer's send."""

    url: str
    desk_tokens: Sequence[str]
    reads: bool
    """Whether a desk that was nudged reads the conversation, as the page does."""
    nudged: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    unheard: int = 0
    _open: dict[str, tuple[ClientConnection, Seat]] = field(default_factory=dict)
    _sent: dict[str, tuple[float, asyncio.Event, int]] = field(default_factory=dict)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> "Crowd":
        self._held = AsyncExitStack()
        timeout = httpx2.Timeout(PATIENCE, read=None)
        self._http = httpx2.AsyncClient(base_url=f"{self.url}/api/v1/desk", timeout=timeout, trust_env=False)
        await self._held.enter_async_context(self._http)
        ready = [asyncio.Event() for _ in self.desk_tokens]
        self._tasks = [asyncio.create_task(self._follow(number, event)) for number, event in enumerate(ready)]
        async with asyncio.timeout(START):
            await asyncio.gather(*(event.wait() for event in ready))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._held.aclose()

    async def come(self, seats: Sequence[Seat]) -> None:
        """Connected when the first frame is there; it brings the conversation."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(seat: Seat) -> None:
            async with places, asyncio.timeout(PATIENCE):
                address = f"{self.url.replace('http', 'ws', 1)}/api/v1/visitor/stream"
                line = await self._held.enter_async_context(connect(address, proxy=None, compression=None))
                await line.send(json.dumps({"type": "hello", "token": seat.token, "after": 0}))
                await line.recv()
                self._open[seat.conversation_id] = (line, seat)
                self._tasks.append(asyncio.create_task(_listen(line)))

        await asyncio.gather(*(one(seat) for seat in seats))

    async def write(self, messages: int, rate: float) -> None:
        """One after another round the crowd, so many a second; returns when all were heard of, or PATIENCE is over."""
        waiting = []
        for number, (line, seat) in enumerate(islice(cycle(list(self._open.values())), messages)):
            heard = asyncio.Event()
            self._sent[seat.conversation_id] = (time.perf_counter(), heard, seat.desk)
            frame = {"type": "message", "client_id": str(uuid.uuid4()), "text": f"It still drips, try {number}."}
            await line.send(json.dumps(frame))
            waiting.append(heard.wait())
            await asyncio.sleep(1 / rate)
        _, late = await asyncio.wait([asyncio.ensure_future(one) for one in waiting], timeout=PATIENCE)
        for one in late:
            one.cancel()
        self.unheard += len(late)

    async def _follow(self, number: int, ready: asyncio.Event) -> None:
        """One desk's stream; what it is told about its own conversations counts."""
        headers = {"Authorization": f"Bearer {self.desk_tokens[number]}"}
        async with self._http.stream("GET", "/stream", headers=headers) as stream:
            async for text in stream.aiter_lines():
                if not text.startswith("data:"):
                    continue
                ready.set()
                match json.loads(text[5:]):
                    case {"type": "message", "id": str(conversation_id)} if conversation_id in self._sent:
                        since, heard, desk = self._sent[conversation_id]
                        if desk == number:
                            del self._sent[conversation_id]
                            self.nudged.append((time.perf_counter() - since) * 1000)
                            self._tasks.append(asyncio.create_task(self._show(conversation_id, headers, since, heard)))

    async def _show(self, conversation_id: str, headers: dict[str, str], since: float, heard: asyncio.Event) -> None:
        if self.reads:
            (await self._http.get(f"/conversations/{conversation_id}", headers=headers)).raise_for_status()
        self.shown.append((time.perf_counter() - since) * 1000)
        heard.set()


async def _listen(line: ClientConnection) -> None:
    async for _ in line:
        pass
