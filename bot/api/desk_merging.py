"""The desk API: two conversations of one person become one."""

from fastapi import APIRouter
from sqlalchemy.orm import Session

from bot.api.bodies import ConversationId, MergeBody
from bot.api.parts import ThisHouse
from bot.api.who import Agent
from bot.services import desk_views, duplicates, merging
from bot.services.views import DeskConversationView, DuplicateView

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])


@router.get("/conversations/{conversation_id}/duplicates")
async def list_duplicates(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> list[DuplicateView]:
    """Open conversations that are, or may be, of the same person."""
    return await parts.read(lambda session: duplicates.duplicates(session, parts.house, conversation_id, agent.id))


@router.post("/conversations/{conversation_id}/merge")
async def merge(
    parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: MergeBody
) -> DeskConversationView:
    """Close this one; answers with the other, where both go on."""

    def do(session: Session) -> DeskConversationView:
        merging.merge(session, parts.house, conversation_id, agent.id, body.into, body.same_person)
        session.flush()
        return desk_views.conversation_detail(session, parts.house, body.into, agent.id)["conversation"]

    return await parts.write(do)
