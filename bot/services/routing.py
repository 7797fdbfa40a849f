"""Handing out the queue: the most urgent first, to the colleague of its team who has the least to do."""

from datetime import UTC, datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.staff import Staff
from bot.db.models.team import Team
from bot.domain.conversation import Actor, Status
from bot.domain.presence import Presence
from bot.services import presence, resolution
from bot.services.changes import hold
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.ownership import take
from bot.services.saying import notice
from bot.services.waiting import rank

_LOOK_AT = 100
"""Conversations of teams that are all busy do not keep the others waiting; nobody's queue is longer than this."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def hand_out_next(session: Session, house: House) -> bool:
    """Assign one conversation, if one waits and somebody is free for it; says whether it did.

    Several workers may do this at once: the visitor's row decides about the conversation, the colleague's row about
    their capacity. Always in this order, so that two of them never wait for each other.
    """
    for conversation_id, team_id in _waiting(session, house):
        if (staff_id := _free_for(session, house, team_id)) is None:
            continue
        conversation = hold(session, conversation_id)
        if conversation.status != Status.QUEUED or not _still_free(session, house, staff_id):
            continue
        take(session, house, conversation, staff_id, Actor.SYSTEM, "routed")
        notice(session, house, conversation, "agent_joined", name=resolution.agent_name(session, staff_id))
        return True
    return False


def anything_to_hand_out(session: Session, house: House) -> bool:
    """Needs no lock."""
    return any(_free_for(session, house, team_id) for _, team_id in _waiting(session, house))


def _waiting(session: Session, house: House) -> list[tuple[str, str | None]]:
    without_team = Conversation.team_id.is_(None) if settings(session, house).routing == "automatic" else false()
    queue = (
        select(Conversation.id, Conversation.team_id)
        .outerjoin(Team, Team.id == Conversation.team_id)
        .where(Conversation.status == Status.QUEUED, or_(Team.automatic, without_team))
        .order_by(rank().desc(), Conversation.waiting_since, Conversation.id)
    )
    return [(row.id, row.team_id) for row in session.execute(queue.limit(_LOOK_AT))]


def _free_for(session: Session, house: House, team_id: str | None) -> str | None:
    """Who has the least on the table for their capacity; among equals, who was handed nothing for longest."""
    load = presence.loads(session)
    free = [
        person
        for person in presence.members(session, team_id)
        if presence.effective(person, house) == Presence.ONLINE and load.get(person.id, 0) < person.capacity
    ]
    best = min(free, key=lambda one: (load.get(one.id, 0) / one.capacity, one.handed_at or _LONG_AGO), default=None)
    return best.id if best else None


def _still_free(session: Session, house: House, staff_id: str) -> bool:
    """Asked again with the colleague's row locked: another worker may have given them something meanwhile."""
    locked = select(Staff).where(Staff.id == staff_id).with_for_update()
    staff = session.scalar(locked.execution_options(populate_existing=True))
    if staff is None or presence.effective(staff, house) != Presence.ONLINE:
        return False
    if presence.loads(session).get(staff_id, 0) >= staff.capacity:
        return False
    staff.handed_at = house.now()
    return True
