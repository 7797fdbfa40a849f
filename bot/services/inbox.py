"""The trainer's inbox: customers' messages worth a look, found where the bot doubted or people disagreed with it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.desk import Lesson
from bot.db.models.message import Message, Turn
from bot.db.models.staff import Staff
from bot.db.models.studio import Decision, InboxItem
from bot.db.models.team import Team
from bot.domain.conversation import Actor
from bot.domain.doubts import Doubt, doubts_of, groups, worth
from bot.domain.errors import Conflict, NotFound
from bot.domain.lanes import lane_of, topic_of
from bot.domain.standins import filled
from bot.services.house import House
from bot.services.masking import hide, known_of
from bot.services.studio_views import InboxRow, InboxView

FIRST_LOOK = timedelta(days=30)
OVERLAP = timedelta(hours=2)
"""What was still under way at the last look: a turn that was retried, an answer that came late."""
MOST = 1000
_FAR_BACK = 50
MANNERS = frozenset(
    {"chat_affirm", "chat_deny", "chat_solved", "chat_not_solved", "chat_thank", "chat_greet", "chat_goodbye"}
)
"""What is said about an answer; a "no" is about what was asked before."""


@dataclass(frozen=True)
class Wanted:
    """What narrows the inbox; None does not."""

    lane: str | None = None
    intent: str | None = None
    reason: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def collect(session: Session, house: House) -> int:
    """Look at what happened since the last time; says how many messages are new in the inbox. Safe to repeat."""
    last = session.scalar(select(InboxItem.found_at).order_by(InboxItem.found_at.desc()).limit(1))
    since = house.now() - FIRST_LOOK if last is None else last - OVERLAP
    new = 0
    for message, doubts, suggested in _found(session, since):
        nlu = message.nlu or {}
        if not isinstance(nlu.get("masked"), str) or not nlu["masked"].strip():
            continue
        item = session.scalar(select(InboxItem).where(InboxItem.message_id == message.id))
        if item is None:
            item = _item(session, house, message)
            try:
                with session.begin_nested():
                    session.add(item)
            except IntegrityError:
                continue  # Somebody else who looks at the same time has found it.
            new += 1
        if missing := doubts - set(item.reasons):
            item.reasons = sorted({*item.reasons, *missing})
        item.suggested = suggested or item.suggested
        session.flush()
    return new


def bring(session: Session, house: House, message_ids: Collection[str]) -> None:
    """A trainer wants to teach these: they are in the inbox, once more if somebody had decided on them."""
    collect(session, house)
    for message in session.scalars(select(Message).where(Message.id.in_(message_ids))).all():
        item = session.scalar(select(InboxItem).where(InboxItem.message_id == message.id))
        if item is None:
            item = _item(session, house, message)
            session.add(item)
        item.decision, item.decided_by, item.decided_at = Decision.OPEN, None, None
        item.reasons = sorted({*item.reasons, Doubt.FLIPPED})


def suggest_test(session: Session, house: House, conversation_id: str, text: str) -> None:
    """A test of this conversation, for a trainer to look at: with the last message that the bot understood.

    NotFound where it understood none.
    """
    collect(session, house)
    said = select(Message).where(Message.conversation_id == conversation_id, Message.author == Actor.CUSTOMER)
    newest = session.scalars(said.where(Message.nlu.is_not(None)).order_by(Message.seq.desc()).limit(_FAR_BACK))
    message = next((one for one in newest if isinstance((one.nlu or {}).get("masked"), str)), None)
    if message is None:
        raise NotFound("The bot has understood nothing in this conversation.", conversation_id=conversation_id)
    item = session.scalar(select(InboxItem).where(InboxItem.message_id == message.id))
    if item is None:
        item = _item(session, house, message)
        session.add(item)
    item.decision, item.decided_by, item.decided_at = Decision.OPEN, None, None
    item.reasons = sorted({*item.reasons, Doubt.TEST})
    item.test = text


def settle_test(session: Session, house: House, staff_id: str, item_id: str) -> None:
    """Its test is saved; what came here for nothing else is done."""
    item = item_of(session, item_id)
    item.test = None
    item.reasons = sorted({*item.reasons} - {Doubt.TEST})
    if not item.reasons and item.decision == Decision.OPEN:
        item.decision, item.decided_by, item.decided_at = Decision.IGNORE, staff_id, house.now()


def _item(session: Session, house: House, message: Message) -> InboxItem:
    nlu = message.nlu or {}
    return InboxItem(
        message_id=message.id,
        conversation_id=message.conversation_id,
        text=hide(nlu["masked"].strip(), known_of(session, message.conversation_id)),
        intent=nlu.get("intent"),
        lane=nlu.get("lane"),
        confidence=nlu.get("confidence") or 0.0,
        ranking=nlu.get("ranking") or [],
        reasons=[],
        asked_at=message.created_at,
        found_at=house.now(),
        decision=Decision.OPEN,
    )


def _found(session: Session, since: datetime) -> Iterator[tuple[Message, set[Doubt], str | None]]:
    """Every sign since then: the message, why, and the intent that an agent named."""
    typed = (
        select(Message, Turn.misunderstood)
        .outerjoin(Turn, Turn.message_id == Message.id)
        .where(Message.author == Actor.CUSTOMER, Message.created_at >= since, Message.nlu.is_not(None))
        .where(or_(Turn.id.is_(None), Turn.payload.is_(None)))
    )
    for message, misunderstood in session.execute(typed):
        if message.nlu and (doubts := doubts_of(message.nlu, bool(misunderstood))):
            yield message, doubts, None
    taught = select(Message, Lesson.intent).join(Lesson, Lesson.message_id == Message.id).where(Lesson.at >= since)
    for message, intent in session.execute(taught.order_by(Lesson.at)):
        differs = {Doubt.DISAGREEMENT} if (message.nlu or {}).get("intent") != intent else set()
        yield message, {Doubt.FLAGGED, *differs}, intent
    events = select(Event).where(Event.at >= since, Event.reason.in_(_SIGNS)).order_by(Event.id)
    for event in session.scalars(events):
        if (asked := _asked_before(session, event)) and (doubt := _SIGNS[event.reason](session, event, asked)):
            yield asked, {doubt}, None


def _asked_before(session: Session, event: Event) -> Message | None:
    """The question that the answer in this event is to, else the customer's last real question before it."""
    if answer := _answer(session, event):
        turn = session.get(Turn, answer.turn_id) if answer.turn_id else None
        return session.get(Message, turn.message_id) if turn else None
    earlier = select(Message).where(
        Message.conversation_id == event.conversation_id,
        Message.author == Actor.CUSTOMER,
        Message.created_at <= event.at,
        Message.nlu.is_not(None),
    )
    said = session.scalars(earlier.order_by(Message.seq.desc()).limit(20))
    return next((one for one in said if one.nlu and one.nlu.get("intent") not in MANNERS), None)


def _answer(session: Session, event: Event) -> Message | None:
    """The one that this event is about, if it is about one."""
    return session.get(Message, event.data["message_id"]) if "message_id" in event.data else None


def _thumb_down(session: Session, event: Event, asked: Message) -> Doubt | None:
    """Unless it was taken back meanwhile."""
    answer = _answer(session, event)
    return Doubt.THUMB_DOWN if answer and answer.helpful is False else None


def _not_solved(session: Session, event: Event, asked: Message) -> Doubt | None:
    return Doubt.NOT_SOLVED


def _low_score(session: Session, event: Event, asked: Message) -> Doubt | None:
    return Doubt.LOW_SCORE if (event.data.get("score") or 5) <= 2 else None


def _other_team(session: Session, event: Event, asked: Message) -> Doubt | None:
    """An agent gave it to a team that does not answer what the bot took it for."""
    conversation = session.get_one(Conversation, event.conversation_id)
    team = session.get(Team, conversation.team_id) if conversation.team_id else None
    intent = (asked.nlu or {}).get("intent")
    if team is None or not (team.lanes or team.topics):
        return None
    fits = lane_of(intent) in team.lanes or topic_of(intent) in team.topics
    return None if fits else Doubt.DISAGREEMENT


def _other_label(session: Session, event: Event, asked: Message) -> Doubt | None:
    """A label that is the name of a lane or a topic, and not of what the bot took it for."""
    intent = (asked.nlu or {}).get("intent")
    own = {str(lane_of(intent)), str(topic_of(intent)).replace("_", " ")}
    lanes = {"support", "service", "success"} & set(event.data.get("added") or [])
    return Doubt.DISAGREEMENT if lanes and not lanes & own else None


_SIGNS = {
    "thumb_down": _thumb_down,
    "not_solved": _not_solved,
    "scored": _low_score,
    "transferred": _other_team,
    "labelled": _other_label,
}


def list_inbox(session: Session, wanted: Wanted, limit: int = 60) -> InboxView:
    """One row for each group of messages that say nearly the same; the most useful first."""
    rows = list(session.scalars(select(InboxItem).where(*_conditions(wanted)).order_by(*_NEWEST).limit(MOST)))
    counts = Counter(reason for row in rows for reason in row.reasons)
    if wanted.reason:
        rows = [row for row in rows if wanted.reason in row.reasons]
    found = [[rows[place] for place in group] for group in groups([row.text for row in rows])]
    found.sort(key=lambda group: (-_worth(group), group[0].asked_at, group[0].id))
    return {"items": [_row(group) for group in found[:limit]], "total": len(found), "reasons": dict(counts)}


_NEWEST = (InboxItem.asked_at.desc(), InboxItem.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [InboxItem.decision == Decision.OPEN]
    if wanted.lane:
        conditions.append(InboxItem.lane == wanted.lane)
    if wanted.intent:
        conditions.append(InboxItem.intent == wanted.intent)
    if wanted.since:
        conditions.append(InboxItem.asked_at >= wanted.since)
    if wanted.until:
        conditions.append(InboxItem.asked_at < wanted.until)
    return conditions


def _worth(group: Sequence[InboxItem]) -> float:
    return max(worth(item.reasons, item.confidence, len(group) - 1) for item in group)


def _row(group: Sequence[InboxItem]) -> InboxRow:
    head = group[0]
    return {
        "id": head.id,
        "text": head.text,
        "draft": filled(head.text),
        "intent": head.intent,
        "lane": head.lane,
        "confidence": head.confidence,
        "ranking": head.ranking,
        "reasons": sorted({reason for item in group for reason in item.reasons}),
        "suggested": next((item.suggested for item in group if item.suggested), None),
        "like": len(group) - 1,
        "conversation_id": head.conversation_id,
        "asked_at": head.asked_at.isoformat(),
    }


def item_of(session: Session, item_id: str) -> InboxItem:
    item = session.get(InboxItem, item_id)
    if item is None:
        raise NotFound("There is no such message in the inbox.")
    return item


def check_open(session: Session, item_id: str) -> None:
    """Conflict, with who was faster, when it is decided already."""
    if item_of(session, item_id).decision != Decision.OPEN:
        raise _too_late(session, item_id)


def decide(
    session: Session, house: House, staff_id: str, item_id: str, decision: Decision, taught: str | None = None
) -> list[str]:
    """Of this message and of those like it; their ids. Conflict, with who was faster, when it is decided already."""
    item = item_of(session, item_id)
    wanted = update(InboxItem).where(InboxItem.id == item.id, InboxItem.decision == Decision.OPEN)
    values = {"decision": decision, "decided_by": staff_id, "decided_at": house.now(), "taught": taught}
    if session.scalar(wanted.values(values).returning(InboxItem.id)) is None:
        raise _too_late(session, item_id)
    ids = [item.id, *_like(session, item)]
    others = update(InboxItem).where(InboxItem.id.in_(ids[1:]), InboxItem.decision == Decision.OPEN)
    session.execute(others.values(values))
    return ids


def note_change(session: Session, item_ids: Collection[str], change_id: str) -> None:
    session.execute(update(InboxItem).where(InboxItem.id.in_(item_ids)).values(change_id=change_id))


def _like(session: Session, item: InboxItem) -> list[str]:
    rows = session.scalars(
        select(InboxItem)
        .where(InboxItem.decision == Decision.OPEN, InboxItem.id != item.id)
        .order_by(*_NEWEST)
        .limit(MOST)
    ).all()
    first = groups([item.text, *(row.text for row in rows)])[0]
    return [rows[place - 1].id for place in first[1:]]


def _too_late(session: Session, item_id: str) -> Conflict:
    item = session.get_one(InboxItem, item_id, populate_existing=True)
    who = session.get(Staff, item.decided_by) if item.decided_by else None
    name = who.name if who else "Somebody"
    done = f"taught it as {item.taught}" if item.taught else f"decided already: {item.decision.value}"
    return Conflict(f"{name} was faster and {done}.", by=name, decision=item.decision.value, taught=item.taught)
