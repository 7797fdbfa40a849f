"""The first steps of every customer message: was it here before, where does it belong, store it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.domain.choices import Choice
from bot.domain.conversation import Actor, Status
from bot.domain.errors import AlreadyAnswered, BadToken, NotFound
from bot.domain.typed import storable
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.saying import say
from bot.services.views import Receipt


def first_result(session: Session, visitor_id: str, client_id: str) -> Receipt | None:
    """What was answered when this client id came for the first time."""
    same = select(Message.id, Message.seq).where(Message.visitor_id == visitor_id, Message.client_id == client_id)
    row = session.execute(same).first()
    return {"id": row.id, "seq": row.seq} if row else None


def current_conversation(session: Session, house: House, visitor_id: str, *, writing: bool = False) -> Conversation:
    """The newest one, or where it goes on; for a new message after the reopen window, a new one linked to it.

    One that was merged and goes on in another browser is left as it is: see `merging.follow`.
    """
    newest = select(Conversation).where(Conversation.visitor_id == visitor_id)
    newest = newest.order_by(Conversation.created_at.desc(), Conversation.id.desc()).limit(1)
    conversation = session.scalar(newest.execution_options(populate_existing=writing))
    if conversation is None:
        raise BadToken("This visitor is not known any more.")
    stays = surviving(session, conversation, fresh=writing)
    if stays.visitor_id == visitor_id:
        conversation = stays
    if writing and conversation.merged_into_id is None and over(session, house, conversation):
        return start_conversation(session, house, visitor_id, conversation.contact_id, previous_id=conversation.id)
    return conversation


def surviving(session: Session, conversation: Conversation, *, fresh: bool = False) -> Conversation:
    """Where it goes on: itself, unless it was merged."""
    while conversation.merged_into_id is not None:
        conversation = session.get_one(Conversation, conversation.merged_into_id, populate_existing=fresh)
    return conversation


def over(session: Session, house: House, conversation: Conversation) -> bool:
    """Resolved so long ago that the next message starts something new."""
    closed = conversation.resolved_at if conversation.status == Status.RESOLVED else None
    return closed is not None and house.now() - closed > settings(session, house).reopen_window


def start_conversation(
    session: Session, house: House, visitor_id: str, contact_id: str | None, previous_id: str | None = None
) -> Conversation:
    now = house.now()
    conversation = Conversation(
        visitor_id=visitor_id, contact_id=contact_id, previous_id=previous_id, created_at=now, updated_at=now
    )
    session.add(conversation)
    session.flush()
    return conversation


def store(session: Session, house: House, conversation: Conversation, client_id: str, text: str) -> Message:
    return say(session, house, conversation, Actor.CUSTOMER, text, client_id=client_id)


def offered_choice(session: Session, visitor_id: str, message_id: str, choice_id: str) -> tuple[Message, Choice]:
    """The visitor's own message and the choice in it, not yet taken. The visitor's row is held by the caller."""
    mine = select(Message).where(
        Message.id == storable(message_id), Message.visitor_id == visitor_id, Message.private.is_(False)
    )
    asked = session.scalar(mine.execution_options(populate_existing=True))
    found = next((choice for choice in asked.choices if choice["id"] == choice_id), None) if asked else None
    if asked is None or found is None:
        raise NotFound("There is no such choice.", message_id=message_id, choice_id=choice_id)
    if asked.chosen is not None:
        raise AlreadyAnswered("This was answered already.", chosen=asked.chosen)
    return asked, Choice(found["id"], found["title"], found["payload"])
