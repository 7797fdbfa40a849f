"""A conversation as a row of the desk's list."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.shop import Contact
from bot.db.models.staff import Staff
from bot.db.models.team import Team
from bot.domain.conversation import Actor
from bot.services.clocks import clocks_view
from bot.services.handoff import contact_view
from bot.services.house import House
from bot.services.labels import labels_of
from bot.services.mentions import waiting_in
from bot.services.promises import promises_of
from bot.services.staff import staff_view
from bot.services.views import DeskConversationView, moment, moment_or_none


def row_views(
    session: Session, house: House, conversations: Sequence[Conversation], viewer: str | None
) -> list[DeskConversationView]:
    """The rows of a page with what belongs to them, in a few queries however long the page is."""
    ids = [conversation.id for conversation in conversations]
    staff = {person.id: person for person in session.scalars(select(Staff))}
    contacts = {
        contact.id: contact
        for contact in session.scalars(
            select(Contact).where(Contact.id.in_({c.contact_id for c in conversations if c.contact_id}))
        )
    }
    teams = {team.id: team for team in session.scalars(select(Team))}
    newest = _newest_messages(session, ids)
    labels = labels_of(session, ids)
    promises = promises_of(session, house, ids)
    calls = waiting_in(session, ids, viewer) if viewer else set()
    unread = dict(
        session.execute(
            select(Message.conversation_id, func.count())
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(Message.conversation_id.in_(ids), Message.author == Actor.CUSTOMER)
            .where(Message.seq > Conversation.staff_read_seq)
            .group_by(Message.conversation_id)
        ).all()
    )
    return [
        {
            "id": row.id,
            "status": row.status.value,
            "priority": row.priority.value,
            "lane": row.lane,
            "topic": row.topic,
            "mood": row.mood,
            "reason": row.reason,
            "team": {"id": row.team_id, "name": teams[row.team_id].name} if row.team_id in teams else None,
            "assignee": staff_view(staff[row.assignee_id]) if row.assignee_id in staff else None,
            "contact": contact_view(contacts.get(row.contact_id or "")),
            "waiting_since": moment_or_none(row.waiting_since),
            "first_reply_at": moment_or_none(row.first_reply_at),
            "snoozed_until": moment_or_none(row.snoozed_until),
            "clocks": clocks_view(session, house, row),
            "confirming_by": row.confirming_by.value if row.confirming_by else None,
            "resolution": row.resolution.value if row.resolution else None,
            "merged_into": row.merged_into_id,
            "score": row.score,
            "labels": labels.get(row.id, []),
            "promise": promises[row.id][0] if row.id in promises else None,
            "mentioned": row.id in calls,
            "unread": unread.get(row.id, 0),
            "last_message": newest.get(row.id),
            "created_at": moment(row.created_at),
            "updated_at": moment(row.updated_at),
        }
        for row in conversations
    ]


def _newest_messages(session: Session, ids: list[str]) -> dict[str, dict[str, Any]]:
    """The last thing that somebody said; notices are not worth a preview."""
    later = aliased(Message)
    said = (Actor.CUSTOMER, Actor.BOT, Actor.AGENT)
    newer = exists().where(
        later.conversation_id == Message.conversation_id,
        later.seq > Message.seq,
        later.author.in_(said),
        later.private.is_(False),
    )
    last = select(Message).where(
        Message.conversation_id.in_(ids), Message.author.in_(said), Message.private.is_(False), ~newer
    )
    return {
        message.conversation_id: {
            "seq": message.seq,
            "author": message.author.value,
            "text": message.text[:200],
            "created_at": moment(message.created_at),
        }
        for message in session.scalars(last)
    }
