"""The studio API: a new intent with its answer, a new name for one, and two in one."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel, Field

from bot.api.bodies import Storable
from bot.api.parts import ThisHouse
from bot.api.studio_examples import read_safely
from bot.api.studio_saving import save
from bot.api.who import Trainer
from bot.services import examples, intents
from bot.services.studio_views import ChangeView
from bot.services.teaching import Planned

router = APIRouter(prefix="/api/v1/studio/intents", tags=["studio"])


class NewIntentBody(BaseModel):
    name: Storable
    description: Storable = Field(description="For trainers: what customers want who say this.")
    title: Storable = Field(description="For customers, where the bot offers it as a guess.")
    reply: intents.Reply
    says: Storable = Field("", description="With `reply: response`: what the bot says.")
    examples: list[Storable] = Field(description=f"At most {intents.MOST_AT_ONCE}.")


class MergeBody(BaseModel):
    into: Storable


class NameBody(BaseModel):
    name: Storable


@router.post("", status_code=201)
async def create(parts: ThisHouse, trainer: Trainer, body: NewIntentBody) -> ChangeView:
    """Into domain.yml, examples, rules and titles, as one change."""
    lines = intents.few([line for line in body.examples if line.strip()])
    understood = await asyncio.gather(*(read_safely(parts, line) for line in lines))

    def plan() -> Planned:
        known = examples.load(parts.project)
        fit = [examples.harmless(known, line, read) for line, read in zip(lines, understood, strict=True)]
        new = intents.NewIntent(
            body.name.strip(), body.description.strip(), body.title.strip(), body.reply, body.says.strip(), tuple(fit)
        )
        return Planned(f"{new.name}: A new intent", intents.created(parts.project, known, new))

    return await save(parts, trainer, plan)


@router.put("/{intent}/name")
async def rename(parts: ThisHouse, trainer: Trainer, intent: str, body: NameBody) -> ChangeView:
    """409 where the program itself relies on the old name."""

    def plan() -> Planned:
        edits = intents.rename(parts.project, examples.load(parts.project), intent, body.name.strip())
        return Planned(f"{body.name.strip()}: Renamed from {intent}", edits)

    return await save(parts, trainer, plan)


@router.post("/{intent}/merge")
async def merge(parts: ThisHouse, trainer: Trainer, intent: str, body: MergeBody) -> ChangeView:
    """All its examples become examples of the other, whose rules count. 409 where the program relies on it."""

    def plan() -> Planned:
        edits = intents.merge(parts.project, examples.load(parts.project), intent, body.into)
        return Planned(f"{body.into}: Takes in {intent}", edits)

    return await save(parts, trainer, plan)
