"""Server-Sent Events: frames as JSON, and a reader that does not read is let go."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from bot.api.failures import failure_body
from bot.domain.errors import CareError

SLOW_S = 20.0
"""A frame that cannot be written for so long means that nobody reads; the client resumes after its last seq."""

Frame = dict[str, Any]


class EventStream(StreamingResponse):
    media_type = "text/event-stream"

    def __init__(self, frames: AsyncIterator[Frame], counted: Callable[[], AbstractContextManager[Any]]) -> None:
        super().__init__(_lines(frames, counted), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(SLOW_S):
                await send(message)

        try:
            await super().__call__(scope, receive, send_in_time)
        except* TimeoutError:
            pass


async def _lines(
    frames: AsyncIterator[Frame], counted: Callable[[], AbstractContextManager[Any]]
) -> AsyncIterator[str]:
    with counted():
        try:
            async for frame in frames:
                yield event(frame)
        except CareError as error:
            yield event({"type": "error", **failure_body(error.code, error.message, error.details)})


def event(frame: Frame) -> str:
    """With the last seq as its id, which a browser sends back when it reconnects."""
    messages = frame.get("messages")
    last = f"id: {messages[-1]['seq']}\n" if messages else ""
    return f"{last}data: {json.dumps(frame, ensure_ascii=False, separators=(',', ':'))}\n\n"
