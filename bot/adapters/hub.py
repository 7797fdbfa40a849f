"""Fan-out of wakes to whoever listens, in this process and, with Redis, in the others.

Start it in the event loop: `hub = await open_hub(redis_url)`; `publish` may be called from any thread.

    async with hub.listen("visitor:42") as wakes:      # or several topics
        wake = await wakes.next(timeout=25)            # None when the time is over
"""

from typing import Protocol

from bot.domain.events import Wake


class Listening(Protocol):
    async def next(self, timeout: float) -> Wake | None: ...


async def open_hub(redis_url: str | None) -> "Hub":
    raise NotImplementedError


class Hub:
    def publish(self, wake: Wake) -> None:
        raise NotImplementedError
