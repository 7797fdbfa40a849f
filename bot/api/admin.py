"""The admin API: teams and the people in them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from bot.api.bodies import TeamBody, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Admin
from bot.services import teams
from bot.services.views import TeamFields, TeamView

router = APIRouter(prefix="/api/v1/admin", tags=["admin"])


async def _team_id(team_id: Annotated[str, Path()]) -> str:
    return known_id(team_id)


TeamId = Annotated[str, Depends(_team_id)]


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
    return await parts.write(lambda session: teams.add_team(session, parts.house, fields_of(body)))


@router.put("/teams/{team_id}")
async def change_team(parts: ThisHouse, admin: Admin, team_id: TeamId, body: TeamBody) -> TeamView:
    return await parts.write(lambda session: teams.change_team(session, parts.house, team_id, fields_of(body)))


@router.delete("/teams/{team_id}", status_code=204)
async def remove_team(parts: ThisHouse, admin: Admin, team_id: TeamId) -> None:
    """Its conversations stay, without a team."""
    await parts.write(lambda session: teams.remove_team(session, parts.house, team_id))
