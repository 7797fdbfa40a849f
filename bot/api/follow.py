"""The frames of a visitor's stream: what is there after a seq, then whatever comes. WebSocket and SSE send the same."""

import time
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.orm import Session

from bot.api.parts import CLOSING, Parts
from bot.domain.events import Wake, visitor_topic
from bot.services.thread import read_thread
from bot.services.views import ConversationView, ThreadView

PING_S = 20.0
TYPING_S = 3.0
"""Somebody who stops typing says nothing, so it is looked up."""

Frame = dict[str, Any]


async def frames(parts: Parts, visitor_id: str, after: int) -> AsyncIterator[Frame]:
    """`messages` and `conversation` when there is news, `ping` when there is none. Ends when the house closes."""
    last, shown, spoke = after, None, time.monotonic()
    async with parts.hub.listen(visitor_topic(visitor_id), CLOSING) as wakes:
        while not parts.closing.is_set():
            thread = await _read(parts, visitor_id, last)
            messages, conversation = thread["messages"], thread["conversation"]
            frame: Frame | None = None
            if messages or shown is None:
                frame = {"type": "messages", "messages": messages, "conversation": conversation}
            elif conversation != shown:
                frame = {"type": "conversation", "conversation": conversation}
            elif time.monotonic() - spoke >= PING_S:
                frame = {"type": "ping"}
            if frame is not None:
                yield frame
                spoke = time.monotonic()
            shown = conversation
            if messages:
                last = messages[-1]["seq"]
                continue  # There may be more than one page.
            wake = await wakes.next(_pause(conversation))
            while wake is not None and _known(wake, last):
                wake = await wakes.next(_pause(conversation))


async def wait_for_news(parts: Parts, visitor_id: str, after: int, wait: float) -> ThreadView:
    """One page; when it is empty, the next one that is not, or a change of status, or the end of the time."""
    async with parts.hub.listen(visitor_topic(visitor_id), CLOSING) as wakes:
        thread = await _read(parts, visitor_id, after)
        status = thread["conversation"]["status"]
        end = time.monotonic() + wait
        while not (thread["messages"] or parts.closing.is_set() or thread["conversation"]["status"] != status):
            left = end - time.monotonic()
            wake = await wakes.next(left) if left > 0 else None
            if wake is None:
                break
            if wake.kind not in {"typing", CLOSING} and not _known(wake, after):
                thread = await _read(parts, visitor_id, after)
    return thread


def _pause(conversation: ConversationView) -> float:
    return TYPING_S if conversation["typing"] == "agent" else PING_S


def _known(wake: Wake, last: int) -> bool:
    """A message that we have read already."""
    seq = wake.data.get("seq")
    return wake.kind == "message" and isinstance(seq, int) and seq <= last


async def _read(parts: Parts, visitor_id: str, after: int) -> ThreadView:
    def read(session: Session) -> ThreadView:
        return read_thread(session, parts.house, visitor_id, after)

    return await parts.read(read)
