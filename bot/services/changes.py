"""The one way to move a conversation: hold its visitor, ask the table, write the event, wake the listeners."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.visitor import Visitor
from bot.db.session import tell
from bot.domain.conversation import MOVES, Actor, Moves, Priority, Resolution, Status, higher, move
from bot.domain.errors import NotFound
from bot.domain.events import DESK, Wake, visitor_topic
from bot.domain.typed import storable
from bot.services import clocks
from bot.services.house import House
from bot.services.house_rules import settings


def hold_visitor(session: Session, visitor_id: str) -> Visitor | None:
    """Lock everything of this visitor until the commit. Always the first lock that a writer takes."""
    locked = select(Visitor).where(Visitor.id == visitor_id).with_for_update()
    return session.scalar(locked.execution_options(populate_existing=True))


def hold_visitors(session: Session, visitor_ids: Collection[str]) -> None:
    """Several at once, in the same order whoever does it, so that no two writers wait for each other."""
    for visitor_id in sorted(visitor_ids):
        hold_visitor(session, visitor_id)


def hold(session: Session, conversation_id: str) -> Conversation:
    """The conversation as it is now, with its visitor's row locked; NotFound."""
    conversation_id = storable(conversation_id)
    its_visitor = select(Conversation.visitor_id).where(Conversation.id == conversation_id).scalar_subquery()
    if session.scalar(select(Visitor.id).where(Visitor.id == its_visitor).with_for_update()) is None:
        raise NotFound("There is no such conversation.", conversation_id=conversation_id)
    return session.get_one(Conversation, conversation_id, populate_existing=True)


def change(
    session: Session,
    house: House,
    conversation: Conversation,
    target: Status,
    actor: Actor,
    reason: str,
    *,
    staff_id: str | None = None,
    moves: Moves = MOVES,
    **data: Any,
) -> None:
    """Move it, or IllegalMove. `staff_id` is who did it, and the owner when the target is `assigned`."""
    before = conversation.status
    conversation.status = move(before, target, actor, moves)
    _settle(session, house, conversation, before, actor, staff_id, reason)
    log(session, house, conversation, actor, reason, staff_id=staff_id, before=before, after=target, **data)


def log(
    session: Session,
    house: House,
    conversation: Conversation,
    actor: Actor,
    reason: str,
    *,
    staff_id: str | None = None,
    before: Status | None = None,
    after: Status | None = None,
    **data: Any,
) -> None:
    """Write an event; without `before` and `after` it is a remark and moves nothing."""
    session.add(
        Event(
            conversation_id=conversation.id,
            at=house.now(),
            actor=actor,
            staff_id=staff_id,
            before=before,
            after=after,
            reason=reason,
            data=data,
        )
    )
    touch(session, house, conversation)


def touch(session: Session, house: House, conversation: Conversation) -> None:
    """It changed: the newest on the desk, and everybody who looks at it looks again."""
    conversation.updated_at = house.now()
    data: dict[str, str | int | None] = {"conversation_id": conversation.id, "status": conversation.status.value}
    tell(session, Wake(visitor_topic(conversation.visitor_id), "conversation", data))
    tell(session, Wake(DESK, "conversation", data))


def raise_to(
    session: Session, house: House, conversation: Conversation, priority: Priority, actor: Actor, reason: str
) -> None:
    """Never lowers; a change of priority is an event of its own."""
    before, after = conversation.priority, higher(conversation.priority, priority)
    if after != before:
        conversation.priority = after
        log(session, house, conversation, actor, "priority_raised", because=reason, old=before.value, new=after.value)


def _settle(
    session: Session,
    house: House,
    conversation: Conversation,
    before: Status,
    actor: Actor,
    staff_id: str | None,
    reason: str,
) -> None:
    """What belongs to a state begins and ends with it."""
    now = house.now()
    conversation.agent_typing_until = None
    if before == Status.CONFIRMING:
        conversation.confirming_by = conversation.remind_at = conversation.close_at = None
    if before == Status.SNOOZED:
        conversation.snoozed_until = None
    if before == Status.RESOLVED:
        conversation.resolution = conversation.resolved_at = conversation.score = None
    match conversation.status:
        case Status.QUEUED:
            conversation.assignee_id = None
            clocks.nobody_owes(conversation)
            clocks.customer_waits(session, house, conversation)
            conversation.reason = reason
        case Status.ASSIGNED:
            conversation.assignee_id = staff_id or conversation.assignee_id
            clocks.nobody_owes(conversation)
            clocks.colleague_owes(session, house, conversation)
        case Status.BOT:
            conversation.assignee_id = conversation.team_id = None
            clocks.put_away(conversation)
            conversation.failed_answers = 0
        case Status.SNOOZED:
            clocks.paused(session, house, conversation)
        case Status.CONFIRMING:
            conversation.confirming_by = actor
            (clocks.answered if actor == Actor.AGENT else clocks.paused)(session, house, conversation)
            conversation.remind_at = now + settings(session, house).remind_after
        case Status.RESOLVED:
            conversation.resolution = Resolution.UNCONFIRMED
            conversation.resolved_at = now
            clocks.put_away(conversation)
            conversation.denials = conversation.failed_answers = 0
