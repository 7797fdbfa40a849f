"""Who a visitor is, once they have proven it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.shop import Order
from bot.db.models.visitor import Visitor
from bot.domain.conversation import Actor
from bot.services.changes import log
from bot.services.house import House


def identify(session: Session, house: House, conversation: Conversation, order_number: str) -> None:
    """The number came with a second fact that fits (`orders.find_order`), so this is the contact who ordered."""
    contact_id = session.scalar(select(Order.contact_id).where(Order.number == order_number))
    if contact_id is None or conversation.contact_id == contact_id:
        return
    conversation.contact_id = contact_id
    session.get_one(Visitor, conversation.visitor_id).contact_id = contact_id
    log(session, house, conversation, Actor.CUSTOMER, "identified", order=order_number)
