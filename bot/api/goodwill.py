"""The desk API: decisions about gestures that the bot may not give alone; the rest of the ledger is in the packet."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from bot.api.bodies import DecisionBody, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Agent
from bot.services import goodwill
from bot.services.views import GestureView

router = APIRouter(prefix="/api/v1/desk/goodwill", tags=["desk"])


async def _gesture_id(gesture_id: Annotated[str, Path()]) -> str:
    return known_id(gesture_id)


@router.post("/{gesture_id}")
async def decide(
    parts: ThisHouse, agent: Agent, gesture_id: Annotated[str, Depends(_gesture_id)], body: DecisionBody
) -> GestureView:
    """Yes or no, with a note for colleagues; 403 for an agent above the agents' limit, 409 when it was decided."""
    return await parts.write(
        lambda session: goodwill.decide(session, parts.house, gesture_id, agent.id, body.approve, body.note)
    )
