"""The conversation around a message of the inbox: for trainers only what was masked, for admins all of it, logged."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.message import Kind, Message
from bot.services import audit
from bot.services.house import House
from bot.services.inbox import item_of
from bot.services.masking import Known, hide, known_of

BEFORE, AFTER = 12, 8


@dataclass(frozen=True)
class Line:
    """`text` is for admins only; where `masked` is null, the engine has to mask `hidden` first."""

    id: str
    author: str
    text: str
    hidden: str
    masked: str | None
    at: str
    asked: bool


def around(session: Session, item_id: str) -> list[Line]:
    item = item_of(session, item_id)
    asked = session.get_one(Message, item.message_id)
    all_of_it = select(Message).where(Message.conversation_id == item.conversation_id, Message.private.is_(False))
    said = all_of_it.where(Message.kind.in_((Kind.TEXT, Kind.CHOICES)))
    before = session.scalars(said.where(Message.seq <= asked.seq).order_by(Message.seq.desc()).limit(BEFORE)).all()
    after = session.scalars(said.where(Message.seq > asked.seq).order_by(Message.seq).limit(AFTER)).all()
    known = known_of(session, item.conversation_id)
    return [_line(message, asked, known) for message in [*reversed(before), *after]]


def note_read_unmasked(session: Session, house: House, staff_id: str, item_id: str) -> None:
    item = item_of(session, item_id)
    audit.note(session, house, staff_id, "personal_data_viewed", item.conversation_id, message_id=item.message_id)


def _line(message: Message, asked: Message, known: Known) -> Line:
    masked = (message.nlu or {}).get("masked")
    return Line(
        id=message.id,
        author=message.author.value,
        text=message.text,
        hidden=hide(message.text, known),
        masked=hide(masked, known) if isinstance(masked, str) else None,
        at=message.created_at.isoformat(),
        asked=message.id == asked.id,
    )
