"""The admin API: who works here, teams, who may not write, and the log of what was changed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy.orm import Session

from bot.api.bodies import BlockBody, ConversationId, MemberBody, NewMember, NewPassword, Storable, TeamBody, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Admin
from bot.services import audit, blocking, crew, teams
from bot.services.views import AuditPage, BlockedView, MemberFields, MemberView, TeamFields, TeamView

router = APIRouter(prefix="/api/v1/admin", tags=["admin"])


async def _team_id(team_id: Annotated[str, Path()]) -> str:
    return known_id(team_id)


async def _staff_id(staff_id: Annotated[str, Path()]) -> str:
    return known_id(staff_id)


TeamId = Annotated[str, Depends(_team_id)]
StaffId = Annotated[str, Depends(_staff_id)]


def fields_of(body: TeamBody) -> TeamFields:
    return {
        "name": body.name,
        "lanes": body.lanes,
        "topics": body.topics,
        "automatic": body.automatic,
        "first_response_s": body.first_response_s,
        "next_response_s": body.next_response_s,
        "resolution_s": body.resolution_s,
        "members": body.members,
    }


@router.post("/teams", status_code=201)
async def add_team(parts: ThisHouse, admin: Admin, body: TeamBody) -> TeamView:
    def add(session: Session) -> TeamView:
        team = teams.add_team(session, parts.house, fields_of(body))
        audit.note(session, parts.house, admin.id, "team_added", team["id"], name=team["name"])
        return team

    return await parts.write(add)


@router.put("/teams/{team_id}")
async def change_team(parts: ThisHouse, admin: Admin, team_id: TeamId, body: TeamBody) -> TeamView:
    def change(session: Session) -> TeamView:
        before = teams.team_view(session, team_id)
        team = teams.change_team(session, parts.house, team_id, fields_of(body), body.mark)
        audit.note_change(session, parts.house, admin.id, "team_changed", team_id, before, team)
        return team

    return await parts.write(change)


@router.delete("/teams/{team_id}", status_code=204)
async def remove_team(parts: ThisHouse, admin: Admin, team_id: TeamId) -> None:
    """Its conversations stay, without a team."""

    def remove(session: Session) -> None:
        name = teams.get_team(session, team_id).name
        teams.remove_team(session, parts.house, team_id)
        audit.note(session, parts.house, admin.id, "team_removed", team_id, name=name)

    await parts.write(remove)


@router.get("/staff")
async def list_staff(parts: ThisHouse, admin: Admin) -> list[MemberView]:
    return await parts.read(crew.list_members)


@router.post("/staff", status_code=201)
async def hire(parts: ThisHouse, admin: Admin, body: NewMember) -> MemberView:
    return await parts.write(
        lambda session: crew.hire(
            session, parts.house, admin.id, body.email, body.name, body.role, body.capacity, body.password
        )
    )


@router.put("/staff/{staff_id}")
async def change_member(parts: ThisHouse, admin: Admin, staff_id: StaffId, body: MemberBody) -> MemberView:
    """Who is deactivated is signed out everywhere; the last admin stays one."""
    fields: MemberFields = {"name": body.name, "role": body.role, "capacity": body.capacity, "active": body.active}
    return await parts.write(
        lambda session: crew.change_member(session, parts.house, admin.id, staff_id, fields, body.mark)
    )


@router.put("/staff/{staff_id}/password", status_code=204)
async def set_password(parts: ThisHouse, admin: Admin, staff_id: StaffId, body: NewPassword) -> None:
    """Ends every session and token of that person."""
    await parts.write(lambda session: crew.set_password(session, parts.house, admin.id, staff_id, body.password))


@router.get("/blocked")
async def list_blocked(parts: ThisHouse, admin: Admin) -> list[BlockedView]:
    return await parts.read(blocking.blocked)


@router.put("/blocked/{conversation_id}", status_code=204)
async def block(parts: ThisHouse, admin: Admin, conversation_id: ConversationId, body: BlockBody) -> None:
    """Whoever writes in this conversation may not write any more."""
    await parts.write(lambda session: blocking.block(session, parts.house, conversation_id, admin.id, body.reason))


@router.delete("/blocked/{conversation_id}", status_code=204)
async def unblock(parts: ThisHouse, admin: Admin, conversation_id: ConversationId, body: BlockBody) -> None:
    """With a reason, like blocking."""
    await parts.write(lambda session: blocking.unblock(session, parts.house, conversation_id, admin.id, body.reason))


@router.get("/log")
async def read_log(
    parts: ThisHouse,
    admin: Admin,
    cursor: Annotated[Storable | None, Query(description="`next` of the page before.")] = None,
) -> AuditPage:
    """What staff changed and which personal data they looked at, the newest first."""
    return await parts.read(lambda session: audit.read_audit(session, parts.house, cursor))
