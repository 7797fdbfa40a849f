"""The thumbs under the bot's answers: what a customer says of one of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.domain.conversation import Actor
from bot.domain.errors import BadToken, NotFound
from bot.domain.typed import storable
from bot.services.blocking import check_not_blocked
from bot.services.changes import hold_visitor, log
from bot.services.house import House

REASONS = {True: "thumb_up", False: "thumb_down", None: "thumb_taken_back"}


def rate(session: Session, house: House, visitor_id: str, message_id: str, helpful: bool | None) -> None:
    """Up, down, or taken back; the same again changes nothing.

    Only answers from an article or the catalogue have thumbs: a guide asks after each of its steps by itself.
    NotFound for anything else, and for another visitor's message.
    """
    visitor = hold_visitor(session, visitor_id)
    if visitor is None:
        raise BadToken("This visitor is not known any more.")
    check_not_blocked(house, visitor)
    answer = session.scalar(
        select(Message)
        .where(Message.id == storable(message_id), Message.visitor_id == visitor_id, Message.author == Actor.BOT)
        .execution_options(populate_existing=True)
    )
    if answer is None or answer.link is None:
        raise NotFound("There is no such answer.", message_id=message_id)
    if answer.helpful != helpful:
        answer.helpful = helpful
        conversation = session.get_one(Conversation, answer.conversation_id, populate_existing=True)
        log(session, house, conversation, Actor.CUSTOMER, REASONS[helpful], message_id=answer.id)
