"""What the desk shows: the list, one conversation with its handoff packet, the counts."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.desk import ConversationLabel
from bot.db.models.message import Message
from bot.db.models.shop import Contact
from bot.db.models.staff import Staff
from bot.db.models.visitor import Visitor
from bot.domain.conversation import RANK, Actor, Priority, Status
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.lanes import Lane
from bot.domain.mood import Label as Mood
from bot.domain.typed import storable
from bot.services.cursors import read_cursor, write_cursor
from bot.services.desk_messages import message_views, messages_page, packet_messages
from bot.services.desk_rows import row_views
from bot.services.duplicates import merged_views
from bot.services.handoff import handoff_packet
from bot.services.house import House
from bot.services.labels import as_label
from bot.services.mentions import unseen, with_mention
from bot.services.promises import count_overdue, with_promise
from bot.services.views import (
    CountsView,
    DeskDetailView,
    DeskListView,
    EventView,
    moment,
)
from bot.services.waiting import rank

MAX_PAGE = 100


def list_conversations(
    session: Session,
    house: House,
    *,
    status: str | None = None,
    assignee: str | None = None,
    lane: str | None = None,
    mood: str | None = None,
    priority: str | None = None,
    team: str | None = None,
    label: str | None = None,
    promise: str | None = None,
    mentioned: str | None = None,
    viewer: str | None = None,
    search: str | None = None,
    cursor: str | None = None,
    limit: int = 30,
) -> DeskListView:
    """Waiting conversations by priority and waiting time, all others by the latest change.

    `status` may list several, separated by commas; `assignee` is a staff id or "none", `team` a team's; `promise` is
    open or overdue, `mentioned` a staff id whom a note calls; `viewer` is who asks. `next` is the cursor of the
    following page or None. InvalidInput for an unknown filter value or a broken cursor.
    """
    limit = max(1, min(limit, MAX_PAGE))
    statuses = _members("status", Status, status)
    wanted = select(Conversation).where(Conversation.status.in_(statuses)) if statuses else select(Conversation)
    if assignee is not None:
        mine = Conversation.assignee_id
        wanted = wanted.where(mine.is_(None) if assignee == "none" else mine == storable(assignee))
    if lanes := _members("lane", Lane, lane):
        wanted = wanted.where(Conversation.lane.in_(lanes))
    if moods := _members("mood", Mood, mood):
        wanted = wanted.where(Conversation.mood.in_(moods))
    if priorities := _members("priority", Priority, priority):
        wanted = wanted.where(Conversation.priority.in_(priorities))
    if team is not None:
        theirs = Conversation.team_id
        wanted = wanted.where(theirs.is_(None) if team == "none" else theirs == storable(team))
    if label is not None:
        wanted = wanted.where(
            exists().where(
                ConversationLabel.conversation_id == Conversation.id, ConversationLabel.label == as_label(label)
            )
        )
    if promise is not None:
        wanted = wanted.where(with_promise(house, promise))
    if mentioned is not None:
        wanted = wanted.where(with_mention(storable(mentioned)))
    if search and search.strip():
        wanted = _matching(wanted, storable(search.strip()[:200]))
    # An empty conversation is a page that was opened, nothing for the desk.
    wanted = wanted.where(exists().where(Message.conversation_id == Conversation.id))
    queue = statuses == [Status.QUEUED]
    page = _queue_page(wanted, cursor) if queue else _latest_page(wanted, cursor)
    found = session.scalars(page.limit(limit + 1)).all()
    shown, more = found[:limit], len(found) > limit
    return {
        "conversations": row_views(session, house, shown, viewer),
        "next": _cursor_after(shown[-1], queue) if more else None,
    }


def conversation_detail(
    session: Session, house: House, conversation_id: str, viewer: str | None = None
) -> DeskDetailView:
    """One conversation with its newest messages; NotFound."""
    conversation = session.get(Conversation, storable(conversation_id))
    if conversation is None:
        raise NotFound("There is no such conversation.", conversation_id=conversation_id)
    newest, earlier = messages_page(session, conversation_id)
    about = packet_messages(session, conversation_id, newest, earlier)
    events = session.execute(
        select(Event, Staff.name)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.conversation_id == conversation_id)
        .order_by(Event.id)
    )
    return {
        "conversation": row_views(session, house, [conversation], viewer)[0],
        "blocked": session.get_one(Visitor, conversation.visitor_id).blocked_at is not None,
        "messages": message_views(session, newest),
        "merged": merged_views(session, conversation_id),
        "earlier": earlier,
        "handoff": handoff_packet(session, conversation, about),
        "events": [_event_view(event, name) for event, name in events],
    }


def counts(session: Session, house: House, staff_id: str) -> CountsView:
    """For the tabs of the desk."""
    spoken = exists().where(Message.conversation_id == Conversation.id)
    by_status = dict(
        session.execute(select(Conversation.status, func.count()).where(spoken).group_by(Conversation.status)).all()
    )
    active = (Status.ASSIGNED, Status.CONFIRMING, Status.SNOOZED)
    mine = select(func.count()).where(Conversation.assignee_id == staff_id, Conversation.status.in_(active))
    unread = (
        select(func.count())
        .select_from(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.assignee_id == staff_id, Conversation.status.in_(active))
        .where(Message.author == Actor.CUSTOMER, Message.seq > Conversation.staff_read_seq)
    )
    oldest = session.scalar(select(func.min(Conversation.waiting_since)).where(Conversation.status == Status.QUEUED))
    return {
        "queued": by_status.get(Status.QUEUED, 0),
        "assigned": by_status.get(Status.ASSIGNED, 0),
        "confirming": by_status.get(Status.CONFIRMING, 0),
        "snoozed": by_status.get(Status.SNOOZED, 0),
        "bot": by_status.get(Status.BOT, 0),
        "mine": session.scalar(mine) or 0,
        "mine_unread": session.scalar(unread) or 0,
        "mentions": unseen(session, staff_id),
        "promises_overdue": count_overdue(session, house),
        "longest_wait_s": max(0, int((house.now() - oldest).total_seconds())) if oldest else 0,
    }


def _members(field: str, kind: type[Status] | type[Lane] | type[Mood] | type[Priority], raw: str | None) -> list[Any]:
    try:
        return [kind(part.strip()) for part in (raw or "").split(",") if part.strip()]
    except ValueError:
        raise InvalidInput(f"{field} is one of {', '.join(kind)}.", field=field) from None


def _matching(wanted: Select[Conversation], words: str) -> Select[Conversation]:
    pattern = "%" + words.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
    said = exists().where(Message.conversation_id == Conversation.id, Message.text.ilike(pattern, escape="/"))
    contact = exists().where(
        Contact.id == Conversation.contact_id,
        or_(Contact.name.ilike(pattern, escape="/"), Contact.email.ilike(pattern, escape="/")),
    )
    return wanted.where(or_(said, contact, Conversation.id == words))


def _queue_page(wanted: Select[Conversation], cursor: str | None) -> Select[Conversation]:
    if cursor is not None:
        place, since, last = read_cursor(cursor)
        later = or_(
            Conversation.waiting_since > since,
            and_(Conversation.waiting_since == since, Conversation.id > last),
        )
        wanted = wanted.where(or_(rank() < place, and_(rank() == place, later)))
    return wanted.order_by(rank().desc(), Conversation.waiting_since, Conversation.id)


def _latest_page(wanted: Select[Conversation], cursor: str | None) -> Select[Conversation]:
    if cursor is not None:
        _, when, last = read_cursor(cursor)
        wanted = wanted.where(
            or_(
                Conversation.updated_at < when,
                and_(Conversation.updated_at == when, Conversation.id < last),
            )
        )
    return wanted.order_by(Conversation.updated_at.desc(), Conversation.id.desc())


def _cursor_after(last: Conversation, queue: bool) -> str:
    when = (last.waiting_since or last.updated_at) if queue else last.updated_at
    return write_cursor(RANK[last.priority] if queue else 0, when, last.id)


def _event_view(event: Event, name: str | None) -> EventView:
    return {
        "at": moment(event.at),
        "actor": event.actor.value,
        "name": name,
        "from": event.before.value if event.before else None,
        "to": event.after.value if event.after else None,
        "reason": event.reason,
        "data": event.data,
    }
