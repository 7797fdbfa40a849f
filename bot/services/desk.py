"""What an agent does with a conversation. Each verb holds the visitor's row first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.db.models.staff import Staff
from bot.db.session import tell
from bot.domain.conversation import Actor, Status
from bot.domain.errors import AlreadyClaimed, IllegalMove, InvalidInput, NotOwner
from bot.domain.events import Wake, visitor_topic
from bot.domain.typed import check_client_id, clean, storable
from bot.services import attachments, clocks, resolution
from bot.services.changes import change, hold, log, touch
from bot.services.house import House
from bot.services.mails import post_reply
from bot.services.mentions import mention, see
from bot.services.ownership import owner_name, take
from bot.services.presence import AT_THE_DESK
from bot.services.receiving import over
from bot.services.saying import notice, say
from bot.services.teams import get_team
from bot.services.views import Receipt, moment_or_none
from bot.services.waiting import announce_wait, send_to_queue

TYPING = timedelta(seconds=6)
LONGEST_SNOOZE = timedelta(days=90)


def claim(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Take a queued conversation (or step in on the bot's); one conditional UPDATE has exactly one winner.

    AlreadyClaimed for all others; claiming what is already one's own changes nothing.
    """
    conversation = hold(session, conversation_id)
    if conversation.assignee_id == staff_id and conversation.status in {Status.ASSIGNED, Status.CONFIRMING}:
        return
    take(session, house, conversation, staff_id)
    name = resolution.agent_name(session, staff_id)
    notice(session, house, conversation, "agent_joined", name=name)


def reply(
    session: Session,
    house: House,
    conversation_id: str,
    staff_id: str,
    text: str,
    client_id: str | None = None,
    files: Sequence[str] = (),
) -> Receipt:
    """Answer the customer; takes ownership of a queued conversation. NotOwner if a colleague has it."""
    conversation = hold(session, conversation_id)
    if earlier := _sent_before(session, conversation, staff_id, client_id):
        return earlier
    _own(session, house, conversation, staff_id)
    message, *more = attachments.write(session, house, conversation, staff_id, text, files, client_id=client_id)
    conversation.first_reply_at = conversation.first_reply_at or house.now()
    clocks.answered(session, house, conversation)
    conversation.agent_typing_until = None
    conversation.staff_read_seq = (more or [message])[-1].seq
    post_reply(session, house, message)
    touch(session, house, conversation)
    return {"id": message.id, "seq": message.seq}


def add_note(
    session: Session,
    house: House,
    conversation_id: str,
    staff_id: str,
    text: str,
    client_id: str | None = None,
    called: Sequence[str] = (),
    files: Sequence[str] = (),
) -> Receipt:
    """A private note: any agent, any time, never shown to the customer. `called` are colleagues and teams, by id."""
    conversation = hold(session, conversation_id)
    if earlier := _sent_before(session, conversation, staff_id, client_id):
        return earlier
    message, *_ = attachments.write(
        session, house, conversation, staff_id, text, files, private=True, client_id=client_id
    )
    mention(session, message, called)
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


def transfer_to_colleague(
    session: Session, house: House, conversation_id: str, staff_id: str, colleague_id: str, note: str | None = None
) -> None:
    """To a named colleague, with a note only for them. InvalidInput for somebody who cannot take it."""
    conversation = hold(session, conversation_id)
    _may_pass_on(session, conversation, staff_id)
    colleague = session.scalar(select(Staff).where(Staff.id == storable(colleague_id), Staff.active))
    if colleague is None or colleague.role not in AT_THE_DESK:
        raise InvalidInput("This colleague cannot take conversations.", field="staff_id")
    if colleague.id == staff_id:
        raise InvalidInput("It is with you already.", field="staff_id")
    _leave_note(session, house, conversation, staff_id, note)
    log(session, house, conversation, Actor.AGENT, "transferred", staff_id=staff_id, to=colleague.name)
    conversation.waiting_since = conversation.waiting_since or house.now()
    change(session, house, conversation, Status.ASSIGNED, Actor.AGENT, "transferred", staff_id=colleague.id)
    notice(session, house, conversation, "transferred", name=resolution.agent_name(session, colleague.id))


def transfer_to_team(
    session: Session, house: House, conversation_id: str, staff_id: str, team_id: str, note: str | None = None
) -> None:
    """Into the queue of another team, with a note; NotFound for an unknown team."""
    conversation = hold(session, conversation_id)
    _may_pass_on(session, conversation, staff_id)
    team = get_team(session, team_id)
    _leave_note(session, house, conversation, staff_id, note)
    log(session, house, conversation, Actor.AGENT, "transferred", staff_id=staff_id, to=team.name)
    why, conversation.team_id = conversation.reason, team.id
    if conversation.status == Status.ASSIGNED:
        priority = conversation.priority
        send_to_queue(
            session, house, conversation, Actor.AGENT, "transferred", priority, staff_id=staff_id, announce=False
        )
        conversation.reason = why or "transferred"
    notice(session, house, conversation, "transferred_team")
    announce_wait(session, house, conversation, explained=True)


def snooze(session: Session, house: House, conversation_id: str, staff_id: str, until: datetime | None) -> None:
    """Off the table until then, or until the customer writes. InvalidInput for a time that is not ahead."""
    conversation = hold(session, conversation_id)
    if until is not None and not house.now() < until <= house.now() + LONGEST_SNOOZE:
        raise InvalidInput("Snooze until a time within the next 90 days.", field="until")
    if conversation.status == Status.SNOOZED and conversation.assignee_id == staff_id:
        conversation.snoozed_until = until
        log(session, house, conversation, Actor.AGENT, "snoozed", staff_id=staff_id, until=moment_or_none(until))
        return
    _must_own(session, conversation, staff_id)
    if conversation.status != Status.ASSIGNED:
        raise IllegalMove("The customer was asked whether it is solved; wait for the answer.", current="confirming")
    change(
        session,
        house,
        conversation,
        Status.SNOOZED,
        Actor.AGENT,
        "snoozed",
        staff_id=staff_id,
        until=moment_or_none(until),
    )
    conversation.snoozed_until = until


def unsnooze(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Back on the table."""
    conversation = hold(session, conversation_id)
    if conversation.status != Status.SNOOZED or conversation.assignee_id != staff_id:
        raise NotOwner("This conversation is not snoozed by you.", owner=owner_name(session, conversation))
    change(session, house, conversation, Status.ASSIGNED, Actor.AGENT, "unsnoozed", staff_id=staff_id)


def show_typing(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """The owner is typing, for the next few seconds."""
    conversation = hold(session, conversation_id)
    if conversation.status == Status.ASSIGNED and conversation.assignee_id == staff_id:
        conversation.agent_typing_until = house.now() + TYPING
        data: dict[str, str | int | None] = {"conversation_id": conversation.id}
        tell(session, Wake(visitor_topic(conversation.visitor_id), "typing", data))


def mark_read(session: Session, house: House, conversation_id: str, staff_id: str, seq: int) -> None:
    """Staff have seen everything up to here, and this colleague the notes that call them."""
    conversation = hold(session, conversation_id)
    see(session, house, conversation, staff_id, seq)
    newest = select(Message.seq).where(Message.conversation_id == conversation.id).order_by(Message.seq.desc())
    seen = min(seq, session.scalar(newest.limit(1)) or 0)
    if seen > conversation.staff_read_seq:
        conversation.staff_read_seq = seen
        data: dict[str, str | int | None] = {"conversation_id": conversation.id}
        tell(session, Wake(visitor_topic(conversation.visitor_id), "read", data))


def _own(session: Session, house: House, conversation: Conversation, staff_id: str) -> None:
    """Before a reply: mine already, or nobody's, or closed a moment ago."""
    if conversation.assignee_id == staff_id and conversation.status == Status.ASSIGNED:
        return
    if conversation.assignee_id == staff_id and conversation.status in {Status.CONFIRMING, Status.SNOOZED}:
        change(session, house, conversation, Status.ASSIGNED, Actor.AGENT, "replied", staff_id=staff_id)
        return
    if over(session, house, conversation):
        raise IllegalMove("This conversation was closed; the customer must write first.", current="resolved")
    try:
        take(session, house, conversation, staff_id)
    except AlreadyClaimed as error:
        raise NotOwner("A colleague looks after this conversation.", **error.details) from None


def _may_pass_on(session: Session, conversation: Conversation, staff_id: str) -> None:
    """One's own, or one that nobody has yet."""
    if conversation.status != Status.QUEUED:
        _must_own(session, conversation, staff_id)
        if conversation.status != Status.ASSIGNED:
            raise IllegalMove("The customer was asked whether it is solved; wait for the answer.", current="confirming")


def _leave_note(session: Session, house: House, conversation: Conversation, staff_id: str, note: str | None) -> None:
    if note and note.strip():
        words = clean(note, house.settings.message_max_chars)
        say(session, house, conversation, Actor.AGENT, words, staff_id=staff_id, private=True)


def _must_own(session: Session, conversation: Conversation, staff_id: str) -> None:
    if conversation.assignee_id != staff_id or conversation.status not in {Status.ASSIGNED, Status.CONFIRMING}:
        raise NotOwner("This conversation is not yours.", owner=owner_name(session, conversation))


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
