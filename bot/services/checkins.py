"""How is it going? Asked when it is due, once, and only where it is welcome; a bad answer becomes a case."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem
from bot.db.models.message import Kind, Message
from bot.db.models.shop import Contact, Order
from bot.db.models.visitor import Visitor
from bot.domain import choices
from bot.domain.conversation import Actor, Priority, Status, higher, raised
from bot.domain.lanes import Lane
from bot.services import due, followups, mails, scores
from bot.services.changes import log
from bot.services.hours import local_time
from bot.services.house import House
from bot.services.receiving import current_conversation, over
from bot.services.saying import say, texts_for
from bot.services.texts import Texts
from bot.services.turns import enqueue
from bot.services.waiting import send_to_queue

ASKED_LATELY = timedelta(days=7)
"""A check-in without an answer stays open for so long, and no other one is asked meanwhile."""
PATIENCE = timedelta(days=45)
"""What could not be asked so long after it was planned is not worth asking any more."""
LATER, A_MOMENT = timedelta(days=1), timedelta(hours=1)

Answer = Literal["well", "badly", "never"]
_WELL = frozenset({"chat_affirm", "chat_solved", "success_checkin_good", "service_give_praise"})
_BADLY = frozenset({"chat_deny", "chat_not_solved", "success_checkin_bad", "service_complain", "support_troubleshoot"})
_NEVER = frozenset({"chat_stop"})


def ask(session: Session, house: House, item: DueItem) -> None:
    """Is it still well with what was solved or delivered?"""
    wait = _before_asking(session, house, item) or _not_there_yet(session, item)
    if wait is not None:
        _do_not_ask(house, item, wait)
    else:
        texts = texts_for(session, house, item.visitor_id)
        buttons = (
            (texts("choice_all_well"), choices.ALL_WELL),
            (texts("choice_not_well"), choices.NOT_WELL),
            (texts("choice_no_checkins"), choices.NO_CHECKINS),
        )
        _say(session, house, item, _question(session, house, item), buttons)


def ask_score(session: Session, house: House, item: DueItem) -> None:
    """Would they recommend us, from 0 to 10?"""
    rules, conversation = followups.rules(session), current_conversation(session, house, item.visitor_id)
    wait = _before_asking(session, house, item)
    if wait is not None:
        _do_not_ask(house, item, wait)
    elif rules is None or scores.given_since(session, house, conversation, rules.score_every_days):
        _do_not_ask(house, item, "asked_lately")
    else:
        numbers = tuple((str(score), f"{choices.RECOMMEND}{score}") for score in range(11))
        texts = texts_for(session, house, item.visitor_id)
        later = (texts("choice_no_score"), choices.NO_SCORE)
        words = texts("ask_recommend", hello=_hello(session, texts, conversation))
        _say(session, house, item, words, (*numbers, later))


def take_answer(session: Session, house: House, conversation: Conversation, item: DueItem, answer: Answer) -> None:
    """Well leads to the question for a score some days later; badly brings people, with all that was before."""
    texts = texts_for(session, house, conversation.visitor_id)
    due.finish(house, item, answer)
    log(session, house, conversation, Actor.CUSTOMER, "checkin", answer=answer, about=item.payload.get("about"))
    match answer:
        case "well":
            say(session, house, conversation, Actor.BOT, texts("checkin_well"))
            followups.plan_score(session, house, conversation, item)
        case "badly" if conversation.status == Status.BOT:
            say(session, house, conversation, Actor.BOT, texts("checkin_badly"))
            urgency = higher(Priority.HIGH, raised(conversation.priority))
            send_to_queue(session, house, conversation, Actor.CUSTOMER, "checkin_bad", urgency, explained=True)
        case "never":
            session.get_one(Visitor, conversation.visitor_id).no_checkins_at = house.now()
            say(session, house, conversation, Actor.BOT, texts("checkin_never"))


def take_score(session: Session, house: House, conversation: Conversation, item: DueItem, score: int | None) -> None:
    """None: not now, and so not again for a long time."""
    due.finish(house, item, "declined" if score is None else "scored")
    if score is None:
        say(session, house, conversation, Actor.BOT, texts_for(session, house, conversation.visitor_id)("no_score"))
    else:
        scores.save_nps(session, house, conversation, score, item.id)


def take_judgement(
    session: Session, house: House, conversation: Conversation, item: DueItem, message: Message, intent: str | None
) -> None:
    """A typed answer, as the engine reads it. What is none goes on as a message like any other."""
    for answer, intents in _ANSWERS.items():
        if intent in intents:
            take_answer(session, house, conversation, item, answer)
            return
    due.finish(house, item, "went_on")
    enqueue(session, house, conversation, message)


_ANSWERS: dict[Answer, frozenset[str]] = {"well": _WELL, "badly": _BADLY, "never": _NEVER}


def _do_not_ask(house: House, item: DueItem, wait: timedelta | str) -> None:
    if isinstance(wait, timedelta):
        due.postpone(house, item, wait)
    else:
        due.drop(house, item, wait)


def _before_asking(session: Session, house: House, item: DueItem) -> timedelta | str | None:
    """How long to wait, why not at all, or None: now."""
    conversation = current_conversation(session, house, item.visitor_id)
    if house.now() - item.created_at > PATIENCE:
        return "too_late"
    if _unwanted(session, conversation):
        return "unwanted"
    if due.told_since(session, item, conversation, house.now() - ASKED_LATELY):
        return "asked_lately"
    if scores.open_case(session, conversation):
        return LATER
    if conversation.status == Status.RESOLVED and not over(session, house, conversation):
        return LATER
    if conversation.status == Status.BOT and house.now() - conversation.updated_at < A_MOMENT:
        return A_MOMENT
    return None


def _not_there_yet(session: Session, item: DueItem) -> timedelta | str | None:
    """The case is open again, or the parcel has not arrived."""
    if item.payload["about"] == "delivery":
        order = session.scalar(select(Order).where(Order.number == item.payload["order"]))
        return None if order and followups.delivered_at(session, order) else LATER
    case = session.get_one(Conversation, item.payload["conversation_id"])
    return None if case.status == Status.RESOLVED else "not_solved"


def _unwanted(session: Session, conversation: Conversation) -> bool:
    theirs = Visitor.id == conversation.visitor_id
    if conversation.contact_id is not None:
        theirs = theirs | (Visitor.contact_id == conversation.contact_id)
    said_no = select(Visitor.id).where(theirs, Visitor.no_checkins_at.is_not(None))
    return session.scalar(said_no.limit(1)) is not None


def _question(session: Session, house: House, item: DueItem) -> str:
    texts = texts_for(session, house, item.visitor_id)
    hello = _hello(session, texts, current_conversation(session, house, item.visitor_id))
    if item.payload["about"] == "delivery":
        return texts("checkin_delivery", hello=hello, order=item.payload["order"])
    solved_at: datetime | None = session.get_one(Conversation, item.payload["conversation_id"]).resolved_at
    day = texts.day(local_time(session, solved_at or item.created_at).date())
    return texts("checkin_solved", hello=hello, day=day)


def _hello(session: Session, texts: Texts, conversation: Conversation) -> str:
    contact = session.get(Contact, conversation.contact_id) if conversation.contact_id else None
    return texts("hello_name", name=contact.name.split()[0]) if contact else texts("hello")


def _say(session: Session, house: House, item: DueItem, words: str, buttons: tuple[tuple[str, str], ...]) -> None:
    """In the chat, where it waits for the next visit; by e-mail as well, to a known customer."""
    conversation = current_conversation(session, house, item.visitor_id, writing=True)
    if conversation.lane is None:
        conversation.lane, conversation.topic = Lane.SUCCESS.value, item.kind.value
    item.conversation_id = conversation.id
    message = say(session, house, conversation, Actor.BOT, words, kind=Kind.CHOICES, choices=buttons)
    log(session, house, conversation, Actor.BOT, f"asked_{item.kind.value}")
    mails.post_question(session, house, message, conversation.contact_id)
