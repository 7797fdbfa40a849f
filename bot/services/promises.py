"""Promises: "someone will call you tomorrow" is a due thing, which the desk sees until it was kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.db.base import new_id
from bot.db.models.conversation import Conversation
from bot.db.models.due import DueItem, DueKind
from bot.db.models.message import Message
from bot.db.models.staff import Staff
from bot.domain.conversation import Actor, hurried
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.promises import promised_until
from bot.domain.typed import clean, storable
from bot.services import due
from bot.services.changes import hold, log, raise_to
from bot.services.hours import local_time
from bot.services.house import House
from bot.services.views import DeskMessageView, PromiseHintView, PromiseView, moment

LONGEST = 500
FARTHEST = timedelta(days=90)


def promise(
    session: Session,
    house: House,
    conversation_id: str,
    staff_id: str,
    text: str,
    due_at: datetime,
    message_id: str | None = None,
) -> PromiseView:
    """An agent's. InvalidInput for a time that is not within the next 90 days; one message is one promise."""
    words = clean(text, LONGEST)
    _check_time(house, due_at)
    conversation = hold(session, conversation_id)
    if message_id is not None:
        message = session.get(Message, storable(message_id))
        if message is None or message.conversation_id != conversation.id:
            raise NotFound("There is no such message here.", message_id=message_id)
    return _view(session, house, _remember(session, house, conversation, words, due_at, message_id, staff_id))


def remember(session: Session, house: House, conversation: Conversation, text: str, due_at: datetime, key: str) -> None:
    """The bot's, once for each key; a time that has passed is due at once."""
    _remember(session, house, conversation, text[:LONGEST], due_at, key, None)


def keep(session: Session, house: House, promise_id: str, staff_id: str) -> None:
    """It was done; saying so twice changes nothing."""
    item, conversation = _hold(session, promise_id)
    if item.done_at is None:
        due.finish(house, item, "kept")
        log(session, house, conversation, Actor.AGENT, "promise_kept", staff_id=staff_id, text=item.payload["text"])


def put_off(session: Session, house: House, promise_id: str, staff_id: str, due_at: datetime) -> None:
    """To another time, which the customer should hear of."""
    _check_time(house, due_at)
    item, conversation = _hold(session, promise_id)
    if item.done_at is None:
        item.due_at, item.told_at = due_at, None
        said = {"text": item.payload["text"], "until": moment(due_at)}
        log(session, house, conversation, Actor.AGENT, "promise_moved", staff_id=staff_id, **said)


def mark_overdue(session: Session, house: House, item: DueItem) -> None:
    """Its time has come and nobody said that it was kept: more urgent, and marked for everybody."""
    conversation = hold(session, item.conversation_id)
    log(session, house, conversation, Actor.SYSTEM, "promise_overdue", text=item.payload["text"])
    raise_to(session, house, conversation, hurried(conversation.priority), Actor.SYSTEM, "promise_overdue")


def open_promises(session: Session, house: House) -> list[PromiseView]:
    """All that are not kept yet, the most urgent first."""
    return _views(session, house, DueItem.id.is_not(None))


def promises_of(session: Session, house: House, conversation_ids: Collection[str]) -> dict[str, list[PromiseView]]:
    found: dict[str, list[PromiseView]] = {}
    for view in _views(session, house, DueItem.conversation_id.in_(conversation_ids)):
        found.setdefault(view["conversation_id"], []).append(view)
    return found


def count_overdue(session: Session, house: House) -> int:
    return session.scalar(select(func.count()).select_from(DueItem).where(_OPEN, DueItem.due_at <= house.now())) or 0


def with_promise(house: House, which: str) -> ColumnElement[bool]:
    """A filter for conversations: `open` or `overdue`."""
    if which not in {"open", "overdue"}:
        raise InvalidInput("promise is open or overdue.", field="promise")
    theirs = select(DueItem.id).where(DueItem.conversation_id == Conversation.id, _OPEN)
    return (theirs.where(DueItem.due_at <= house.now()) if which == "overdue" else theirs).exists()


def heard(session: Session, house: House, messages: Sequence[DeskMessageView]) -> PromiseHintView | None:
    """A promise with a time in the last thing that a colleague wrote to the customer, if nobody remembers it yet."""
    last = next((one for one in reversed(messages) if one["author"] == Actor.AGENT and not one["private"]), None)
    if last is None:
        return None
    written = session.get_one(Message, last["id"])
    until = promised_until(last["text"], local_time(session, written.created_at))
    known = session.scalar(select(DueItem.id).where(DueItem.key == _key(last["id"])))
    if until is None or until <= house.now() or known is not None:
        return None
    return {"message_id": last["id"], "text": last["text"][:LONGEST], "due_at": moment(until)}


_OPEN = (DueItem.kind == DueKind.PROMISE) & DueItem.done_at.is_(None)


def _remember(
    session: Session,
    house: House,
    conversation: Conversation,
    text: str,
    due_at: datetime,
    key: str | None,
    staff_id: str | None,
) -> DueItem:
    key = _key(key or new_id())
    item = due.plan(session, house, DueKind.PROMISE, key, due_at, conversation, staff_id=staff_id, text=text)
    actor = Actor.AGENT if staff_id else Actor.BOT
    log(session, house, conversation, actor, "promised", staff_id=staff_id, text=text, until=moment(due_at))
    return item


def _key(of: str) -> str:
    return f"promise:{of}"


def _check_time(house: House, due_at: datetime) -> None:
    if not house.now() < due_at <= house.now() + FARTHEST:
        raise InvalidInput("A promise is due within the next 90 days.", field="due_at")


def _hold(session: Session, promise_id: str) -> tuple[DueItem, Conversation]:
    wanted = select(DueItem).where(DueItem.id == storable(promise_id), DueItem.kind == DueKind.PROMISE)
    item = session.scalar(wanted)
    if item is None:
        raise NotFound("There is no such promise.", promise_id=promise_id)
    conversation = hold(session, item.conversation_id)
    session.refresh(item)
    return item, conversation


def _views(session: Session, house: House, which: ColumnElement[bool]) -> list[PromiseView]:
    open = select(DueItem).where(_OPEN, which).order_by(DueItem.due_at, DueItem.id)
    return [_view(session, house, item) for item in session.scalars(open)]


def _view(session: Session, house: House, item: DueItem) -> PromiseView:
    staff = session.get(Staff, item.staff_id) if item.staff_id else None
    return {
        "id": item.id,
        "conversation_id": item.conversation_id,
        "text": item.payload["text"],
        "due_at": moment(item.due_at),
        "overdue": item.due_at <= house.now(),
        "by": staff.name.split()[0] if staff else None,
    }
