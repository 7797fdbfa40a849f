"""Files in a conversation: a message each, readable by its visitor and by staff."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.file import File
from bot.db.models.message import Kind, Message
from bot.domain.conversation import Actor
from bot.domain.errors import BadToken, NotFound
from bot.domain.files import Stored
from bot.domain.typed import check_client_id
from bot.services.blocking import check_not_blocked
from bot.services.customer import take_file
from bot.services.house import House
from bot.services.merging import follow, hold_writer
from bot.services.profiles import check_consent
from bot.services.receiving import current_conversation, first_result
from bot.services.saying import say
from bot.services.views import FileView, Receipt
from bot.settings import Settings


def folder(settings: Settings) -> Path:
    """Where the bytes lie, each under its file's id."""
    path = settings.data_dir / "files"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def receive_file(session: Session, house: House, visitor_id: str, client_id: str, stored: Stored) -> Receipt:
    """A message that is a file. A repeated `client_id` is answered with the first result, and keeps the first file."""
    check_client_id(client_id)
    visitor = hold_writer(session, visitor_id)
    if visitor is None:
        raise BadToken("This visitor is not known any more.")
    check_not_blocked(house, visitor)
    if earlier := first_result(session, visitor_id, client_id):
        return earlier
    check_consent(session, visitor_id)
    follow(session, house, visitor_id)
    conversation = current_conversation(session, house, visitor_id, writing=True)
    message = say(session, house, conversation, Actor.CUSTOMER, stored.name, kind=Kind.FILE, client_id=client_id)
    session.add(row_of(house, stored, visitor_id, message_id=message.id))
    take_file(session, house, conversation)
    return {"id": message.id, "seq": message.seq}


def row_of(house: House, stored: Stored, visitor_id: str, **whose: str) -> File:
    return File(
        id=stored.id,
        visitor_id=visitor_id,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        created_at=house.now(),
        **whose,
    )


def find_file(session: Session, file_id: str, visitor_id: str | None = None) -> Stored:
    """For its visitor, once it is sent and unless it is in a note; for staff when there is none. NotFound otherwise."""
    wanted = select(File).where(File.id == file_id)
    if visitor_id is not None:
        theirs = Message.visitor_id == visitor_id, Message.private.is_(False)
        wanted = wanted.join(Message, Message.id == File.message_id).where(*theirs)
    file = session.scalar(wanted)
    if file is None:
        raise NotFound("There is no such file.", file_id=file_id)
    return Stored(file.id, file.name, file.media_type, file.size, file.width, file.height)


def files_of(session: Session, message_ids: Collection[str]) -> dict[str, FileView]:
    """By the id of their message."""
    found = session.scalars(select(File).where(File.message_id.in_(message_ids))) if message_ids else ()
    return {file.message_id: as_view(file) for file in found if file.message_id is not None}


def as_view(file: File) -> FileView:
    return {
        "id": file.id,
        "name": file.name,
        "type": file.media_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
    }


def known_files(session: Session, ids: Collection[str]) -> set[str]:
    """Which of these belong to a message, or wait for one."""
    return set(session.scalars(select(File.id).where(File.id.in_(ids))))
