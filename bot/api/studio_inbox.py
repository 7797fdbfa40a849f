"""The studio API: messages worth a trainer's look, and what becomes of them."""

import asyncio
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import Storable, known_id
from bot.api.parts import Parts, ThisHouse
from bot.api.studio_examples import read_safely
from bot.api.who import Admin, Trainer
from bot.db.models.studio import Decision
from bot.domain.errors import InvalidInput
from bot.domain.ports import EngineFailure
from bot.services import around, examples, inbox, teaching
from bot.services.studio_views import AroundLine, InboxView, Labelled
from bot.services.teaching import Planned

router = APIRouter(prefix="/api/v1/studio/inbox", tags=["studio"])


class Action(StrEnum):
    LABEL = "label"
    IGNORE = "ignore"
    GAP = "gap"


class LabelBody(BaseModel):
    action: Action = Field(Action.LABEL, description="gap: nobody could answer this; it goes to the list of articles.")
    intent: Storable | None = Field(None, description="With `label`: what the message means.")
    text: Storable | None = Field(None, description="With `label`: the example to write, marks included.")


@router.get("")
async def read_inbox(
    parts: ThisHouse,
    trainer: Trainer,
    lane: Annotated[Storable | None, Query()] = None,
    intent: Annotated[Storable | None, Query()] = None,
    reason: Annotated[Storable | None, Query()] = None,
    since: Annotated[AwareDatetime | None, Query()] = None,
    until: Annotated[AwareDatetime | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 60,
) -> InboxView:
    """The most useful first. All texts are masked."""
    parts.helpers.rasa.wake()
    await parts.write(lambda session: inbox.collect(session, parts.house))
    wanted = inbox.Wanted(lane, intent, reason, since, until)
    return await parts.read(lambda session: inbox.list_inbox(session, wanted, limit))


@router.get("/{item_id}/around")
async def read_around(parts: ThisHouse, trainer: Trainer, item_id: str) -> list[AroundLine]:
    """The conversation before and after it, masked."""
    lines = await parts.read(lambda session: around.around(session, known_id(item_id)))
    texts = await asyncio.gather(*(_masked(parts, line) for line in lines))
    return [_view(line, text) for line, text in zip(lines, texts, strict=True)]


@router.post("/{item_id}/unmasked")
async def read_unmasked(parts: ThisHouse, admin: Admin, item_id: str) -> list[AroundLine]:
    """The same as it was written, for admins. That it was read stands in the log."""

    def verb(session: Session) -> list[around.Line]:
        around.note_read_unmasked(session, parts.house, admin.id, known_id(item_id))
        return around.around(session, item_id)

    return [_view(line, line.text) for line in await parts.write(verb)]


@router.post("/{item_id}/label")
async def label(parts: ThisHouse, trainer: Trainer, item_id: str, body: LabelBody) -> Labelled:
    """Decides about this message and those like it; 409, with who was faster, when that is done already."""
    known_id(item_id)
    if body.action != Action.LABEL:
        decision = Decision(body.action.value)
        await parts.write(lambda session: inbox.decide(session, parts.house, trainer.id, item_id, decision))
        return {"decision": decision.value, "taught": None, "change": None}
    if body.intent is None or body.text is None:
        raise InvalidInput("A label needs an intent and a text.", field="intent" if body.intent is None else "text")
    intent, raw = body.intent, body.text
    understood = await read_safely(parts, raw)

    def plan(session: Session) -> Planned:
        inbox.check_open(session, item_id)
        known = examples.load(parts.project)
        text = examples.fit(known, raw, intent, understood)
        return Planned(f"{intent}: Learn {text!r}", [examples.added(known, intent, text)])

    def verb(session: Session, planned: Planned) -> Labelled:
        ids = inbox.decide(session, parts.house, trainer.id, item_id, Decision.LABEL, intent)
        change = teaching.save(session, parts.house, parts.project, trainer.id, planned.message, planned.edits)
        inbox.note_change(session, ids, change.id)
        return {"decision": "label", "taught": intent, "change": teaching.change_view(change, trainer.name)}

    return await parts.change(plan, verb)


async def _masked(parts: Parts, line: around.Line) -> str | None:
    """None rather than a text of which nobody knows whether it is personal."""
    if line.masked is not None:
        return line.masked
    try:
        return (await parts.engine.parse(line.hidden, {})).masked
    except EngineFailure:
        return None


def _view(line: around.Line, text: str | None) -> AroundLine:
    return {"id": line.id, "author": line.author, "text": text, "at": line.at, "asked": line.asked}
