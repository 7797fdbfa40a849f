"""What agents add to a reply or a note: uploaded first, sent with the words, taken back until then."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.file import File
from bot.db.models.message import Kind, Message
from bot.domain.conversation import Actor
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.files import Stored
from bot.domain.typed import clean, storable
from bot.services.files import as_view, row_of
from bot.services.house import House
from bot.services.saying import say
from bot.services.views import FileView

KEPT = timedelta(days=1)
"""For so long a file waits for its message; an agent may come back to a draft."""


def upload(session: Session, house: House, conversation_id: str, staff_id: str, stored: Stored) -> FileView:
    """A file that waits for a message of this agent to this customer. NotFound for no conversation."""
    conversation = session.get(Conversation, storable(conversation_id))
    if conversation is None:
        raise NotFound("There is no such conversation.", conversation_id=conversation_id)
    file = row_of(house, stored, conversation.visitor_id, staff_id=staff_id)
    session.add(file)
    return as_view(file)


def discard(session: Session, staff_id: str, file_id: str) -> None:
    """NotFound for what is not one's own, or is sent already."""
    mine = delete(File).where(File.id == file_id, File.staff_id == staff_id, File.message_id.is_(None))
    if session.execute(mine.returning(File.id)).first() is None:
        raise NotFound("There is no such file that waits to be sent.", file_id=file_id)


def forget_old(session: Session, house: House) -> None:
    """Drafts that nobody came back to."""
    session.execute(delete(File).where(File.message_id.is_(None), File.created_at < house.now() - KEPT))


def write(
    session: Session,
    house: House,
    conversation: Conversation,
    staff_id: str,
    text: str,
    file_ids: Sequence[str],
    *,
    private: bool = False,
    client_id: str | None = None,
) -> list[Message]:
    """The words, the files that were uploaded for them, or both: a message each, in this order.

    `client_id` is the first one's. InvalidInput when there is nothing to send or a file is not this agent's for this
    customer, TooLarge for too many words.
    """
    files = _waiting(session, conversation, staff_id, file_ids)
    words = clean(text, house.settings.message_max_chars) if text.strip() or not files else ""
    written: list[Message] = []
    for content in (words, *files) if words else files:
        file = content if isinstance(content, File) else None
        message = say(
            session,
            house,
            conversation,
            Actor.AGENT,
            file.name if file else words,
            kind=Kind.FILE if file else Kind.TEXT,
            staff_id=staff_id,
            private=private,
            client_id=None if written else client_id,
        )
        if file is not None:
            file.message_id = message.id
        written.append(message)
    return written


def _waiting(session: Session, conversation: Conversation, staff_id: str, ids: Sequence[str]) -> list[File]:
    wanted = list(dict.fromkeys(storable(id) for id in ids))
    mine = select(File).where(
        File.id.in_(wanted),
        File.staff_id == staff_id,
        File.visitor_id == conversation.visitor_id,
        File.message_id.is_(None),
    )
    found = {file.id: file for file in session.scalars(mine)}
    if missing := [id for id in wanted if id not in found]:
        raise InvalidInput("This file is not here any more. Please add it again.", field="files", id=missing[0])
    return [found[id] for id in wanted]
