"""What an agent does with a conversation. Each verb holds the visitor's row first."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.session import tell
from bot.domain.conversation import Actor, Status, move
from bot.domain.errors import AlreadyClaimed, IllegalMove, NotOwner
from bot.domain.events import Wake, visitor_topic
from bot.domain.typed import check_client_id, clean
from bot.services import resolution
from bot.services.changes import change, hold, touch
from bot.services.house import House
from bot.services.receiving import over
from bot.services.saying import notice, say
from bot.services.views import Receipt
from bot.services.waiting import announce_wait, send_to_queue

TYPING = timedelta(seconds=6)


def claim(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Take a queued conversation (or step in on the bot's); one conditional UPDATE has exactly one winner.

    AlreadyClaimed for all others; claiming what is already one's own changes nothing.
    """
    conversation = hold(session, conversation_id)
    if conversation.assignee_id == staff_id and conversation.status in {Status.ASSIGNED, Status.CONFIRMING}:
        return
    _take(session, house, conversation, staff_id)
    name = resolution.agent_name(session, staff_id)
    notice(session, house, conversation, "agent_joined", name=name)


def reply(
    session: Session, house: House, conversation_id: str, staff_id: str, text: str, client_id: str | None = None
) -> Receipt:
    """Answer the customer; takes ownership of a queued conversation. NotOwner if a colleague has it."""
    words = clean(text, house.settings.message_max_chars)
    conversation = hold(session, conversation_id)
    if earlier := _sent_before(session, conversation, staff_id, client_id):
        return earlier
    _own(session, house, conversation, staff_id)
    message = say(session, house, conversation, Actor.AGENT, words, staff_id=staff_id, client_id=client_id)
    conversation.first_reply_at = conversation.first_reply_at or house.now()
    conversation.waiting_since = conversation.agent_typing_until = None
    conversation.staff_read_seq = message.seq
    touch(session, house, conversation)
    return {"id": message.id, "seq": message.seq}


def add_note(session: Session, house: House, conversation_id: str, staff_id: str, text: str) -> Receipt:
    """A private note: any agent, any time, never shown to the customer."""
    words = clean(text, house.settings.message_max_chars)
    conversation = hold(session, conversation_id)
    message = say(session, house, conversation, Actor.AGENT, words, staff_id=staff_id, private=True)
    return {"id": message.id, "seq": message.seq}


def propose_resolved(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Ask the customer "did that solve it?"; the status becomes `confirming`. Asking twice asks once."""
    conversation = hold(session, conversation_id)
    if conversation.status == Status.CONFIRMING and conversation.assignee_id == staff_id:
        return
    if conversation.status == Status.QUEUED:
        raise NotOwner("Claim the conversation first.", owner=None)
    _must_own(session, conversation, staff_id)
    resolution.ask(session, house, conversation, Actor.AGENT, staff_id)


def release(session: Session, house: House, conversation_id: str, staff_id: str, reason: str = "released") -> None:
    """Back to the queue; the customer keeps the place that the waiting time gives."""
    conversation = hold(session, conversation_id)
    _must_own(session, conversation, staff_id)
    why, priority = conversation.reason, conversation.priority
    send_to_queue(session, house, conversation, Actor.AGENT, reason, priority, staff_id=staff_id, announce=False)
    conversation.reason = why or reason
    notice(session, house, conversation, "released")
    announce_wait(session, house, conversation, explained=True)


def return_to_bot(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Hand back without closing."""
    conversation = hold(session, conversation_id)
    _must_own(session, conversation, staff_id)
    change(session, house, conversation, Status.BOT, Actor.AGENT, "returned_to_bot", staff_id=staff_id)
    notice(session, house, conversation, "returned_to_bot", name=resolution.agent_name(session, staff_id))


def show_typing(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """The owner is typing, for the next few seconds."""
    conversation = hold(session, conversation_id)
    if conversation.status == Status.ASSIGNED and conversation.assignee_id == staff_id:
        conversation.agent_typing_until = house.now() + TYPING
        data: dict[str, str | int | None] = {"conversation_id": conversation.id}
        tell(session, Wake(visitor_topic(conversation.visitor_id), "typing", data))


def mark_read(session: Session, house: House, conversation_id: str, seq: int) -> None:
    """Staff have seen everything up to here."""
    conversation = hold(session, conversation_id)
    newest = select(Message.seq).where(Message.conversation_id == conversation.id).order_by(Message.seq.desc())
    seen = min(seq, session.scalar(newest.limit(1)) or 0)
    if seen > conversation.staff_read_seq:
        conversation.staff_read_seq = seen


def _take(session: Session, house: House, conversation: Conversation, staff_id: str) -> None:
    """The race is decided by the UPDATE's WHERE, not by what was read before it."""
    before, waiting_since = conversation.status, conversation.waiting_since
    try:
        move(before, Status.ASSIGNED, Actor.AGENT)
        if before == Status.CONFIRMING and conversation.assignee_id is not None:
            raise IllegalMove("It is somebody else's.")
    except IllegalMove:
        raise _taken(session, conversation) from None
    free = update(Conversation).where(
        Conversation.id == conversation.id, Conversation.status == before, Conversation.assignee_id.is_(None)
    )
    if before == Status.RESOLVED:
        free = update(Conversation).where(Conversation.id == conversation.id, Conversation.status == before)
    won = session.execute(
        free.values(status=Status.ASSIGNED, assignee_id=staff_id)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    ).first()
    if won is None:
        raise _taken(session, conversation)
    data: dict[str, Any] = {}
    if waiting_since is not None:
        data["waited_s"] = max(0, int((house.now() - waiting_since).total_seconds()))
    change(session, house, conversation, Status.ASSIGNED, Actor.AGENT, "claimed", staff_id=staff_id, **data)


def _own(session: Session, house: House, conversation: Conversation, staff_id: str) -> None:
    """Before a reply: mine already, or nobody's, or closed a moment ago."""
    if conversation.assignee_id == staff_id and conversation.status == Status.ASSIGNED:
        return
    if conversation.assignee_id == staff_id and conversation.status in {Status.CONFIRMING, Status.SNOOZED}:
        change(session, house, conversation, Status.ASSIGNED, Actor.AGENT, "replied", staff_id=staff_id)
        return
    if over(house, conversation):
        raise IllegalMove("This conversation was closed; the customer must write first.", current="resolved")
    try:
        _take(session, house, conversation, staff_id)
    except AlreadyClaimed as error:
        raise NotOwner("A colleague looks after this conversation.", **error.details) from None


def _must_own(session: Session, conversation: Conversation, staff_id: str) -> None:
    if conversation.assignee_id != staff_id or conversation.status not in {Status.ASSIGNED, Status.CONFIRMING}:
        raise NotOwner("This conversation is not yours.", owner=_owner(session, conversation))


def _taken(session: Session, conversation: Conversation) -> AlreadyClaimed:
    return AlreadyClaimed(
        "This conversation cannot be claimed.",
        status=conversation.status.value,
        owner=_owner(session, conversation),
    )


def _owner(session: Session, conversation: Conversation) -> str | None:
    return resolution.agent_name(session, conversation.assignee_id) or None


def _sent_before(session: Session, conversation: Conversation, staff_id: str, client_id: str | None) -> Receipt | None:
    """An agent's repeated send. Another party's client id on this visitor is refused like any bad one."""
    if client_id is None:
        return None
    check_client_id(client_id)
    same = select(Message).where(Message.visitor_id == conversation.visitor_id, Message.client_id == client_id)
    message = session.scalar(same)
    if message is None:
        return None
    if message.staff_id != staff_id:
        raise NotOwner("This client_id was used by somebody else.", client_id=client_id)
    return {"id": message.id, "seq": message.seq}
