"""How the conversation went so far, for the tone of the next answer and for what must not be offered in it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message, Turn
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile
from bot.domain.conversation import Actor, Status
from bot.domain.lanes import Lane
from bot.domain.mood import LATEST, Mood, mood_of
from bot.domain.mood import now as felt_now

LOOK_BACK = 30
MOODS = 6


def history_before(session: Session, conversation: Conversation, turn: Turn) -> dict[str, Any]:
    """`moods`: of the customer's last messages, newest last. `support_open`: a question of support is not settled yet,
    here (since it was last solved) or in another conversation of the same contact. `customer_name`: None if not known.
    """
    solved = (
        select(func.max(Event.at))
        .where(Event.conversation_id == conversation.id, Event.after == Status.RESOLVED)
        .scalar_subquery()
    )
    said = (
        select(Message.nlu)
        .where(Message.conversation_id == conversation.id, Message.author == Actor.CUSTOMER)
        .where(Message.seq <= turn.seq, Message.nlu.is_not(None))
        .where(or_(solved.is_(None), Message.created_at > solved))
        .order_by(Message.seq.desc())
        .limit(LOOK_BACK)
    )
    found = [nlu for nlu in session.scalars(said) if isinstance(nlu, Mapping)]
    moods = [mood for nlu in found[:MOODS] if isinstance(mood := nlu.get("mood"), Mapping)]
    here = any(nlu.get("lane") == Lane.SUPPORT for nlu in found)
    return {
        "moods": [{"label": mood.get("label"), "strength": mood.get("strength")} for mood in reversed(moods)],
        "support_open": here or _elsewhere(session, conversation),
        "customer_name": customer_name(session, conversation),
    }


def customer_name(session: Session, conversation: Conversation) -> str | None:
    """Of the contact that they proved to be, else the name that they gave for this chat."""
    if conversation.contact_id is not None:
        return session.scalar(select(Contact.name).where(Contact.id == conversation.contact_id))
    return session.scalar(select(Profile.name).where(Profile.visitor_id == conversation.visitor_id))


def latest_moods(session: Session, conversation: Conversation) -> list[Mood]:
    """Of the last messages that the customer typed, newest last, whoever answers them."""
    said = select(Message.nlu).where(Message.conversation_id == conversation.id, Message.author == Actor.CUSTOMER)
    latest = session.scalars(said.where(Message.nlu.is_not(None)).order_by(Message.seq.desc()).limit(LATEST)).all()
    return [found for nlu in reversed(latest) if (found := mood_of((nlu or {}).get("mood"))) is not None]


def learn_mood(session: Session, conversation: Conversation) -> None:
    """How the customer feels now, for the desk's list."""
    session.flush()
    felt = felt_now(latest_moods(session, conversation))
    conversation.mood = felt.label.value if felt else None


def _elsewhere(session: Session, conversation: Conversation) -> bool:
    if conversation.contact_id is None:
        return False
    other = select(Conversation.id).where(
        Conversation.contact_id == conversation.contact_id,
        Conversation.id != conversation.id,
        Conversation.lane == Lane.SUPPORT,
        Conversation.status != Status.RESOLVED,
    )
    return session.scalar(other.limit(1)) is not None
