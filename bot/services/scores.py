"""Scores and their reasons: saved with the first tap, kept whatever becomes of the conversation."""

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message
from bot.db.models.rating import Rating, RatingKind
from bot.domain import choices
from bot.domain.choices import is_farewell, read_answer
from bot.domain.conversation import WITH_PEOPLE, Actor, Status, raised
from bot.domain.promotion import may_promote
from bot.domain.score import Feeling, feeling
from bot.services import resolution
from bot.services.changes import log
from bot.services.history import latest_moods
from bot.services.house import House
from bot.services.knowledge import current
from bot.services.saying import notice, say, texts_for
from bot.services.turns import enqueue

WHY_WITHIN = timedelta(hours=1)
"""So long the next words after the question why are the answer to it."""
_COMMENTED_WHILE = {RatingKind.CSAT: Status.RESOLVED, RatingKind.NPS: Status.BOT}


def save_csat(session: Session, house: House, conversation: Conversation, score: int, key: str) -> None:
    """1 to 5. 1 or 2 reopens a resolved conversation with raised priority; people make good what the bot could not."""
    _save(session, house, conversation, RatingKind.CSAT, score, key)
    conversation.score = score
    log(session, house, conversation, Actor.CUSTOMER, "scored", score=score)
    if score > 2:
        texts = texts_for(session, house, conversation.visitor_id)
        words, more = texts("thanks_score"), (texts("choice_comment"), choices.COMMENT)
        say(session, house, conversation, Actor.SYSTEM, words, kind=Kind.CHOICES, choices=(more,))
    elif conversation.status == Status.RESOLVED:
        notice(session, house, conversation, "sorry_score")
        resolution.back_to_people(session, house, conversation, "low_score", raised(conversation.priority))
        conversation.score = score


def save_nps(
    session: Session, house: House, conversation: Conversation, score: int, key: str, reason: str | None = None
) -> None:
    """0 to 10, asked for or not; then the reason, unless it came with the score."""
    rating = _save(session, house, conversation, RatingKind.NPS, score, key)
    log(session, house, conversation, Actor.CUSTOMER, "recommends", score=score)
    if reason is not None:
        rating.comment = reason
        _thank_for_reason(session, house, conversation, score)
        return
    rating.asked_why_at = house.now()
    texts = texts_for(session, house, conversation.visitor_id)
    words = texts(f"recommend_{feeling(score).name.lower()}", score=score)
    skip = (texts("choice_no_comment"), choices.NO_COMMENT)
    say(session, house, conversation, Actor.BOT, words, kind=Kind.CHOICES, choices=(skip,))


def ask_comment(session: Session, house: House, conversation: Conversation) -> None:
    """The customer has something to add to the score."""
    rating = _newest(session, conversation)
    if rating is not None:
        rating.asked_why_at = house.now()
        notice(session, house, conversation, "ask_comment")


def awaiting(session: Session, house: House, conversation: Conversation) -> Rating | None:
    """The score whose reason was asked for a moment ago."""
    rating = _newest(session, conversation)
    asked = rating.asked_why_at if rating else None
    if rating is None or asked is None or house.now() - asked >= WHY_WITHIN:
        return None
    return rating if conversation.status == _COMMENTED_WHILE[rating.kind] else None


def take_comment(session: Session, house: House, conversation: Conversation, rating: Rating, message: Message) -> None:
    """What is said to the question why. A question in it gets its answer as well."""
    if is_farewell(message.text) or read_answer(message.text) == "no":
        no_comment(session, house, conversation)
        return
    rating.comment, rating.asked_why_at = message.text, None
    if rating.kind == RatingKind.NPS:
        _thank_for_reason(session, house, conversation, rating.score)
    else:
        notice(session, house, conversation, "thanks_comment")
    if "?" in message.text and conversation.status == Status.BOT:
        enqueue(session, house, conversation, message)


def no_comment(session: Session, house: House, conversation: Conversation) -> None:
    """Not said, or no colleague wanted. The score itself stays."""
    rating = awaiting(session, house, conversation)
    if rating is not None:
        rating.asked_why_at = None
    if rating is not None and rating.kind == RatingKind.NPS:
        _thank_for_reason(session, house, conversation, rating.score)
    else:
        author = Actor.BOT if conversation.status == Status.BOT else Actor.SYSTEM
        say(session, house, conversation, author, texts_for(session, house, conversation.visitor_id)("welcome"))


def given_since(session: Session, house: House, conversation: Conversation, days: int) -> bool:
    """Whether this customer has said lately if they would recommend us."""
    theirs = Rating.visitor_id == conversation.visitor_id
    if conversation.contact_id is not None:
        theirs = or_(theirs, Rating.contact_id == conversation.contact_id)
    lately = Rating.at > house.now() - timedelta(days=days)
    given = select(Rating.id).where(Rating.kind == RatingKind.NPS, theirs, lately)
    return session.scalar(given.limit(1)) is not None


def open_case(session: Session, conversation: Conversation) -> bool:
    """Something of this customer's is with people, or waits for a "solved"."""
    theirs = Conversation.visitor_id == conversation.visitor_id
    if conversation.contact_id is not None:
        theirs = or_(theirs, Conversation.contact_id == conversation.contact_id)
    open = select(Conversation.id).where(theirs, Conversation.status.in_((*WITH_PEOPLE, Status.CONFIRMING)))
    return session.scalar(open.limit(1)) is not None


def _save(session: Session, house: House, conversation: Conversation, kind: RatingKind, score: int, key: str) -> Rating:
    """One for each question or turn; a repeated turn finds the first."""
    rating = session.scalar(select(Rating).where(Rating.key == key))
    if rating is None:
        rating = Rating(key=key, kind=kind, conversation_id=conversation.id, visitor_id=conversation.visitor_id)
        session.add(rating)
        rating.contact_id, rating.staff_id = conversation.contact_id, conversation.assignee_id
        rating.lane, rating.topic = conversation.lane, conversation.topic
        rating.score, rating.at = score, house.now()
        session.flush()
    return rating


def _newest(session: Session, conversation: Conversation) -> Rating | None:
    given = select(Rating).where(Rating.conversation_id == conversation.id)
    return session.scalar(given.order_by(Rating.at.desc(), Rating.id).limit(1))


def _thank_for_reason(session: Session, house: House, conversation: Conversation, score: int) -> None:
    """Who is unhappy is offered a person; who would recommend us hears what both get, if nothing weighs on them."""
    group = feeling(score)
    texts = texts_for(session, house, conversation.visitor_id)
    words = texts(f"recommend_why_{group.name.lower()}")
    if group is Feeling.DETRACTOR:
        person = (texts("choice_put_right"), choices.PUT_RIGHT)
        leave = (texts("choice_no_person"), choices.NO_COMMENT)
        say(session, house, conversation, Actor.BOT, words, kind=Kind.CHOICES, choices=(person, leave))
        return
    say(session, house, conversation, Actor.BOT, words)
    if group is Feeling.PROMOTER and _may_hear_of_rewards(session, conversation):
        policy = current(session).policies.referral.says
        say(session, house, conversation, Actor.BOT, texts("referral", policy=policy))


def _may_hear_of_rewards(session: Session, conversation: Conversation) -> bool:
    """As for everything promotional: not while anything is open, in support, or in a bad mood."""
    open = open_case(session, conversation)
    return may_promote(conversation.lane, open, latest_moods(session, conversation), suggested=False)
