"""Who owes the answer to what a customer just said, by the state of the conversation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message
from bot.domain import choices
from bot.domain.choices import (
    BackToBot,
    Choice,
    ForEngine,
    NotSolved,
    Person,
    Score,
    Solved,
    meaning_of,
    read_answer,
    read_score,
)
from bot.domain.conversation import Actor, Status, raised
from bot.services import clocks, resolution
from bot.services.changes import change
from bot.services.house import House
from bot.services.receiving import current_conversation, store
from bot.services.saying import notice, say
from bot.services.turns import ask_for_hint, enqueue, try_failed_turn_again
from bot.services.waiting import send_to_queue


def take_text(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """A typed message. Answers to our own questions count as if the button had been pressed."""
    match conversation.status:
        case Status.CONFIRMING:
            _answer_or_judge(session, house, conversation, message)
        case Status.RESOLVED:
            score = read_score(message.text)
            survey = _open_survey(session, conversation)
            if score is not None and survey is not None:
                survey.chosen = str(score)
                resolution.save_score(session, house, conversation, score)
            else:
                _reopen(session, house, conversation)
                _deliver(session, house, conversation, message)
        case _:
            _deliver(session, house, conversation, message)


def take_file(session: Session, house: House, conversation: Conversation) -> None:
    """People look at it; the bot says that it cannot, and offers one of them."""
    if conversation.status in {Status.CONFIRMING, Status.RESOLVED}:
        _reopen(session, house, conversation)
    if conversation.status == Status.BOT:
        person = (house.texts("choice_person"), choices.PERSON)
        words = house.texts("file_unread")
        say(session, house, conversation, Actor.BOT, words, kind=Kind.CHOICES, choices=(person,))
    else:
        _wait_for_people(session, house, conversation)


def take_choice(session: Session, house: House, asked: Message, choice: Choice, client_id: str) -> Message:
    """A pressed button. One that the conversation has moved past is delivered as the words on it."""
    meaning = meaning_of(choice.payload)
    if isinstance(meaning, Score):
        conversation = session.get_one(Conversation, asked.conversation_id)
        message = store(session, house, conversation, client_id, choice.title)
        resolution.save_score(session, house, conversation, meaning.score)
        return message
    conversation = current_conversation(session, house, asked.visitor_id, writing=True)
    message = store(session, house, conversation, client_id, choice.title)
    match meaning, conversation.status:
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
        case BackToBot(), Status.QUEUED:
            go_on_with_bot(session, house, conversation)
        case ForEngine(payload), Status.BOT | Status.CONFIRMING | Status.RESOLVED:
            if conversation.status != Status.BOT:
                _reopen(session, house, conversation)
            _deliver(session, house, conversation, message, payload)
        case _:
            _deliver(session, house, conversation, message)
    return message


def ask_for_person(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """By a button, in whatever language: works without the engine, and twice asked is a message like any other."""
    match conversation.status:
        case Status.CONFIRMING if conversation.confirming_by == Actor.AGENT:
            resolution.not_solved(session, house, conversation, message)
        case Status.BOT | Status.CONFIRMING | Status.RESOLVED:
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "asked")
        case _:
            _deliver(session, house, conversation, message)


def go_on_with_bot(session: Session, house: House, conversation: Conversation) -> None:
    """queued → bot, because the customer chose so; what the bot still owed is tried again."""
    change(session, house, conversation, Status.BOT, Actor.CUSTOMER, "chose_bot")
    if not try_failed_turn_again(session, house, conversation):
        notice(session, house, conversation, "bot_again")


def new_message_while_confirming(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """It was no answer to "did that solve it?": whoever asked goes on with it."""
    _reopen(session, house, conversation)
    _deliver(session, house, conversation, message)


def _answer_or_judge(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """Short and clear answers are decided here; the engine judges the rest (see `turns.settle_judgement`)."""
    conversation.remind_at = conversation.close_at = None
    match read_answer(message.text):
        case "yes":
            resolution.solved(session, house, conversation)
        case "no":
            resolution.not_solved(session, house, conversation, message)
        case "person" if conversation.confirming_by == Actor.BOT:
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "asked")
        case "person":
            resolution.not_solved(session, house, conversation, message)
        case None:
            enqueue(session, house, conversation, message)


def _reopen(session: Session, house: House, conversation: Conversation) -> None:
    """Back to the agent who had it, or to the bot."""
    agent = resolution.last_agent(session, conversation)
    target = Status.BOT if agent is None else Status.ASSIGNED
    change(session, house, conversation, target, Actor.CUSTOMER, "wrote_again")


def _deliver(
    session: Session, house: House, conversation: Conversation, message: Message, payload: str | None = None
) -> None:
    """To the owner: the bot gets a turn, people get a hint."""
    if conversation.status == Status.BOT:
        enqueue(session, house, conversation, message, payload)
        return
    _wait_for_people(session, house, conversation)
    ask_for_hint(session, conversation, message)


def _wait_for_people(session: Session, house: House, conversation: Conversation) -> None:
    match conversation.status:
        case Status.SNOOZED if resolution.last_agent(session, conversation) is None:
            change(session, house, conversation, Status.QUEUED, Actor.SYSTEM, "wrote_again")
        case Status.SNOOZED:
            change(session, house, conversation, Status.ASSIGNED, Actor.CUSTOMER, "wrote_again")
    clocks.customer_waits(session, house, conversation)
    if conversation.status == Status.ASSIGNED:
        clocks.colleague_owes(session, house, conversation)


def _open_survey(session: Session, conversation: Conversation) -> Message | None:
    asked = select(Message).where(
        Message.conversation_id == conversation.id, Message.kind == Kind.SURVEY, Message.chosen.is_(None)
    )
    return session.scalar(asked.order_by(Message.seq.desc()).limit(1))
