"""Who owes the answer to what a customer just said, by the state of the conversation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem, DueKind
from bot.db.models.message import Kind, Message
from bot.domain import choices
from bot.domain.choices import is_farewell, read_answer, read_score
from bot.domain.conversation import Actor, Status
from bot.domain.score import read_answer as read_recommendation
from bot.services import checkins, due, resolution, scores
from bot.services.delivering import deliver, reopen, wait_for_people
from bot.services.house import House
from bot.services.pressing import take_typed_choice
from bot.services.saying import notice, say, texts_for
from bot.services.turns import enqueue
from bot.services.waiting import send_to_queue


def take_text(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """A typed message. Answers to our own questions count as if the button had been pressed."""
    rating = scores.awaiting(session, house, conversation)
    asked = due.asked(session, conversation.id)
    match conversation.status:
        case Status.BOT if take_typed_choice(session, house, conversation, message):
            pass
        case _ if rating is not None and read_answer(message.text) != "person":
            scores.take_comment(session, house, conversation, rating, message)
        case Status.CONFIRMING:
            _answer_or_judge(session, house, conversation, message)
        case Status.RESOLVED:
            _after_the_end(session, house, conversation, message)
        case Status.BOT if asked is not None and asked.kind == DueKind.NPS:
            _answer_to_nps(session, house, conversation, asked, message)
        case _:
            deliver(session, house, conversation, message)


def _after_the_end(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """A score, a thank-you, or something that opens it again."""
    score, survey = read_score(message.text), _open_survey(session, conversation)
    if score is not None and survey is not None:
        survey.chosen = str(score)
        scores.save_csat(session, house, conversation, score, survey.id)
    elif is_farewell(message.text):
        notice(session, house, conversation, "welcome")
    else:
        deliver(session, house, conversation, message)


def _answer_to_nps(
    session: Session, house: House, conversation: Conversation, asked: DueItem, message: Message
) -> None:
    """ "9 out of 10, because…"; anything else is a message like any other."""
    score = read_recommendation(message.text)
    if score is not None:
        checkins.take_score(session, house, conversation, asked, score)
    else:
        due.finish(house, asked, "went_on")
        deliver(session, house, conversation, message)


def take_file(session: Session, house: House, conversation: Conversation) -> None:
    """People look at it; the bot says that it cannot, and offers one of them."""
    if conversation.status in {Status.CONFIRMING, Status.RESOLVED}:
        reopen(session, house, conversation)
    if conversation.status == Status.BOT:
        texts = texts_for(session, house, conversation.visitor_id)
        person = (texts("choice_person"), choices.PERSON)
        words = texts("file_unread")
        say(session, house, conversation, Actor.BOT, words, kind=Kind.CHOICES, choices=(person,))
    else:
        wait_for_people(session, house, conversation)


def _answer_or_judge(session: Session, house: House, conversation: Conversation, message: Message) -> None:
    """Short and clear answers are decided here; the engine judges the rest (see `turns.settle_judgement`)."""
    conversation.remind_at = conversation.close_at = None
    if read_answer(message.text) is None and is_farewell(message.text):
        resolution.take_thanks(session, house, conversation)
        return
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


def _open_survey(session: Session, conversation: Conversation) -> Message | None:
    asked = select(Message).where(
        Message.conversation_id == conversation.id, Message.kind == Kind.SURVEY, Message.chosen.is_(None)
    )
    return session.scalar(asked.order_by(Message.seq.desc()).limit(1))
