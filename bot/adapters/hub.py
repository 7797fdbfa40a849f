"""Fan-out of wakes to whoever listens, in this process and, with Redis, in the others.

    hub = await open_hub(settings.redis_url)            # in the event loop
    hub.publish(wake)                                   # from any thread
    async with hub.listen("visitor:42", "desk") as wakes:
        wake = await wakes.next(timeout=25)             # None when the time is over
    await hub.close()

The database is the truth: a wake that gets lost costs a listener its time-out, never a message.
"""

import asyncio
import json
import uuid
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.domain.events import Wake

log = structlog.get_logger()

CHANNEL = "careline:wakes"
_BACKLOG = 500


class Listener:
    """A bounded mailbox: who is too slow loses the oldest wakes and reads the database anyway."""

    def __init__(self) -> None:
        self._wakes: deque[Wake] = deque(maxlen=_BACKLOG)
        self._news = asyncio.Event()

    def put(self, wake: Wake) -> None:
        self._wakes.append(wake)
        self._news.set()

    async def next(self, timeout: float) -> Wake | None:
        if not self._wakes:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), timeout)
        return self._wakes.popleft() if self._wakes else None


class Hub:
    """In this process only."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._listeners: dict[str, set[Listener]] = {}

    def publish(self, wake: Wake) -> None:
        """Callable from any thread; after the loop has ended there is nobody left to wake."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._spread, wake)

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[Listener]:
        listener = Listener()
        for topic in topics:
            self._listeners.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            for topic in topics:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    async def close(self) -> None:
        """Nothing to let go of here."""

    def _spread(self, wake: Wake) -> None:
        self._deliver(wake)

    def _deliver(self, wake: Wake) -> None:
        for listener in self._listeners.get(wake.topic, ()):
            listener.put(wake)


class RedisHub(Hub):
    """Also to and from the other processes. Without Redis this process goes on by itself and tries again."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(url, socket_connect_timeout=2, health_check_interval=15)
        self._me = uuid.uuid4().hex
        self._outbox: asyncio.Queue[Wake] = asyncio.Queue(maxsize=10_000)
        self._tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._receive())]
        self.listening = asyncio.Event()

    async def close(self) -> None:
        """A cancellation that arrives inside redis-py may get lost there, so it is repeated until it is heard."""
        running = set(self._tasks)
        while running:
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=0.2)
        await self._redis.aclose()

    def _spread(self, wake: Wake) -> None:
        self._deliver(wake)
        with suppress(asyncio.QueueFull):
            self._outbox.put_nowait(wake)

    async def _send(self) -> None:
        while True:
            wake = await self._outbox.get()
            said = json.dumps({"by": self._me, "topic": wake.topic, "kind": wake.kind, "data": wake.data})
            try:
                await self._redis.publish(CHANNEL, said)
            except (RedisError, OSError) as error:
                log.warning("redis_publish_failed", error=str(error))

    async def _receive(self) -> None:
        pause = 0.5
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=False) as channel:
                    await channel.subscribe(CHANNEL)
                    async for heard in channel.listen():
                        pause = 0.5
                        if heard["type"] == "subscribe":
                            self.listening.set()
                        elif heard["type"] == "message":
                            self._hear(heard["data"])
            except (RedisError, OSError) as error:
                self.listening.clear()
                log.warning("redis_lost", error=str(error), retry_in_s=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)

    def _hear(self, raw: bytes) -> None:
        match json.loads(raw):
            case {"by": by, "topic": str(topic), "kind": str(kind), "data": dict(data)} if by != self._me:
                self._deliver(Wake(topic, kind, data))


async def open_hub(redis_url: str | None) -> Hub:
    """In process, or through Redis when there is an address."""
    return RedisHub(redis_url) if redis_url else Hub()
