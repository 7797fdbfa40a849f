"""Settling a turn: the answer, the judgement or the failure, each stored in one transaction with the turn's end."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.message import Kind, Message, Turn, TurnStatus
from bot.db.session import tell
from bot.domain.conversation import WITH_PEOPLE, Actor, Status
from bot.domain.events import DESK, Wake
from bot.domain.ports import EngineAnswer, EngineFailure, Trouble
from bot.domain.signals import (
    Cite,
    Document,
    Escalate,
    Guided,
    Identified,
    Misunderstood,
    ProposeResolution,
    Recommends,
    RememberPromise,
    Say,
    Solved,
    Unknown,
)
from bot.domain.understanding import Understanding
from bot.services import checkins, documents, due, followups, promises, resolution, scores, several_requests
from bot.services.changes import hold
from bot.services.delivering import deliver
from bot.services.history import learn_mood
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.identity import identify
from bot.services.saying import notice, say
from bot.services.turns import done, drop, follow, others_wait, still_mine
from bot.services.waiting import heed_anger, send_to_queue

log = structlog.get_logger()

_SURE = 0.5
"""Below this a parse does not decide whether a problem is solved."""
_YES = frozenset({"chat_affirm", "chat_solved"})
_NO = frozenset({"chat_deny", "chat_not_solved"})
_THANKS = frozenset({"chat_thank", "chat_goodbye"})


@dataclass
class _Wishes:
    """What the actions asked for in one turn; carried out after everything was said."""

    said: bool = False
    escalate: Escalate | None = None
    propose: bool = False
    solved: bool = False
    misunderstood: bool = False


def says_nothing(answer: EngineAnswer) -> bool:
    """Neither words nor a decision: an action raised, the action server is down, or a rule is missing."""
    something = Say | Escalate | ProposeResolution | Solved | Recommends
    return not any(isinstance(signal, something) for signal in answer.signals)


def store_answer(session: Session, house: House, turn_id: str, worker: str, answer: EngineAnswer, ms: int) -> None:
    """Say what the bot said, if it still owns the conversation, and carry out what it signalled."""
    mine = still_mine(session, turn_id, worker)
    if mine is None:
        return
    conversation, turn = mine
    _understand(session, house, conversation, turn, answer.understanding)
    if conversation.status != Status.BOT:
        drop(session, house, conversation, turn)
        return
    wishes = _say_all(session, house, conversation, turn, answer)
    done(turn, house.now(), engine_ms=ms)
    turn.misunderstood = wishes.misunderstood
    conversation.failed_answers = conversation.failed_answers + 1 if wishes.misunderstood else 0
    if wishes.escalate:
        wish = wishes.escalate
        send_to_queue(session, house, conversation, Actor.BOT, wish.reason, wish.priority, explained=wishes.said)
    elif conversation.failed_answers >= settings(session, house).failed_answers:
        send_to_queue(session, house, conversation, Actor.BOT, "not_understood")
    elif wishes.solved and not others_wait(session, turn) and _bot_has_answered(session, turn):
        resolution.solved(session, house, conversation)
    elif (wishes.propose or wishes.solved) and not others_wait(session, turn):
        resolution.ask_in_time(session, house, conversation)
    followups.plan_after_deliveries(session, house, conversation)


def store_requests(session: Session, house: House, turn_id: str, worker: str, understanding: Understanding) -> None:
    """Several in one message: the turn becomes the first, the others follow it, before what was written since."""
    mine = still_mine(session, turn_id, worker)
    if mine is None:
        return
    conversation, turn = mine
    _understand(session, house, conversation, turn, understanding)
    if conversation.status != Status.BOT:
        drop(session, house, conversation, turn)
        return
    text = session.get_one(Message, turn.message_id).text
    turn.text, *others = several_requests.parts(text, understanding)
    follow(session, house, turn, others)


def store_judgement(
    session: Session, house: House, turn_id: str, worker: str, understanding: Understanding | None
) -> None:
    """A typed text while the bot waits for an answer: to "did that solve it?" or to a check-in, or something new.

    None: the engine could not tell.
    """
    mine = still_mine(session, turn_id, worker)
    if mine is None:
        return
    conversation, turn = mine
    message = session.get_one(Message, turn.message_id)
    if understanding is not None:
        message.nlu = understanding.stored()
        learn_mood(session, conversation)
    sure = understanding is not None and understanding.confidence >= _SURE
    intent = understanding.intent if understanding and sure else None
    checkin = due.asked(session, conversation.id) if conversation.status == Status.BOT else None
    if checkin is not None:
        done(turn, house.now())
        checkins.take_judgement(session, house, conversation, checkin, message, intent)
        return
    if conversation.status != Status.CONFIRMING:
        return  # Decided otherwise meanwhile; the turn is taken again and runs by the new state.
    done(turn, house.now())
    if intent in _YES:
        resolution.solved(session, house, conversation)
    elif intent in _NO:
        resolution.not_solved(session, house, conversation, message)
    elif intent in _THANKS:
        resolution.take_thanks(session, house, conversation)
    elif intent == "chat_request_human" and conversation.confirming_by == Actor.BOT:
        send_to_queue(session, house, conversation, Actor.CUSTOMER, "asked")
    else:
        deliver(session, house, conversation, message)


def store_hint(session: Session, house: House, message_id: str, understanding: Understanding) -> None:
    """What the engine makes of a message that people answer; "solved" from a waiting customer is asked about."""
    message = session.get(Message, message_id)
    if message is None:
        return
    conversation = hold(session, message.conversation_id)
    message.nlu = understanding.stored()
    _learn_lane(conversation, understanding)
    learn_mood(session, conversation)
    if conversation.status in WITH_PEOPLE:
        heed_anger(session, house, conversation, Actor.SYSTEM)
    tell(session, Wake(DESK, "hint", {"conversation_id": conversation.id, "seq": message.seq}))
    solved = understanding.intent == "chat_solved" and understanding.confidence >= _SURE
    if solved and conversation.status == Status.QUEUED:
        conversation.denials = max(conversation.denials, 1)  # A "no" brings the customer back to this queue.
        resolution.ask(session, house, conversation, Actor.CUSTOMER)


def store_failure(
    session: Session, house: House, turn_id: str, worker: str, failure: EngineFailure
) -> timedelta | None:
    """One honest sentence the first time, then more tries under the same id, then people.

    Answers how long to wait for the next try, or None when there will be none.
    """
    mine = still_mine(session, turn_id, worker)
    if mine is None:
        return None
    conversation, turn = mine
    if conversation.status in WITH_PEOPLE or conversation.status == Status.RESOLVED:
        drop(session, house, conversation, turn)
        return None
    now, settings = house.now(), house.settings
    turn.error = str(failure)[:500]
    waking = failure.trouble in {Trouble.WAKING, Trouble.UNREACHABLE}
    turn.attempts += 0 if waking else 1
    waited = now - (turn.first_try_at or now)
    if waited >= settings.turn_patience or turn.attempts >= settings.turn_attempts:
        turn.status, turn.done_at = TurnStatus.FAILED, now
        send_to_queue(session, house, conversation, Actor.SYSTEM, "bot_unavailable")
        return None
    pause = timedelta(seconds=2) if waking else timedelta(seconds=min(2 ** (turn.attempts - 1), 8))
    turn.next_try_at = now + pause
    if not turn.excused:
        turn.excused = True
        notice(session, house, conversation, "waking" if waking else "trouble")
    return pause


def _say_all(session: Session, house: House, conversation: Conversation, turn: Turn, answer: EngineAnswer) -> _Wishes:
    wishes, last = _Wishes(), None
    for signal in answer.signals:
        match signal:
            case Say(text, buttons):
                kind = Kind.CHOICES if buttons else Kind.TEXT
                last = say(session, house, conversation, Actor.BOT, text, kind=kind, choices=buttons, turn_id=turn.id)
            case Identified(order, contact):
                identify(session, house, conversation, contact, order)
            case Document(paper, order):
                documents.hand_over(session, house, conversation, paper, order, turn.id)
            case RememberPromise(what, due_at):
                promises.remember(session, house, conversation, what, due_at, turn.id)
            case Recommends(score, reason):
                scores.save_nps(session, house, conversation, score, turn.id, reason)
            case Guided(report):
                conversation.guides = [*(one for one in conversation.guides if one["guide"] != report["guide"]), report]
            case Cite(title, url) if last is not None:
                last.link = {"title": title, "url": url}
            case Escalate() if wishes.escalate is None:
                wishes.escalate = signal
            case ProposeResolution():
                wishes.propose = True
            case Solved():
                wishes.solved = True
            case Misunderstood():
                wishes.misunderstood = True
            case Unknown(raw):
                log.warning("signal_unknown", turn_id=turn.id, raw=raw)
    wishes.said = last is not None
    return wishes


def _bot_has_answered(session: Session, turn: Turn) -> bool:
    """ "It works now" closes only what the bot has said something about."""
    earlier = select(Message.id).where(
        Message.conversation_id == turn.conversation_id, Message.author == Actor.BOT, Message.seq < turn.seq
    )
    return session.scalar(earlier.limit(1)) is not None


def _understand(
    session: Session, house: House, conversation: Conversation, turn: Turn, understanding: Understanding
) -> None:
    message = session.get_one(Message, turn.message_id)
    if turn.text is None:  # a part says less than the whole
        message.nlu = understanding.stored()
        learn_mood(session, conversation)
    _learn_lane(conversation, understanding)


def _learn_lane(conversation: Conversation, understanding: Understanding) -> None:
    if understanding.business_lane is not None:
        conversation.lane, conversation.topic = understanding.business_lane, understanding.topic
