"""Nudges for the desk: what changed, never the words. The page reads what it shows."""

import time
from collections.abc import AsyncIterator

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request

from bot.api.events import EventStream, Frame
from bot.api.parts import CLOSING, Parts, ThisHouse
from bot.api.who import Agent, session_secret
from bot.db.models.staff import Staff
from bot.domain.errors import NotSignedIn
from bot.domain.events import DESK
from bot.services import presence
from bot.services.staff import staff_of_session

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])

PING_S = 20.0


@router.get("/stream", status_code=200, response_class=EventStream)
async def follow_desk(request: Request, parts: ThisHouse, agent: Agent) -> EventStream:
    """`data:` lines `{type, id, …}`: conversation, message, typing, hint, presence, labels or ping."""
    bearer = "authorization" in request.headers
    return EventStream(
        _nudges(parts, agent.id, None if bearer else session_secret(request)),
        lambda: parts.metrics.connections.labels("desk").track_inprogress(),
    )


async def _nudges(parts: Parts, staff_id: str, secret: str | None) -> AsyncIterator[Frame]:
    """Until the house closes, the session ends or the role is another."""
    async with parts.hub.listen(DESK, CLOSING) as wakes:
        yield {"type": "ready", "id": None}
        checked = time.monotonic()
        while not parts.closing.is_set():
            wake = await wakes.next(PING_S)
            if time.monotonic() - checked >= PING_S:
                if not await _still_allowed(parts, staff_id, secret):
                    return
                await parts.write(lambda session: presence.note_seen(session, parts.house, staff_id))
                checked = time.monotonic()
            if wake is None:
                yield {"type": "ping"}
            elif wake.kind == "staff":
                if wake.data["staff_id"] == staff_id and not await _still_allowed(parts, staff_id, secret):
                    return
            elif wake.topic == DESK:
                yield {"type": wake.kind, "id": wake.data.get("conversation_id"), **wake.data}


async def _still_allowed(parts: Parts, staff_id: str, secret: str | None) -> bool:
    """Whether they still work here, at the desk, and are signed in."""

    def allowed(session: Session) -> bool:
        staff = session.get(Staff, staff_id)
        if staff is None or not staff.active or staff.role not in presence.AT_THE_DESK:
            return False
        try:
            return secret is None or staff_of_session(session, parts.house, secret) is not None
        except NotSignedIn:
            return False

    return await parts.read(allowed)
