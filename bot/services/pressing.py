"""What the customer's buttons do, pressed or typed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message
from bot.domain.choices import (
    BackToBot,
    Choice,
    Comment,
    ForEngine,
    HowItGoes,
    Meaning,
    NotSolved,
    Person,
    PutRight,
    Recommend,
    Score,
    Solved,
    meaning_of,
    read_answer,
)
from bot.domain.conversation import Actor, Priority, Status, raised
from bot.services import checkins, due, resolution, scores
from bot.services.changes import change
from bot.services.delivering import deliver
from bot.services.house import House
from bot.services.receiving import current_conversation, store
from bot.services.saying import notice
from bot.services.turns import try_failed_turn_again
from bot.services.waiting import send_to_queue


def take_choice(session: Session, house: House, asked: Message, choice: Choice, client_id: str) -> Message:
    """A pressed button. One that the conversation has moved past is delivered as the words on it."""
    meaning = meaning_of(choice.payload)
    conversation = session.get_one(Conversation, asked.conversation_id)
    if not isinstance(meaning, Score) or conversation.merged_into_id is not None:
        conversation = current_conversation(session, house, asked.visitor_id, writing=True)
    message = store(session, house, conversation, client_id, choice.title)
    _carry_out(session, house, conversation, message, asked, meaning)
    return message


def take_typed_choice(session: Session, house: House, conversation: Conversation, message: Message) -> bool:
    """Words that are one of the house's own buttons, right below it, count as if it had been pressed."""
    before = select(Message).where(Message.conversation_id == conversation.id, Message.seq < message.seq)
    asked = session.scalar(before.where(Message.private.is_(False)).order_by(Message.seq.desc()).limit(1))
    if asked is None or asked.chosen is not None:
        return False
    answer, words = read_answer(message.text), message.text.strip().casefold()
    for choice in asked.choices:
        ours = choice["payload"].startswith("gateway:")
        if ours and (choice["title"].casefold() == words or (answer is not None and choice["value"] == answer)):
            asked.chosen = choice["id"]
            _carry_out(session, house, conversation, message, asked, meaning_of(choice["payload"]))
            return True
    return False


def _carry_out(
    session: Session, house: House, conversation: Conversation, message: Message, asked: Message, meaning: Meaning
) -> None:
    match meaning, conversation.status:
        case Score(score), _:
            scores.save_csat(session, house, conversation, score, asked.id)
        case Solved(), Status.CONFIRMING | Status.QUEUED | Status.BOT:
            resolution.solved(session, house, conversation)
        case Solved(), Status.RESOLVED:
            pass
        case NotSolved(), Status.CONFIRMING | Status.BOT:
            resolution.not_solved(session, house, conversation, message)
        case NotSolved(), Status.RESOLVED:
            urgency = raised(conversation.priority)
            resolution.back_to_people(session, house, conversation, "not_solved", urgency)
        case Person(), _:
            ask_for_person(session, house, conversation, message)
        case Comment(wanted), Status.RESOLVED | Status.BOT:
            (scores.ask_comment if wanted else scores.no_comment)(session, house, conversation)
        case HowItGoes(answer), Status.BOT if item := due.asked(session, conversation.id):
            checkins.take_answer(session, house, conversation, item, answer)
        case Recommend(score), Status.BOT if item := due.asked(session, conversation.id):
            checkins.take_score(session, house, conversation, item, score)
        case PutRight(), Status.BOT | Status.CONFIRMING | Status.RESOLVED:
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "success_unhappy", Priority.HIGH)
        case BackToBot(), Status.QUEUED:
            go_on_with_bot(session, house, conversation)
        case ForEngine(payload), _:
            deliver(session, house, conversation, message, payload)
        case _:
            deliver(session, house, conversation, message)


def ask_for_person(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """By a button, in whatever language: works without the engine, and twice asked is a message like any other."""
    match conversation.status:
        case Status.CONFIRMING if conversation.confirming_by == Actor.AGENT:
            resolution.not_solved(session, house, conversation, message)
        case Status.BOT | Status.CONFIRMING | Status.RESOLVED:
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "asked")
        case _:
            deliver(session, house, conversation, message)


def go_on_with_bot(session: Session, house: House, conversation: Conversation) -> None:
    """queued → bot, because the customer chose so; what the bot still owed is tried again."""
    change(session, house, conversation, Status.BOT, Actor.CUSTOMER, "chose_bot")
    if not try_failed_turn_again(session, house, conversation):
        notice(session, house, conversation, "bot_again")
