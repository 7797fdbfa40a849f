"""Conversations become tests: from the desk, where agents suggest and admins save, and from the studio's inbox."""

import asyncio

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.api.bodies import ConversationId, Storable, known_id
from bot.api.parts import Parts, ThisHouse
from bot.api.studio_examples import read_safely
from bot.api.who import Agent, Trainer
from bot.db.models.staff import Role
from bot.domain.understanding import Understanding
from bot.services import examples, inbox, saved_tests, teaching
from bot.services.studio_views import ChangeView

router = APIRouter(prefix="/api/v1", tags=["desk"])


class TestBody(BaseModel):
    text: str = Field(max_length=20_000, description="One conversation in the format of tests/conversations.")
    item_id: Storable | None = Field(None, description="The message of the inbox that it came from, if any.")


class TestDraft(BaseModel):
    text: str


class TestKept(BaseModel):
    saved: bool = Field(description="False: suggested to the trainers, in their inbox.")


@router.get("/desk/conversations/{conversation_id}/test", response_model=TestDraft)
async def draft_of_conversation(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> TestDraft:
    """What the bot was asked and what it did, with stand-ins for what is personal."""
    return TestDraft(text=await parts.read(lambda session: saved_tests.draft_of(session, conversation_id)))


@router.post("/desk/conversations/{conversation_id}/test", status_code=201)
async def keep(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: TestBody) -> TestKept:
    """An admin's is written into tests/conversations; an agent's waits for a trainer. Neither holds personal data."""
    if agent.role == Role.ADMIN:
        await _save(parts, agent.id, agent.name, body)
        return TestKept(saved=True)
    read = await _read(parts, body.text)

    def suggest(session: Session) -> None:
        _check(parts, body.text, read)
        inbox.suggest_test(session, parts.house, conversation_id, body.text)

    await parts.write(suggest)
    return TestKept(saved=False)


@router.get("/studio/inbox/{item_id}/test", response_model=TestDraft, tags=["studio"])
async def draft_of_item(parts: ThisHouse, trainer: Trainer, item_id: str) -> TestDraft:
    """As an agent suggests it, else the conversation up to this message; with stand-ins for what is personal."""
    return TestDraft(text=await parts.read(lambda session: saved_tests.draft(session, known_id(item_id))))


@router.post("/studio/inbox/test", status_code=201, tags=["studio"])
async def save_test(parts: ThisHouse, trainer: Trainer, body: TestBody) -> ChangeView:
    return await _save(parts, trainer.id, trainer.name, body)


async def _save(parts: Parts, staff_id: str, name: str, body: TestBody) -> ChangeView:
    read = await _read(parts, body.text)

    def verb(session: Session) -> ChangeView:
        _check(parts, body.text, read)
        edit = saved_tests.added(parts.project, body.text)
        if body.item_id is not None:
            inbox.settle_test(session, parts.house, staff_id, known_id(body.item_id))
        change = teaching.save(session, parts.house, parts.project, staff_id, "tests: A saved conversation", [edit])
        return teaching.change_view(change, name)

    return await parts.edit(verb)


async def _read(parts: Parts, text: str) -> list[Understanding]:
    return await asyncio.gather(*(read_safely(parts, said) for said in saved_tests.texts_of(text)))


def _check(parts: Parts, text: str, understood: list[Understanding]) -> None:
    known = examples.load(parts.project)
    for said, read in zip(saved_tests.texts_of(text), understood, strict=True):
        examples.harmless(known, said, read)
