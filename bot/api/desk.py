"""The desk API: the queue, one conversation, and what an agent does with it."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from bot.api.bodies import ConversationId, Read, StaffMessage, Storable
from bot.api.desk_answers import DeskCounts, DeskPage, OpenedConversation, counts_of, opened
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Agent
from bot.domain.conversation import Status
from bot.services import desk, desk_views
from bot.services.house import House
from bot.services.views import DeskConversationView, Receipt

router = APIRouter(prefix="/api/v1/desk", tags=["desk"])

OWNERS = {"bot": Status.BOT.value}


@router.get("/conversations", response_model=DeskPage)
async def list_conversations(
    parts: ThisHouse,
    agent: Agent,
    status: Annotated[Storable | None, Query(description="One or several, separated by commas.")] = None,
    assignee: Annotated[Storable | None, Query(description='An id, "me" or "none".')] = None,
    owner: Annotated[Storable | None, Query(description='"bot": those that the bot leads.')] = None,
    lane: Annotated[Storable | None, Query()] = None,
    priority: Annotated[Storable | None, Query()] = None,
    q: Annotated[Storable | None, Query(description="Words in messages, or a customer's name or e-mail.")] = None,
    cursor: Annotated[Storable | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> DeskPage:
    """The queue by priority and waiting time; everything else by the latest change."""

    def read(session: Session) -> DeskPage:
        page = desk_views.list_conversations(
            session,
            parts.house,
            status=OWNERS.get(owner or "", status),
            assignee=agent.id if assignee == "me" else assignee,
            lane=lane,
            priority=priority,
            search=q,
            cursor=cursor,
            limit=limit,
        )
        return {**page, "counts": counts_of(desk_views.counts(session, parts.house, agent.id))}

    return await parts.read(read)


@router.get("/counts", response_model=DeskCounts)
async def read_counts(parts: ThisHouse, agent: Agent) -> DeskCounts:
    return await parts.read(lambda session: counts_of(desk_views.counts(session, parts.house, agent.id)))


@router.get("/conversations/{conversation_id}", response_model=OpenedConversation)
async def read_conversation(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> OpenedConversation:
    """Messages with what the bot understood, the handoff packet, and the log of every move."""
    return await parts.read(
        lambda session: opened(desk_views.conversation_detail(session, parts.house, conversation_id))
    )


@router.post("/conversations/{conversation_id}/claim", response_model=DeskConversationView)
async def claim(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> DeskConversationView:
    """200 for one, 409 for all others."""
    return await _move(parts, desk.claim, conversation_id, agent.id)


@router.post("/conversations/{conversation_id}/messages", status_code=201, response_model=Receipt)
async def write(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: StaffMessage) -> Receipt:
    """Reply to the customer, which takes a queued conversation, or leave a private note."""

    def say(session: Session) -> Receipt:
        if body.private:
            return desk.add_note(session, parts.house, conversation_id, agent.id, body.text)
        return desk.reply(session, parts.house, conversation_id, agent.id, body.text, body.client_id)

    return await parts.write(say)


@router.post("/conversations/{conversation_id}/resolve", response_model=DeskConversationView)
async def resolve(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> DeskConversationView:
    """Ask the customer whether it is solved; the status becomes `confirming`."""
    return await _move(parts, desk.propose_resolved, conversation_id, agent.id)


@router.post("/conversations/{conversation_id}/release", response_model=DeskConversationView)
async def release(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> DeskConversationView:
    """Back to the queue."""
    return await _move(parts, desk.release, conversation_id, agent.id)


@router.post("/conversations/{conversation_id}/return-to-bot", response_model=DeskConversationView)
async def return_to_bot(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> DeskConversationView:
    """Hand it back to the bot without closing it."""
    return await _move(parts, desk.return_to_bot, conversation_id, agent.id)


@router.post("/conversations/{conversation_id}/typing", status_code=204)
async def show_typing(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> None:
    await parts.write(lambda session: desk.show_typing(session, parts.house, conversation_id, agent.id))


@router.post("/conversations/{conversation_id}/read", status_code=204)
async def mark_read(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: Read) -> None:
    await parts.write(lambda session: desk.mark_read(session, parts.house, conversation_id, body.seq))


async def _move(
    parts: Parts, verb: Callable[[Session, House, str, str], Any], conversation_id: str, staff_id: str
) -> DeskConversationView:
    """Do it, and answer with the conversation as it is then."""

    def do(session: Session) -> DeskConversationView:
        verb(session, parts.house, conversation_id, staff_id)
        session.flush()
        return desk_views.conversation_detail(session, parts.house, conversation_id)["conversation"]

    return await parts.write(do)
