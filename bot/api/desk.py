"""The desk API: the queue, one conversation, and what an agent does with it."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from bot.api.bodies import MAX_SEQ, ConversationId, OwnPresence, Read, Snooze, StaffMessage, Storable, Transfer
from bot.api.desk_answers import DeskCounts, DeskPage, OpenedConversation, counts_of, opened
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Agent
from bot.domain.conversation import Status
from bot.services import desk, desk_messages, desk_views, presence, promises, suggestions, teams
from bot.services.profiles import profile_of
from bot.services.views import ColleagueView, DeskConversationView, DeskMessagesView, Receipt, TeamView

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
    mood: Annotated[Storable | None, Query(description="How the customer feels now; several by commas.")] = None,
    priority: Annotated[Storable | None, Query()] = None,
    team: Annotated[Storable | None, Query(description='An id or "none".')] = None,
    label: Annotated[Storable | None, Query()] = None,
    promise: Annotated[Storable | None, Query(description="`open` or `overdue`: those with such a promise.")] = None,
    mentioned: Annotated[
        Storable | None, Query(description='An id or "me": those with a note that calls them.')
    ] = None,
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
            mood=mood,
            priority=priority,
            team=team,
            label=label,
            promise=promise,
            mentioned=agent.id if mentioned == "me" else mentioned,
            viewer=agent.id,
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
    """The newest messages with what the bot understood, the handoff packet, and the log of every move."""

    def read(session: Session) -> OpenedConversation:
        detail = desk_views.conversation_detail(session, parts.house, conversation_id, agent.id)
        ideas = suggestions.suggested(session, detail["messages"])
        promised = promises.promises_of(session, parts.house, [conversation_id]).get(conversation_id, [])
        heard = promises.heard(session, parts.house, detail["messages"])
        return opened(detail, profile_of(session, conversation_id), ideas, promised, heard)

    return await parts.read(read)


@router.get("/conversations/{conversation_id}/messages")
async def read_earlier(
    parts: ThisHouse,
    agent: Agent,
    conversation_id: ConversationId,
    before: Annotated[int, Query(ge=0, le=MAX_SEQ, description="A seq: the hundred messages before it.")],
) -> DeskMessagesView:
    return await parts.read(
        lambda session: desk_messages.messages_before(session, parts.house, conversation_id, before)
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
            return desk.add_note(
                session, parts.house, conversation_id, agent.id, body.text, body.client_id, body.mentions, body.files
            )
        return desk.reply(session, parts.house, conversation_id, agent.id, body.text, body.client_id, body.files)

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


@router.post("/conversations/{conversation_id}/transfer", response_model=DeskConversationView)
async def transfer(
    parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: Transfer
) -> DeskConversationView:
    """To a colleague, or into the queue of a team."""
    if body.staff_id is not None:
        return await _move(parts, desk.transfer_to_colleague, conversation_id, agent.id, body.staff_id, body.note)
    return await _move(parts, desk.transfer_to_team, conversation_id, agent.id, body.team_id, body.note)


@router.post("/conversations/{conversation_id}/snooze", response_model=DeskConversationView)
async def snooze(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: Snooze) -> DeskConversationView:
    """Off the table until a time, or until the customer writes."""
    return await _move(parts, desk.snooze, conversation_id, agent.id, body.until)


@router.post("/conversations/{conversation_id}/unsnooze", response_model=DeskConversationView)
async def unsnooze(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> DeskConversationView:
    return await _move(parts, desk.unsnooze, conversation_id, agent.id)


@router.get("/colleagues")
async def list_colleagues(parts: ThisHouse, agent: Agent) -> list[ColleagueView]:
    """Everybody who can take conversations: who is there, and how much they have."""
    return await parts.read(lambda session: presence.colleagues(session, parts.house))


@router.get("/teams")
async def read_teams(parts: ThisHouse, agent: Agent) -> list[TeamView]:
    return await parts.read(teams.list_teams)


@router.put("/presence", status_code=204)
async def set_presence(parts: ThisHouse, agent: Agent, body: OwnPresence) -> None:
    """What I say of myself; a desk that is not heard of for two minutes is offline all the same."""
    await parts.write(lambda session: presence.choose(session, parts.house, agent.id, body.presence, body.keep_online))


@router.post("/conversations/{conversation_id}/typing", status_code=204)
async def show_typing(parts: ThisHouse, agent: Agent, conversation_id: ConversationId) -> None:
    await parts.write(lambda session: desk.show_typing(session, parts.house, conversation_id, agent.id))


@router.post("/conversations/{conversation_id}/read", status_code=204)
async def mark_read(parts: ThisHouse, agent: Agent, conversation_id: ConversationId, body: Read) -> None:
    await parts.write(lambda session: desk.mark_read(session, parts.house, conversation_id, agent.id, body.seq))


async def _move(
    parts: Parts, verb: Callable[..., Any], conversation_id: str, staff_id: str, *values: Any
) -> DeskConversationView:
    """Do it, and answer with the conversation as it is then."""

    def do(session: Session) -> DeskConversationView:
        verb(session, parts.house, conversation_id, staff_id, *values)
        session.flush()
        return desk_views.conversation_detail(session, parts.house, conversation_id, staff_id)["conversation"]

    return await parts.write(do)
