"""The studio API: a new intent with its answer, a new name for one, and two in one."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import Storable
from bot.api.parts import ThisHouse
from bot.api.studio_examples import read_safely
from bot.api.who import Trainer
from bot.services import examples, intents, teaching
from bot.services.studio_views import ChangeView

router = APIRouter(prefix="/api/v1/studio/intents", tags=["studio"])


class NewIntentBody(BaseModel):
    name: Storable
    description: Storable = Field(description="For trainers: what customers want who say this.")
    title: Storable = Field(description="For customers, where the bot offers it as a guess.")
    reply: intents.Reply
    says: Storable = Field("", description="With `reply: response`: what the bot says.")
    examples: list[Storable] = Field(max_length=200)


class MergeBody(BaseModel):
    into: Storable


class NameBody(BaseModel):
    name: Storable


@router.post("", status_code=201)
async def create(parts: ThisHouse, trainer: Trainer, body: NewIntentBody) -> ChangeView:
    """Into domain.yml, examples, rules and titles, as one change."""
    lines = [line for line in body.examples if line.strip()]
    understood = await asyncio.gather(*(read_safely(parts, line) for line in lines))

    def verb(session: Session) -> ChangeView:
        known = examples.load(parts.project)
        fit = [examples.harmless(known, line, read) for line, read in zip(lines, understood, strict=True)]
        new = intents.NewIntent(
            body.name.strip(), body.description.strip(), body.title.strip(), body.reply, body.says.strip(), tuple(fit)
        )
        edits = intents.created(parts.project, known, new)
        message = f"{new.name}: A new intent"
        change = teaching.save(session, parts.house, parts.project, trainer.id, message, edits)
        return teaching.change_view(change, trainer.name)

    return await parts.edit(verb)


@router.put("/{intent}/name")
async def rename(parts: ThisHouse, trainer: Trainer, intent: str, body: NameBody) -> ChangeView:
    """409 where the program itself relies on the old name."""

    def verb(session: Session) -> ChangeView:
        edits = intents.rename(parts.project, examples.load(parts.project), intent, body.name.strip())
        message = f"{body.name.strip()}: Renamed from {intent}"
        change = teaching.save(session, parts.house, parts.project, trainer.id, message, edits)
        return teaching.change_view(change, trainer.name)

    return await parts.edit(verb)


@router.post("/{intent}/merge")
async def merge(parts: ThisHouse, trainer: Trainer, intent: str, body: MergeBody) -> ChangeView:
    """All its examples become examples of the other, whose rules count. 409 where the program relies on it."""

    def verb(session: Session) -> ChangeView:
        edits = intents.merge(parts.project, examples.load(parts.project), intent, body.into)
        message = f"{body.into}: Takes in {intent}"
        change = teaching.save(session, parts.house, parts.project, trainer.id, message, edits)
        return teaching.change_view(change, trainer.name)

    return await parts.edit(verb)
