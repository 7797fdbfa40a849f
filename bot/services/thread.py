"""What a visitor may read, and what they may say."""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message, Turn, TurnStatus
from bot.db.models.staff import Staff
from bot.db.models.visitor import Visitor
from bot.domain.conversation import Actor, Status
from bot.domain.errors import BadToken
from bot.domain.typed import check_client_id, clean
from bot.services import resolution
from bot.services.blocking import check_not_blocked
from bot.services.changes import hold_visitor
from bot.services.customer import take_text
from bot.services.files import files_of
from bot.services.house import House
from bot.services.mails import forget_wish
from bot.services.merging import follow, hold_writer
from bot.services.pressing import ask_for_person, take_choice
from bot.services.profiles import check_consent
from bot.services.receiving import current_conversation, first_result, offered_choice, store
from bot.services.views import ConversationView, FileView, MessageView, Receipt, ThreadView, choice_views, moment
from bot.services.waiting import queue_view


def receive_text(
    session: Session,
    house: House,
    visitor_id: str,
    client_id: str,
    text: str,
    *,
    for_person: bool = False,
    locale: str | None = None,
) -> Receipt:
    """Store a typed message and decide who owes the answer; `for_person` came by the button that asks for one.

    A repeated `client_id` is answered with the first result, whatever the text says now.
    InvalidInput for an empty text or a bad client id, TooLarge above `message_max_chars`.
    """
    check_client_id(client_id)
    words = clean(text, house.settings.message_max_chars)
    _listen(house, _enter(session, visitor_id, writing=True), locale)
    if earlier := first_result(session, visitor_id, client_id):
        return earlier
    check_consent(session, visitor_id)
    follow(session, house, visitor_id)
    conversation = current_conversation(session, house, visitor_id, writing=True)
    message = store(session, house, conversation, client_id, words)
    forget_wish(session, visitor_id)
    if for_person:
        ask_for_person(session, house, conversation, message)
    else:
        take_text(session, house, conversation, message)
    return {"id": message.id, "seq": message.seq}


def receive_choice(
    session: Session,
    house: House,
    visitor_id: str,
    client_id: str,
    message_id: str,
    choice_id: str,
    *,
    locale: str | None = None,
) -> Receipt:
    """Take one of the offered choices, once.

    NotFound for another visitor's message or an unknown choice, AlreadyAnswered for a second answer.
    """
    check_client_id(client_id)
    _listen(house, _enter(session, visitor_id, writing=True), locale)
    if earlier := first_result(session, visitor_id, client_id):
        return earlier
    asked, choice = offered_choice(session, visitor_id, message_id, choice_id)
    asked.chosen = choice.id
    follow(session, house, visitor_id)
    message = take_choice(session, house, asked, choice, client_id)
    return {"id": message.id, "seq": message.seq}


def read_thread(session: Session, house: House, visitor_id: str, after: int = 0, limit: int = 200) -> ThreadView:
    """The messages after a seq, over all of the visitor's conversations, without notes and payloads."""
    found = session.execute(
        select(Message, Staff.name)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(Message.visitor_id == visitor_id, Message.seq > after, Message.private.is_(False))
        .order_by(Message.seq)
        .limit(limit)
    )
    rows = found.all()
    files = files_of(session, [message.id for message, _ in rows if message.kind == Kind.FILE])
    messages = [message_view(message, name, files.get(message.id)) for message, name in rows]
    conversation = current_conversation(session, house, visitor_id)
    return {"messages": messages, "conversation": conversation_view(session, house, conversation)}


def conversation_view(session: Session, house: House, conversation: Conversation) -> ConversationView:
    waiting = conversation.status == Status.QUEUED
    with_agent = conversation.status in {Status.ASSIGNED, Status.CONFIRMING, Status.SNOOZED}
    return {
        "id": conversation.id,
        "status": conversation.status.value,
        "queue": queue_view(session, house, conversation) if waiting else None,
        "typing": _typing(session, house, conversation),
        "agent": (resolution.agent_name(session, conversation.assignee_id) or None) if with_agent else None,
        "seen_seq": conversation.staff_read_seq,
    }


def message_view(message: Message, name: str | None, file: FileView | None) -> MessageView:
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "author": message.author.value,
        "name": name.split()[0] if name else None,
        "kind": message.kind.value,
        "text": message.text,
        "choices": choice_views(message),
        "chosen": message.chosen,
        "link": message.link,
        "helpful": message.helpful,
        "file": file,
        "client_id": message.client_id if message.author == Actor.CUSTOMER else None,
        "created_at": moment(message.created_at),
    }


def mark_read(session: Session, house: House, visitor_id: str, seq: int) -> None:
    """The customer has seen everything up to here."""
    visitor = _enter(session, visitor_id)
    conversation = current_conversation(session, house, visitor_id)
    conversation.customer_read_seq = max(conversation.customer_read_seq, min(seq, visitor.last_seq))


def end_chat(session: Session, house: House, visitor_id: str) -> None:
    """The customer leaves: resolved, not confirmed. Ending twice changes nothing."""
    _enter(session, visitor_id)
    conversation = current_conversation(session, house, visitor_id)
    if conversation.status != Status.RESOLVED:
        resolution.end(session, house, conversation)


def _enter(session: Session, visitor_id: str, *, writing: bool = False) -> Visitor:
    visitor = (hold_writer if writing else hold_visitor)(session, visitor_id)
    if visitor is None:
        raise BadToken("This visitor is not known any more.")
    return visitor


def _listen(house: House, visitor: Visitor, locale: str | None) -> None:
    """From now on the house speaks as the chat does; Blocked, in that language."""
    if locale is not None:
        visitor.locale = locale if locale in house.texts.others else None
    check_not_blocked(house, visitor)


def _typing(session: Session, house: House, conversation: Conversation) -> Literal["bot", "agent"] | None:
    """The bot types while it owes an answer and has not had to excuse itself."""
    typing_until = conversation.agent_typing_until
    if conversation.status == Status.ASSIGNED and typing_until is not None and typing_until > house.now():
        return "agent"
    if conversation.status not in {Status.BOT, Status.CONFIRMING}:
        return None
    owed = select(Turn.excused).where(Turn.conversation_id == conversation.id, Turn.status == TurnStatus.PENDING)
    excused = session.scalars(owed).all()
    return "bot" if excused and not any(excused) else None
