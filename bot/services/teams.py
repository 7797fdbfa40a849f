"""Teams: who answers what. Admins make them; a conversation finds its own."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.staff import Staff
from bot.db.models.team import Team, TeamMember
from bot.domain.errors import AlreadyExists, InvalidInput, NotFound
from bot.domain.lanes import Lane
from bot.domain.teams import Skills, team_for
from bot.domain.typed import storable
from bot.services.house import House
from bot.services.marks import check_mark, mark_of
from bot.services.presence import AT_THE_DESK
from bot.services.views import TeamFields, TeamView

_LONGEST_S = 90 * 24 * 3600


def choose_team(session: Session, conversation: Conversation) -> None:
    """By lane and topic, unless it is in a team already."""
    if conversation.team_id is None:
        teams = [
            Skills(team.id, team.name, frozenset(team.lanes), frozenset(team.topics))
            for team in session.scalars(select(Team))
        ]
        conversation.team_id = team_for(conversation.lane, conversation.topic, teams)


def list_teams(session: Session) -> list[TeamView]:
    members: dict[str, list[str]] = {}
    for member in session.scalars(select(TeamMember).order_by(TeamMember.staff_id)):
        members.setdefault(member.team_id, []).append(member.staff_id)
    return [_view(team, members.get(team.id, [])) for team in session.scalars(select(Team).order_by(Team.name))]


def add_team(session: Session, house: House, fields: TeamFields) -> TeamView:
    """AlreadyExists for a known name; InvalidInput names the field."""
    team = Team(name="", lanes=[], topics=[], automatic=False, created_at=house.now())
    _fill(session, team, fields)
    session.add(team)
    session.flush()
    _set_members(session, team, fields["members"])
    return _view(team, fields["members"])


def change_team(session: Session, house: House, team_id: str, fields: TeamFields, seen: str | None = None) -> TeamView:
    """All fields at once; `seen` is the mark of what was changed. NotFound, AlreadyExists, InvalidInput,
    ChangedMeanwhile."""
    team = get_team(session, team_id)
    check_mark(session, team.id, team_view(session, team.id)["mark"], seen)
    _fill(session, team, fields)
    _set_members(session, team, fields["members"])
    return _view(team, fields["members"])


def remove_team(session: Session, house: House, team_id: str) -> None:
    """Its conversations stay where they are, without a team."""
    team = get_team(session, team_id)
    theirs = update(Conversation).where(Conversation.team_id == team.id)
    session.execute(theirs.values(team_id=None).execution_options(synchronize_session=False))
    session.delete(team)


def team_view(session: Session, team_id: str) -> TeamView:
    """With its row held until the commit, so that two changes come one after the other."""
    team = get_team(session, team_id)
    session.refresh(team, with_for_update=True)
    members = select(TeamMember.staff_id).where(TeamMember.team_id == team.id)
    return _view(team, session.scalars(members).all())


def get_team(session: Session, team_id: str) -> Team:
    team = session.get(Team, storable(team_id))
    if team is None:
        raise NotFound("There is no such team.", team_id=team_id)
    return team


def _fill(session: Session, team: Team, fields: TeamFields) -> None:
    name = fields["name"].strip()
    if not name or len(name) > 60 or name != storable(name):
        raise InvalidInput("A team's name has 1 to 60 characters.", field="name")
    same = session.scalar(select(Team).where(Team.name == name))
    if same is not None and same is not team:
        raise AlreadyExists("There is a team of this name.", name=name)
    if unknown := set(fields["lanes"]) - {lane.value for lane in Lane}:
        raise InvalidInput(f"A lane is one of {', '.join(Lane)}.", field="lanes", unknown=sorted(unknown))
    for clock in ("first_response_s", "next_response_s", "resolution_s"):
        seconds = fields[clock]
        if seconds is not None and not 1 <= seconds <= _LONGEST_S:
            raise InvalidInput("A time is between 1 second and 90 days.", field=clock)
        setattr(team, clock, seconds)
    team.name, team.lanes, team.topics = name, sorted(set(fields["lanes"])), sorted(set(fields["topics"]))
    team.automatic = fields["automatic"]


def _set_members(session: Session, team: Team, staff_ids: Sequence[str]) -> None:
    known = session.scalars(select(Staff.id).where(Staff.id.in_(staff_ids), Staff.role.in_(AT_THE_DESK))).all()
    if unknown := set(staff_ids) - set(known):
        raise InvalidInput("Only agents and admins can be in a team.", field="members", unknown=sorted(unknown))
    session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    session.add_all(TeamMember(team_id=team.id, staff_id=staff_id) for staff_id in known)


def _view(team: Team, members: Sequence[str]) -> TeamView:
    fields: TeamFields = {
        "name": team.name,
        "lanes": team.lanes,
        "topics": team.topics,
        "automatic": team.automatic,
        "first_response_s": team.first_response_s,
        "next_response_s": team.next_response_s,
        "resolution_s": team.resolution_s,
        "members": sorted(members),
    }
    return {"id": team.id, "mark": mark_of(fields), **fields}
