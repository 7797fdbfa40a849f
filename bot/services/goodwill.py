"""The ledger of goodwill. Whoever writes in it does so one at a time, so that no limit is passed by two at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.goodwill import Gesture
from bot.db.models.shop import Contact, Order, OrderItem
from bot.db.models.staff import Role, Staff
from bot.domain.conversation import Actor
from bot.domain.errors import AlreadyAnswered, Forbidden, NotFound
from bot.domain.goodwill import History, Standing, amount, limit
from bot.domain.policies import Goodwill, Grievance
from bot.domain.typed import storable
from bot.services import knowledge
from bot.services.changes import hold, log, touch
from bot.services.house import House
from bot.services.saying import notice
from bot.services.views import GestureView, moment, moment_or_none

YEAR = timedelta(days=365)
COUNTS = (Standing.GIVEN, Standing.APPROVED)


@dataclass(frozen=True)
class Case:
    """One complaint: which turn tells of it, whose it is, and about which order, if that is known."""

    turn_id: str
    conversation_id: str
    contact_id: str
    order_number: str | None = None
    borne_out: bool = True
    """Whether the books know of it, where the grievance needs that."""


def give(session: Session, rules: Goodwill, grievance: Grievance, case: Case, now: datetime, currency: str) -> Gesture:
    """Given within the limits, else asked for. The same turn, and the same complaint in a conversation, find the first.

    NotFound for a contact that is gone.
    """
    _alone(session)
    before = select(Gesture).where(Gesture.turn_id == case.turn_id)
    same = select(Gesture).where(Gesture.conversation_id == case.conversation_id, Gesture.grievance == grievance.id)
    if found := session.scalar(before) or session.scalar(same.order_by(Gesture.created_at.desc()).limit(1)):
        return found
    if session.get(Contact, case.contact_id) is None:
        raise NotFound("There is no such contact.", contact_id=case.contact_id)
    number, value = _order(session, case)
    wanted = amount(grievance, value)
    stopped = limit(rules, wanted, _history(session, case.contact_id, now), case.borne_out)
    gesture = Gesture(
        turn_id=case.turn_id,
        contact_id=case.contact_id,
        conversation_id=case.conversation_id,
        order_number=number,
        grievance=grievance.id,
        cents=int(wanted * 100),
        gesture=grievance.gesture.format(amount=f"{wanted:.2f} {currency}"),
        standing=Standing.ASKED if stopped else Standing.GIVEN,
        limit=stopped,
        created_at=now,
    )
    session.add(gesture)
    session.flush()
    return gesture


def decide(
    session: Session, house: House, gesture_id: str, staff_id: str, approve: bool, note: str | None
) -> GestureView:
    """A person says yes or no; the customer hears of a yes. NotFound, AlreadyAnswered, or Forbidden above the limit."""
    gesture = session.get(Gesture, storable(gesture_id))
    if gesture is None:
        raise NotFound("There is no such gesture.", gesture_id=gesture_id)
    conversation = hold(session, gesture.conversation_id)
    _alone(session)
    session.refresh(gesture)
    if gesture.standing is not Standing.ASKED:
        raise AlreadyAnswered("This was decided already.", standing=gesture.standing.value)
    staff = session.get_one(Staff, staff_id)
    highest = knowledge.current(session).policies.goodwill.agent_up_to
    if approve and staff.role is not Role.ADMIN and Decimal(gesture.cents) / 100 > highest:
        raise Forbidden("An admin decides about so much.", most=f"{highest:.2f}")
    gesture.standing = Standing.APPROVED if approve else Standing.REFUSED
    gesture.staff_id, gesture.note, gesture.decided_at = staff_id, (note or "").strip() or None, house.now()
    reason = f"goodwill_{gesture.standing.value}"
    log(session, house, conversation, Actor.AGENT, reason, staff_id=staff_id, gesture=gesture.gesture)
    if approve:
        notice(session, house, conversation, "goodwill_approved", gesture=gesture.gesture)
    touch(session, house, conversation)
    session.flush()
    return gesture_view(gesture, staff.name)


def ledger(session: Session, conversation: Conversation) -> list[GestureView]:
    """Of the contact, the newest first; without one, of this conversation."""
    mine = Gesture.conversation_id == conversation.id
    if conversation.contact_id is not None:
        mine = mine | (Gesture.contact_id == conversation.contact_id)
    rows = session.execute(
        select(Gesture, Staff.name)
        .outerjoin(Staff, Staff.id == Gesture.staff_id)
        .where(mine)
        .order_by(Gesture.created_at.desc(), Gesture.id)
    )
    return [gesture_view(gesture, name) for gesture, name in rows]


def gesture_view(gesture: Gesture, decided_by: str | None) -> GestureView:
    return {
        "id": gesture.id,
        "gesture": gesture.gesture,
        "amount": f"{gesture.cents / 100:.2f}",
        "grievance": gesture.grievance,
        "order": gesture.order_number,
        "standing": gesture.standing.value,
        "limit": gesture.limit.value if gesture.limit else None,
        "decided_by": decided_by,
        "note": gesture.note,
        "created_at": moment(gesture.created_at),
        "decided_at": moment_or_none(gesture.decided_at),
    }


def _alone(session: Session) -> None:
    """SQLite has one writer anyway; PostgreSQL makes the others wait until the commit. Reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE gestures IN SHARE ROW EXCLUSIVE MODE"))


def _history(session: Session, contact_id: str, now: datetime) -> History:
    theirs = select(func.count()).where(
        Gesture.contact_id == contact_id, Gesture.standing.in_(COUNTS), Gesture.created_at > now - YEAR
    )
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month = select(func.coalesce(func.sum(Gesture.cents), 0)).where(
        Gesture.standing == Standing.GIVEN, Gesture.created_at >= first
    )
    return History(session.scalar(theirs) or 0, Decimal(session.scalar(month) or 0) / 100)


def _order(session: Session, case: Case) -> tuple[str | None, Decimal | None]:
    """Number and value of the order, if it is this contact's; nobody is believed about somebody else's."""
    if case.order_number is None:
        return None, None
    mine = select(Order).where(Order.number == case.order_number, Order.contact_id == case.contact_id)
    order = session.scalar(mine)
    if order is None:
        return None, None
    total = select(func.sum(OrderItem.quantity * OrderItem.unit_cents)).where(OrderItem.order_id == order.id)
    return order.number, Decimal(session.scalar(total) or 0) / 100
