"""The messages of one conversation as the desk sees them, a page at a time."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.message import Kind, Message
from bot.db.models.staff import Staff
from bot.domain.typed import storable
from bot.services.files import files_of
from bot.services.house import House
from bot.services.lessons import taught
from bot.services.mentions import mentions_of
from bot.services.views import DeskMessagesView, DeskMessageView, FileView, MentionView, choice_views, moment

PAGE = 100


def messages_before(session: Session, house: House, conversation_id: str, before: int) -> DeskMessagesView:
    """The page of messages before this seq."""
    page, earlier = messages_page(session, storable(conversation_id), before)
    return {"messages": message_views(session, page), "earlier": earlier}


def messages_page(session: Session, conversation_id: str, before: int | None = None) -> tuple[list[Message], bool]:
    """The newest (before a seq), oldest first, and whether there are earlier ones."""
    page = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq.desc())
    if before is not None:
        page = page.where(Message.seq < before)
    found = session.scalars(page.limit(PAGE + 1)).all()
    return list(reversed(found[:PAGE])), len(found) > PAGE


def packet_messages(session: Session, conversation_id: str, newest: list[Message], earlier: bool) -> list[Message]:
    """How it began and how it stands: the middle of a very long conversation is not read for every look at it."""
    if not earlier:
        return newest
    first = select(Message).where(Message.conversation_id == conversation_id, Message.seq < newest[0].seq)
    return [*session.scalars(first.order_by(Message.seq).limit(PAGE)), *newest]


def message_views(session: Session, messages: list[Message]) -> list[DeskMessageView]:
    names = {person.id: person.name for person in session.scalars(select(Staff))}
    files = files_of(session, [message.id for message in messages if message.kind == Kind.FILE])
    meanings = taught(session, [message.id for message in messages])
    mentions = mentions_of(session, [message.id for message in messages if message.private])
    return [
        _message_view(
            message,
            names.get(message.staff_id or ""),
            files.get(message.id),
            meanings.get(message.id),
            mentions.get(message.id, []),
        )
        for message in messages
    ]


def _message_view(
    message: Message, name: str | None, file: FileView | None, meaning: str | None, mentions: list[MentionView]
) -> DeskMessageView:
    return {
        "id": message.id,
        "seq": message.seq,
        "author": message.author.value,
        "name": name,
        "kind": message.kind.value,
        "text": message.text,
        "private": message.private,
        "choices": choice_views(message),
        "chosen": message.chosen,
        "link": message.link,
        "helpful": message.helpful,
        "file": file,
        "nlu": message.nlu,
        "taught": meaning,
        "mentions": mentions,
        "turn_id": message.turn_id,
        "created_at": moment(message.created_at),
    }
