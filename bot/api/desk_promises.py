"""The desk API: what was promised to customers, and until when."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from bot.api.bodies import ConversationId, PromiseBody, PutOff, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Agent
from bot.services import promises
from bot.services.views import PromiseView

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


async def _promise_id(promise_id: Annotated[str, Path()]) -> str:
    return known_id(promise_id)


PromiseId = Annotated[str, Depends(_promise_id)]


@router.get("/promises")
async def list_promises(parts: ThisHouse, agent: Agent) -> list[PromiseView]:
    """All that are open, the most urgent first."""
    return await parts.read(lambda session: promises.open_promises(session, parts.house))


@router.post("/conversations/{conversation_id}/promises", status_code=201)
async def make_promise(
    parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: PromiseBody
) -> PromiseView:
    return await parts.write(
        lambda session: promises.promise(
            session, parts.house, conversation_id, agent.id, body.text, body.due_at, body.message_id
        )
    )


@router.post("/promises/{promise_id}/keep", status_code=204)
async def keep_promise(parts: ThisHouse, agent: Agent, promise_id: PromiseId) -> None:
    """It was done."""
    await parts.write(lambda session: promises.keep(session, parts.house, promise_id, agent.id))


@router.post("/promises/{promise_id}/put-off", status_code=204)
async def put_off_promise(parts: ThisHouse, agent: Agent, promise_id: PromiseId, body: PutOff) -> None:
    await parts.write(lambda session: promises.put_off(session, parts.house, promise_id, agent.id, body.due_at))
