"""What will be asked later: how a solved case or a delivery turned out, and whether the customer would recommend us.

Planned here; asked when it is due (bot/services/checkins.py).
"""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem, DueKind
from bot.db.models.shop import Order, OrderEvent
from bot.domain.errors import Unavailable
from bot.domain.lanes import Lane
from bot.domain.orders import OrderStatus
from bot.domain.policies import Checkins
from bot.services import due
from bot.services.hours import local_time
from bot.services.house import House
from bot.services.knowledge import current

ASKING_TIME = time(10)
"""On the company's clock: nobody is written to at night."""
_COMING = (
    OrderStatus.PAID,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.OUT_FOR_DELIVERY,
    OrderStatus.DELAYED,
    OrderStatus.PLACED,
)


def plan_after_solved(session: Session, house: House, conversation: Conversation) -> None:
    """For a case, not for a question of price or hours. A case that is solved again is asked about later."""
    checkins = rules(session)
    was_a_case = conversation.lane == Lane.SUPPORT or conversation.first_reply_at is not None
    if checkins is None or not was_a_case:
        return
    at = _days_later(session, house.now(), checkins.after_solved_days)
    due.plan(
        session,
        house,
        DueKind.CHECKIN,
        f"solved:{conversation.id}",
        at,
        conversation,
        about="solved",
        conversation_id=conversation.id,
    )


def plan_after_deliveries(session: Session, house: House, conversation: Conversation) -> None:
    """For each order of a customer who has shown who they are that is on its way or arrived lately."""
    checkins = rules(session)
    if checkins is None or conversation.contact_id is None:
        return
    pause = timedelta(days=checkins.after_delivery_days)
    planned = select(DueItem.id).where(DueItem.key == "delivery:" + Order.number).exists()
    orders = select(Order).where(Order.contact_id == conversation.contact_id, ~planned)
    for order in session.scalars(orders.where(Order.status.in_((*_COMING, OrderStatus.DELIVERED)))).all():
        promised = datetime.combine(order.promised_on, ASKING_TIME, UTC) if order.promised_on else house.now()
        arrived = delivered_at(session, order) or max(promised, house.now())
        if arrived + pause > house.now():
            at = _days_later(session, arrived, checkins.after_delivery_days)
            key = f"delivery:{order.number}"
            due.plan(session, house, DueKind.CHECKIN, key, at, conversation, about="delivery", order=order.number)


def plan_score(session: Session, house: House, conversation: Conversation, after: DueItem) -> None:
    """After good news."""
    checkins = rules(session)
    if checkins is not None:
        at = _days_later(session, house.now(), checkins.score_after_days)
        due.plan(session, house, DueKind.NPS, f"score:{after.key}", at, conversation)


def delivered_at(session: Session, order: Order) -> datetime | None:
    """None while it is not there."""
    if order.status != OrderStatus.DELIVERED:
        return None
    steps = select(OrderEvent.at).where(OrderEvent.order_id == order.id, OrderEvent.status == OrderStatus.DELIVERED)
    return session.scalar(steps.order_by(OrderEvent.at.desc()).limit(1))


def rules(session: Session) -> Checkins | None:
    """None while the company has not said anything: then nobody is asked."""
    try:
        return current(session).policies.checkins
    except Unavailable:
        return None


def _days_later(session: Session, moment: datetime, days: int) -> datetime:
    local = local_time(session, moment) + timedelta(days=days)
    return datetime.combine(local.date(), ASKING_TIME, local.tzinfo)
