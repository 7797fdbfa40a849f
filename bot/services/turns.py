"""What the bot owes an answer to: created here with a customer's message, leased to one worker at a time.

A turn stays `pending` until the transaction that stores its answer. Whatever dies before that, the turn is run again
under the same id, and the engine answers a repeated id from its tracker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Message, Turn, TurnStatus
from bot.db.session import tell
from bot.domain.conversation import Actor, Status
from bot.domain.events import TURNS, Wake
from bot.services import due, several_requests
from bot.services.changes import change, hold, log
from bot.services.context import context_before
from bot.services.history import history_before
from bot.services.hours import local_time
from bot.services.house import House
from bot.services.identity import proven_contact

LEASE = timedelta(seconds=10)
"""Renewed while a turn runs; after a crash nobody waits longer than this."""


@dataclass(frozen=True)
class Job:
    """A turn as the engine needs it. `judge`: first find out whether it answers what the gateway has asked."""

    turn_id: str
    conversation_id: str
    text: str
    payload: str | None
    judge: bool
    metadata: dict[str, Any] = field(default_factory=dict)


def enqueue(
    session: Session, house: House, conversation: Conversation, message: Message, payload: str | None = None
) -> Turn:
    """The engine shall answer this message; `payload` replaces its text."""
    turn = Turn(
        conversation_id=conversation.id,
        message_id=message.id,
        seq=message.seq,
        payload=payload,
        next_try_at=house.now(),
        created_at=house.now(),
    )
    session.add(turn)
    session.flush()
    message.turn_id = turn.id
    wake_runner(session, conversation.id)
    return turn


def follow(session: Session, house: House, turn: Turn, texts: Sequence[str]) -> None:
    """Turns for the other requests of the same message, behind this one."""
    for part, text in enumerate(texts, turn.part + 1):
        session.add(
            Turn(
                conversation_id=turn.conversation_id,
                message_id=turn.message_id,
                seq=turn.seq,
                part=part,
                text=text,
                next_try_at=house.now(),
                created_at=house.now(),
            )
        )


def ask_for_hint(session: Session, conversation: Conversation, message: Message) -> None:
    """People answer this message; the engine may still parse it for them, if it is up."""
    tell(session, Wake(TURNS, "hint", {"conversation_id": conversation.id, "message_id": message.id}))


def wake_runner(session: Session, conversation_id: str) -> None:
    tell(session, Wake(TURNS, "turn", {"conversation_id": conversation_id}))


def try_failed_turn_again(session: Session, house: House, conversation: Conversation) -> bool:
    """The question that sent the customer to people because the bot was down, if there is one."""
    if conversation.reason != "bot_unavailable":
        return False
    failed = select(Turn).where(Turn.conversation_id == conversation.id, Turn.status == TurnStatus.FAILED)
    turn = session.scalar(failed.order_by(Turn.seq.desc()).limit(1))
    if turn is None:
        return False
    turn.status, turn.attempts, turn.excused, turn.first_try_at = TurnStatus.PENDING, 0, False, None
    turn.next_try_at = house.now()
    wake_runner(session, conversation.id)
    return True


def due_conversations(session: Session, house: House, limit: int = 200) -> Sequence[str]:
    """Those with a pending turn whose time has come and that no living worker holds."""
    now = house.now()
    due = (
        select(Turn.conversation_id)
        .join(Conversation, Conversation.id == Turn.conversation_id)
        .where(Turn.status == TurnStatus.PENDING, Turn.next_try_at <= now)
        .where(or_(Conversation.lease_until.is_(None), Conversation.lease_until <= now))
        .distinct()
        .limit(limit)
    )
    return session.scalars(due).all()


def take_next(session: Session, house: House, conversation_id: str, worker: str) -> Job | None:
    """Lease the conversation and hand out its oldest pending turn; None when there is nothing to do now.

    A turn that waits for its next try holds back those behind it: answers come in the order of the questions.
    """
    conversation = hold(session, conversation_id)
    if not _lease(session, house, conversation_id, worker):
        return None
    turn = _next_wanted(session, house, conversation)
    if turn is None or turn.next_try_at > house.now():
        release(session, conversation_id, worker)
        return None
    turn.first_try_at = turn.first_try_at or house.now()
    message = session.get_one(Message, turn.message_id)
    asked = turn.payload is None and due.asked(session, conversation.id) is not None
    judge = turn.text is None and (conversation.status == Status.CONFIRMING or asked)
    metadata = _metadata(session, conversation, turn, message)
    return Job(turn.id, conversation_id, turn.text or message.text, turn.payload, judge, metadata)


def take_following(session: Session, house: House, conversation_id: str, worker: str) -> Job | None:
    """After a turn was settled in this transaction: the one behind it, else the lease is given back."""
    if _oldest(session, conversation_id) is None:
        release(session, conversation_id, worker)
        return None
    return take_next(session, house, conversation_id, worker)


def text_of(session: Session, message_id: str) -> str | None:
    return session.scalar(select(Message.text).where(Message.id == message_id))


def renew(session: Session, house: House, conversation_id: str, worker: str) -> bool:
    """False when somebody else has it now: our turn must not be stored."""
    return _lease(session, house, conversation_id, worker)


def release(session: Session, conversation_id: str, worker: str) -> None:
    mine = update(Conversation).where(Conversation.id == conversation_id, Conversation.lease_by == worker)
    session.execute(mine.values(lease_by=None, lease_until=None).execution_options(synchronize_session=False))


def still_mine(session: Session, turn_id: str, worker: str) -> tuple[Conversation, Turn] | None:
    """Hold the conversation; None when the turn was settled by another worker, whose answer then stands."""
    conversation_id = session.scalar(select(Turn.conversation_id).where(Turn.id == turn_id))
    if conversation_id is None:
        return None
    conversation = hold(session, conversation_id)
    turn = session.get_one(Turn, turn_id, populate_existing=True)
    if turn.status != TurnStatus.PENDING or conversation.lease_by != worker:
        return None
    return conversation, turn


def done(turn: Turn, now: datetime, **timings: int) -> None:
    turn.status, turn.done_at, turn.error = TurnStatus.DONE, now, None
    turn.timings = {**turn.timings, **timings}


def drop(session: Session, house: House, conversation: Conversation, turn: Turn) -> None:
    """People own it by now: the bot's words are not wanted any more."""
    log(session, house, conversation, Actor.SYSTEM, "bot_answer_dropped", turn_id=turn.id)
    done(turn, house.now())
    turn.error = "dropped"


def others_wait(session: Session, turn: Turn) -> bool:
    """The customer wrote more while this turn ran."""
    behind = select(Turn.id).where(
        Turn.conversation_id == turn.conversation_id, Turn.status == TurnStatus.PENDING, Turn.id != turn.id
    )
    return session.scalar(behind.limit(1)) is not None


def _next_wanted(session: Session, house: House, conversation: Conversation) -> Turn | None:
    """The oldest pending turn that the bot may still answer; those that people took over are dropped."""
    while (turn := _oldest(session, conversation.id)) is not None:
        match conversation.status:
            case Status.BOT:
                return turn
            case Status.CONFIRMING if turn.payload is None:
                return turn
            case Status.CONFIRMING if conversation.confirming_by == Actor.BOT:
                # A button of an earlier answer: the customer goes on with the bot.
                change(session, house, conversation, Status.BOT, Actor.CUSTOMER, "wrote_again")
                return turn
            case _:
                drop(session, house, conversation, turn)
                session.flush()
    return None


def _lease(session: Session, house: House, conversation_id: str, worker: str) -> bool:
    now = house.now()
    free = or_(Conversation.lease_until.is_(None), Conversation.lease_until <= now, Conversation.lease_by == worker)
    taken = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, free)
        .values(lease_by=worker, lease_until=now + LEASE)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def _oldest(session: Session, conversation_id: str) -> Turn | None:
    pending = select(Turn).where(Turn.conversation_id == conversation_id, Turn.status == TurnStatus.PENDING)
    return session.scalar(pending.order_by(Turn.seq, Turn.part).limit(1))


def _metadata(session: Session, conversation: Conversation, turn: Turn, message: Message) -> dict[str, Any]:
    """What engine and actions may know; a customer's other data stays in the database, where they can look it up.

    `contact_id` is for the desk and a greeting; only to `proven_contact` anything of theirs is shown.
    `may_split` asks the engine to hand several requests back instead of answering the whole (several_requests.py).
    `time` is when it was written, on the company's clock: "tomorrow" is reckoned from it.
    """
    return {
        "turn_id": turn.id,
        "conversation_id": conversation.id,
        "visitor_id": conversation.visitor_id,
        "contact_id": conversation.contact_id,
        "proven_contact": proven_contact(session, conversation),
        "failed_answers": conversation.failed_answers,
        "denials": conversation.denials,
        "attempt": turn.attempts + 1,
        "time": local_time(session, message.created_at).isoformat(timespec="seconds"),
        "part": turn.part,
        "parts_left": several_requests.parts_left(session, turn),
        "may_split": several_requests.may_split(session, turn, message.text),
        "context": context_before(session, turn),
        **history_before(session, conversation, turn),
    }
