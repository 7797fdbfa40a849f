"""The admin API: opening hours, times, routing and endings, as they are in force."""

from typing import Annotated

from fastapi import APIRouter, Path

from bot.api.bodies import HoursRuleBody, PutBackBody, RuleBody, Storable
from bot.api.parts import ThisHouse
from bot.api.who import Admin
from bot.services import house_rules
from bot.services.views import RuleView

router = APIRouter(prefix="/api/v1/admin/rules", tags=["admin"])

Name = Annotated[Storable, Path(description="hours, times, routing or endings.")]


@router.get("")
async def read_rules(parts: ThisHouse, admin: Admin) -> list[RuleView]:
    return await parts.read(lambda session: house_rules.views(session, parts.house))


@router.put("/hours")
async def open_on(parts: ThisHouse, admin: Admin, body: HoursRuleBody) -> RuleView:
    """At once, for every gateway; clocks that run are counted again within seconds."""
    fields = body.fields.model_dump() if body.fields else None
    return await parts.write(
        lambda session: house_rules.decide(session, parts.house, admin.id, house_rules.HOURS, body.number, fields)
    )


@router.put("/{name}")
async def decide(parts: ThisHouse, admin: Admin, name: Name, body: RuleBody) -> RuleView:
    """At once, like the hours."""
    return await parts.write(
        lambda session: house_rules.decide(session, parts.house, admin.id, name, body.number, body.fields)
    )


@router.post("/{name}/put-back")
async def put_back(parts: ThisHouse, admin: Admin, name: Name, body: PutBackBody) -> RuleView:
    """What was in force once, as the log tells, is in force again."""
    return await parts.write(
        lambda session: house_rules.put_back(session, parts.house, admin.id, name, body.wanted, body.number)
    )
