"""The table of due things: planned under a key, taken once when their time has come, done with an outcome.

Whoever plans, takes or ends one holds the visitor's row, so that two gateways never carry out the same.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem, DueKind
from bot.db.models.visitor import Visitor
from bot.services.changes import hold_visitor
from bot.services.house import House


def plan(
    session: Session,
    house: House,
    kind: DueKind,
    key: str,
    due_at: datetime,
    conversation: Conversation,
    *,
    staff_id: str | None = None,
    **payload: Any,
) -> DueItem:
    """Once for each key: planned again before it was told, it only moves; after that it stays as it is."""
    item = session.scalar(select(DueItem).where(DueItem.key == key))
    if item is None:
        item = DueItem(
            kind=kind,
            key=key,
            visitor_id=conversation.visitor_id,
            conversation_id=conversation.id,
            staff_id=staff_id,
            due_at=due_at,
            payload=payload,
            created_at=house.now(),
        )
        session.add(item)
        session.flush()
    elif item.told_at is None and item.done_at is None:
        item.due_at, item.payload = due_at, payload
    return item


def finish(house: House, item: DueItem, outcome: str) -> None:
    item.done_at, item.outcome = house.now(), outcome


def drop(house: House, item: DueItem, outcome: str) -> None:
    """Done without ever having been told."""
    item.told_at = None
    finish(house, item, outcome)


def postpone(house: House, item: DueItem, pause: timedelta) -> None:
    """Not now: it comes back later as if it had never been taken."""
    item.told_at, item.due_at = None, house.now() + pause


def anything_due(session: Session, house: House) -> bool:
    """Needs no lock."""
    return session.execute(_due(house).limit(1)).first() is not None


def take_next(session: Session, house: House) -> tuple[bool, DueItem | None]:
    """Whether something was due, and the item if it is ours: another gateway may have been quicker."""
    found = session.execute(_due(house).limit(1)).first()
    if found is None:
        return False, None
    hold_visitor(session, found.visitor_id)
    free = update(DueItem).where(DueItem.id == found.id, DueItem.told_at.is_(None), DueItem.done_at.is_(None))
    now = house.now()
    taken = session.execute(
        free.where(DueItem.due_at <= now)
        .values(told_at=now)
        .returning(DueItem.id)
        .execution_options(synchronize_session=False)
    ).first()
    return True, session.get_one(DueItem, found.id, populate_existing=True) if taken else None


def asked(session: Session, conversation_id: str) -> DueItem | None:
    """The check-in or the question for a score that was asked here and has no answer yet."""
    waiting = select(DueItem).where(
        DueItem.conversation_id == conversation_id,
        DueItem.kind.in_((DueKind.CHECKIN, DueKind.NPS)),
        DueItem.told_at.is_not(None),
        DueItem.done_at.is_(None),
    )
    return session.scalar(waiting.order_by(DueItem.told_at.desc()).limit(1))


def told_since(session: Session, item: DueItem, conversation: Conversation, since: datetime) -> bool:
    """Whether this customer, in whatever browser, was asked another thing of this kind since then."""
    theirs = DueItem.visitor_id == item.visitor_id
    if conversation.contact_id is not None:
        same = select(Visitor.id).where(Visitor.contact_id == conversation.contact_id)
        theirs = theirs | DueItem.visitor_id.in_(same)
    others = select(DueItem.id).where(DueItem.kind == item.kind, DueItem.id != item.id, DueItem.told_at > since)
    return session.scalar(others.where(theirs).limit(1)) is not None


def _due(house: House) -> Select[str, str]:
    return (
        select(DueItem.id, DueItem.visitor_id)
        .where(DueItem.done_at.is_(None), DueItem.told_at.is_(None), DueItem.due_at <= house.now())
        .order_by(DueItem.due_at, DueItem.id)
    )
