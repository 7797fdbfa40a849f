"""Who is at the desk, how much they have, and who can take one more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.staff import Role, Staff, StaffSession
from bot.db.models.team import TeamMember
from bot.db.session import tell
from bot.domain.conversation import Status
from bot.domain.events import DESK, Wake
from bot.domain.presence import Presence, present
from bot.services.house import House
from bot.services.views import ColleagueView

NOTED_EVERY = timedelta(seconds=20)
"""A call more is no news; every call would be a write."""

AT_THE_DESK = (Role.AGENT, Role.ADMIN)
# What is on somebody's table: a snoozed or answered conversation can wait.
_ACTIVE = (Status.ASSIGNED,)


def is_news(staff: Staff, house: House) -> bool:
    """Whether a call of theirs is worth noting."""
    return staff.seen_at is None or house.now() - staff.seen_at >= NOTED_EVERY


def note_seen(session: Session, house: House, staff_id: str) -> None:
    """The page (or program) of this colleague called."""
    staff = session.get_one(Staff, staff_id)
    was = effective(staff, house)
    staff.seen_at = house.now()
    if effective(staff, house) != was:
        _told(session)


def choose(session: Session, house: House, staff_id: str, presence: Presence, keep_online: bool) -> None:
    """What the colleague says of themselves."""
    staff = session.get_one(Staff, staff_id)
    staff.presence, staff.keep_online, staff.seen_at = presence, keep_online, house.now()
    _told(session)


def arrived(session: Session, house: House, staff_id: str) -> None:
    """Signed in: at the desk, unless they said that they are away."""
    staff = session.get_one(Staff, staff_id)
    staff.seen_at = house.now()
    if staff.presence == Presence.OFFLINE:
        staff.presence = Presence.ONLINE
    _told(session)


def left(session: Session, house: House, staff_id: str) -> None:
    """Signed out: gone, unless another browser of theirs is still open."""
    others = select(StaffSession.id).where(
        StaffSession.staff_id == staff_id, StaffSession.revoked_at.is_(None), StaffSession.expires_at > house.now()
    )
    if session.scalar(others.limit(1)) is None:
        session.execute(update(Staff).where(Staff.id == staff_id).values(presence=Presence.OFFLINE))
        _told(session)


def effective(staff: Staff, house: House) -> Presence:
    return present(staff.presence, staff.seen_at, staff.keep_online, house.now())


def is_gone(staff: Staff, now: datetime, gone_after: timedelta) -> bool:
    """Whether a customer should not wait for this colleague any longer."""
    if not staff.active or staff.role not in AT_THE_DESK or staff.presence == Presence.OFFLINE:
        return True
    if staff.keep_online or staff.seen_at is None:
        return False
    return now - staff.seen_at > gone_after


def members(session: Session, team_id: str | None) -> Sequence[Staff]:
    """Who answers for a team; without one, everybody at the desk."""
    people = select(Staff).where(Staff.active, Staff.role.in_(AT_THE_DESK)).order_by(Staff.name, Staff.id)
    if team_id is not None:
        people = people.join(TeamMember, TeamMember.staff_id == Staff.id).where(TeamMember.team_id == team_id)
    return session.scalars(people).all()


def anyone_online(session: Session, house: House, team_id: str | None) -> bool:
    return any(effective(person, house) == Presence.ONLINE for person in members(session, team_id))


def loads(session: Session) -> dict[str, int]:
    """How many conversations each colleague has on the table."""
    rows = select(Conversation.assignee_id, func.count()).where(Conversation.status.in_(_ACTIVE))
    counted = session.execute(rows.group_by(Conversation.assignee_id))
    return {staff_id: count for staff_id, count in counted if staff_id is not None}


def colleagues(session: Session, house: House) -> list[ColleagueView]:
    """Everybody who can take conversations, with what they have."""
    load, teams = loads(session), _teams_of(session)
    return [
        {
            "id": person.id,
            "name": person.name,
            "role": person.role.value,
            "presence": effective(person, house).value,
            "keep_online": person.keep_online,
            "load": load.get(person.id, 0),
            "capacity": person.capacity,
            "teams": teams.get(person.id, []),
        }
        for person in members(session, None)
    ]


def _teams_of(session: Session) -> dict[str, list[str]]:
    teams: dict[str, list[str]] = {}
    for member in session.scalars(select(TeamMember).order_by(TeamMember.team_id)):
        teams.setdefault(member.staff_id, []).append(member.team_id)
    return teams


def _told(session: Session) -> None:
    tell(session, Wake(DESK, "presence", {}))
