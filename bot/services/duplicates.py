"""What may be merged with a conversation, and what was."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile
from bot.domain.conversation import Actor, Status
from bot.domain.errors import NotFound
from bot.domain.typed import storable
from bot.services.desk_messages import message_views, messages_page
from bot.services.desk_rows import row_views
from bot.services.house import House
from bot.services.merging import known_as
from bot.services.views import DuplicateView, MergedView, moment

MOST = 10


def duplicates(session: Session, house: House, conversation_id: str, viewer: str) -> list[DuplicateView]:
    """Open conversations that are, or may be, the same person's, those that are sure first; NotFound."""
    conversation = session.get(Conversation, storable(conversation_id))
    if conversation is None:
        raise NotFound("There is no such conversation.", conversation_id=conversation_id)
    open = select(Conversation).where(Conversation.status != Status.RESOLVED, Conversation.id != conversation.id)
    said = exists().where(Message.conversation_id == Conversation.id)
    found: Sequence[Conversation] = session.scalars(
        open.where(said, _alike(session, conversation)).order_by(Conversation.updated_at.desc()).limit(MOST)
    ).all()
    sure = [one for one in found if known_as(conversation, one)]
    found = sure + [one for one in found if one not in sure]
    rows = row_views(session, house, found, viewer)
    return [
        {"conversation": row, "because": known_as(conversation, one) or "email", "said": _said(session, one)}
        for one, row in zip(found, rows, strict=True)
    ]


def merged_views(session: Session, conversation_id: str) -> list[MergedView]:
    """Everything that was merged into this one, directly or not, each with its newest messages."""
    found: list[Conversation] = []
    ids = [conversation_id]
    while ids:
        into = session.scalars(select(Conversation).where(Conversation.merged_into_id.in_(ids))).all()
        found += into
        ids = [one.id for one in into]
    views: list[MergedView] = []
    for one in sorted(found, key=lambda one: one.created_at):
        newest, earlier = messages_page(session, one.id)
        view: MergedView = {
            "id": one.id,
            "created_at": moment(one.created_at),
            "messages": message_views(session, newest),
            "earlier": earlier,
        }
        views.append(view)
    return views


def _said(session: Session, conversation: Conversation) -> str | None:
    said = select(Message.text).where(Message.conversation_id == conversation.id, Message.author == Actor.CUSTOMER)
    return session.scalar(said.order_by(Message.seq.desc()).limit(1))


def _alike(session: Session, conversation: Conversation) -> ColumnElement[bool]:
    """The same browser or contact, or an e-mail that somebody gave: a claim, which an agent has to judge."""
    alike: list[ColumnElement[bool]] = [Conversation.visitor_id == conversation.visitor_id]
    if conversation.contact_id is not None:
        alike.append(Conversation.contact_id == conversation.contact_id)
    contact = session.get(Contact, conversation.contact_id) if conversation.contact_id else None
    profile = session.get(Profile, conversation.visitor_id)
    emails = {one.email.lower() for one in (contact, profile) if one is not None and one.email}
    if emails:
        alike.append(Conversation.visitor_id.in_(select(Profile.visitor_id).where(Profile.email.in_(emails))))
        alike.append(Conversation.contact_id.in_(select(Contact.id).where(Contact.email.in_(emails))))
    return or_(*alike)
