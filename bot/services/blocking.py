"""Visitors who may not write any more. What they wrote stays, and staff can still answer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.staff import Staff
from bot.db.models.visitor import Profile, Visitor
from bot.domain.conversation import Actor
from bot.domain.errors import Blocked, InvalidInput
from bot.domain.typed import storable
from bot.services import audit
from bot.services.changes import hold, log
from bot.services.house import House
from bot.services.views import BlockedView, moment

MAX_REASON = 300
BLOCKED = "visitor_blocked"


def check_not_blocked(house: House, visitor: Visitor) -> None:
    """Blocked, with a word that the customer reads."""
    if visitor.blocked_at is not None:
        raise Blocked(house.texts.of(visitor.locale)("blocked"))


def block(session: Session, house: House, conversation_id: str, staff_id: str, reason: str) -> None:
    """Whoever writes in this conversation, with a reason for the log; again changes nothing. NotFound, InvalidInput."""
    reason = _checked(reason)
    conversation = hold(session, conversation_id)
    visitor = session.get_one(Visitor, conversation.visitor_id)
    if visitor.blocked_at is None:
        visitor.blocked_at = house.now()
        _logged(session, house, conversation, staff_id, BLOCKED, because=reason)


def unblock(session: Session, house: House, conversation_id: str, staff_id: str, reason: str) -> None:
    """With a reason too; again changes nothing. NotFound, InvalidInput."""
    reason = _checked(reason)
    conversation = hold(session, conversation_id)
    visitor = session.get_one(Visitor, conversation.visitor_id)
    if visitor.blocked_at is not None:
        visitor.blocked_at = None
        _logged(session, house, conversation, staff_id, "visitor_unblocked", because=reason)


def blocked(session: Session) -> list[BlockedView]:
    """The latest first, each with its newest conversation, who blocked them and why."""
    newest = (
        select(Conversation.id)
        .where(Conversation.visitor_id == Visitor.id)
        .order_by(Conversation.created_at.desc(), Conversation.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    latest = (
        select(Event.id)
        .join(Conversation, Conversation.id == Event.conversation_id)
        .where(Conversation.visitor_id == Visitor.id, Event.reason == BLOCKED)
        .order_by(Event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Visitor, newest, Profile.name, Event.data, Staff.name)
        .outerjoin(Profile, Profile.visitor_id == Visitor.id)
        .outerjoin(Event, Event.id == latest)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Visitor.blocked_at.is_not(None))
        .order_by(Visitor.blocked_at.desc(), Visitor.id)
    )
    return [
        {
            "conversation_id": conversation_id,
            "name": name,
            "since": moment(visitor.blocked_at),
            "reason": (data or {}).get("because"),
            "by": by,
        }
        for visitor, conversation_id, name, data, by in rows
        if visitor.blocked_at is not None
    ]


def _checked(reason: str) -> str:
    reason = storable(reason.strip())
    if not 1 <= len(reason) <= MAX_REASON:
        raise InvalidInput(f"A reason has 1 to {MAX_REASON} characters.", field="reason")
    return reason


def _logged(
    session: Session, house: House, conversation: Conversation, staff_id: str, action: str, **data: Any
) -> None:
    log(session, house, conversation, Actor.AGENT, action, staff_id=staff_id, **data)
    audit.note(session, house, staff_id, action, conversation.id, **data)
