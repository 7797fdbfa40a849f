"""Writing a message: its place in the visitor's order, its row, its wakes."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message
from bot.db.models.visitor import Visitor
from bot.db.session import tell
from bot.domain.choices import offered
from bot.domain.conversation import Actor
from bot.domain.events import DESK, Wake, visitor_topic
from bot.services.house import House
from bot.services.texts import Texts


def say(
    session: Session,
    house: House,
    conversation: Conversation,
    author: Actor,
    text: str,
    *,
    kind: Kind = Kind.TEXT,
    choices: tuple[tuple[str, str], ...] = (),
    **fields: Any,
) -> Message:
    """Store a message. The visitor's row is locked by this, if it was not yet, so seq rises in commit order."""
    now = house.now()
    seq = session.execute(
        update(Visitor)
        .where(Visitor.id == conversation.visitor_id)
        .values(last_seq=Visitor.last_seq + 1)
        .returning(Visitor.last_seq)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    message = Message(
        conversation_id=conversation.id,
        visitor_id=conversation.visitor_id,
        seq=seq,
        author=author,
        kind=kind,
        text=text,
        choices=offered(*choices),
        created_at=now,
        **fields,
    )
    session.add(message)
    session.flush()
    conversation.updated_at = now
    data: dict[str, str | int | None] = {"conversation_id": conversation.id, "seq": seq}
    if not message.private:
        tell(session, Wake(visitor_topic(conversation.visitor_id), "message", data))
    tell(session, Wake(DESK, "message", data))
    return message


def texts_for(session: Session, house: House, visitor_id: str) -> Texts:
    """The sentences of the house in the language in which this visitor's chat speaks."""
    return house.texts.of(session.scalar(select(Visitor.locale).where(Visitor.id == visitor_id)))


def notice(
    session: Session,
    house: House,
    conversation: Conversation,
    key: str,
    *choices: tuple[str, str],
    **values: Any,
) -> Message:
    """A sentence of the house itself, by its key in the texts."""
    text = texts_for(session, house, conversation.visitor_id)(key, **values)
    return say(session, house, conversation, Actor.SYSTEM, text, kind=Kind.NOTICE, choices=choices)
