"""Nobody is forgotten: colleagues who left or are too slow, snoozes that end, answers that are late."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.staff import Staff
from bot.domain.conversation import Actor, Status, hurried
from bot.services import presence, resolution
from bot.services.changes import change, hold, log, raise_to
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.saying import notice
from bot.services.waiting import announce_wait, send_to_queue

_WITH_STAFF = (Status.QUEUED, Status.ASSIGNED)


def anyone_forgotten(session: Session, house: House) -> bool:
    """Whether `remember_next` would find anything; needs no lock."""
    return _next(session, house) is not None


def remember_next(session: Session, house: House) -> bool:
    """Look after one conversation; says whether there was one."""
    conversation_id = _next(session, house)
    if conversation_id is None:
        return False
    conversation = hold(session, conversation_id)
    match conversation.status:
        case Status.SNOOZED if _passed(house, conversation.snoozed_until):
            _wake(session, house, conversation)
        case Status.ASSIGNED if conversation.waiting_since is not None and _left(session, house, conversation):
            _take_back(session, house, conversation, "agent_gone")
        case Status.ASSIGNED if _passed(house, conversation.reply_by):
            _take_back(session, house, conversation, "reply_late")
        case Status.ASSIGNED | Status.QUEUED:
            _mark_late(session, house, conversation)
    return True


def _passed(house: House, moment: datetime | None) -> bool:
    return moment is not None and moment <= house.now()


def _wake(session: Session, house: House, conversation: Conversation) -> None:
    """Back on the table of who put it away, or into the queue if that person is gone for good."""
    if resolution.last_agent(session, conversation) is None:
        send_to_queue(session, house, conversation, Actor.SYSTEM, "snooze_over", conversation.priority, announce=False)
    else:
        change(session, house, conversation, Status.ASSIGNED, Actor.SYSTEM, "snooze_over")


def _take_back(session: Session, house: House, conversation: Conversation, reason: str) -> None:
    """Back to the queue, more urgent than before, with a word to the customer."""
    name = resolution.agent_name(session, conversation.assignee_id)
    why = conversation.reason
    log(session, house, conversation, Actor.SYSTEM, "taken_back", staff_id=conversation.assignee_id, because=reason)
    send_to_queue(session, house, conversation, Actor.SYSTEM, reason, hurried(conversation.priority), announce=False)
    conversation.reason = why or reason
    notice(session, house, conversation, reason, name=name)
    announce_wait(session, house, conversation, explained=True)


def _mark_late(session: Session, house: House, conversation: Conversation) -> None:
    """Each clock once: more urgent, and marked for everybody at the desk."""
    if conversation.overdue_at is None and _passed(house, conversation.answer_due_at):
        conversation.overdue_at = house.now()
        log(session, house, conversation, Actor.SYSTEM, "answer_overdue")
        raise_to(session, house, conversation, hurried(conversation.priority), Actor.SYSTEM, "answer_overdue")
    if _passed(house, conversation.solve_due_at) and not session.scalar(select(_marked(conversation.id))):
        log(session, house, conversation, Actor.SYSTEM, "solution_overdue")
        raise_to(session, house, conversation, hurried(conversation.priority), Actor.SYSTEM, "solution_overdue")


def _left(session: Session, house: House, conversation: Conversation) -> bool:
    staff = session.get(Staff, conversation.assignee_id) if conversation.assignee_id else None
    return staff is None or presence.is_gone(staff, house.now(), settings(session, house).agent_gone_after)


def _next(session: Session, house: House) -> str | None:
    now = house.now()
    after = settings(session, house).agent_gone_after
    gone = [person.id for person in session.scalars(select(Staff)) if presence.is_gone(person, now, after)]
    due = or_(
        and_(Conversation.status == Status.SNOOZED, Conversation.snoozed_until <= now),
        and_(
            Conversation.status == Status.ASSIGNED,
            or_(
                Conversation.reply_by <= now,
                and_(Conversation.assignee_id.in_(gone), Conversation.waiting_since.is_not(None)),
            ),
        ),
        and_(
            Conversation.status.in_(_WITH_STAFF),
            or_(
                and_(Conversation.answer_due_at <= now, Conversation.overdue_at.is_(None)),
                and_(Conversation.solve_due_at <= now, ~_marked(Conversation.id)),
            ),
        ),
    )
    return session.scalar(select(Conversation.id).where(due).order_by(Conversation.id).limit(1))


def _marked(conversation_id: ColumnElement[str] | InstrumentedAttribute[str] | str) -> ColumnElement[bool]:
    """Whether the late solution was marked already."""
    return exists().where(Event.conversation_id == conversation_id, Event.reason == "solution_overdue")
