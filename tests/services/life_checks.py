"""What must hold after whatever happened: one owner, a log that explains every change, no message lost or doubled."""

from collections import Counter

from bot.db.models.audit import AuditEntry
from bot.db.models.conversation import Conversation, Event
from bot.db.models.due import DueItem, DueKind
from bot.db.models.goodwill import Gesture
from bot.db.models.message import Message
from bot.db.models.visitor import Visitor
from bot.domain.conversation import MERGES, MOVES, Actor, Priority, Resolution, Status
from bot.services import thread
from bot.services.views import moment, moment_or_none
from tests.conftest import Shop

WRITERS = {Actor.CUSTOMER, Actor.AGENT}


def check_owner(row: Conversation) -> None:
    """Nobody, or exactly one colleague; and what belongs to a state is there only while it lasts."""
    match row.status:
        case Status.BOT | Status.QUEUED:
            assert row.assignee_id is None
        case Status.ASSIGNED | Status.SNOOZED:
            assert row.assignee_id is not None
        case Status.CONFIRMING:
            assert row.confirming_by in {Actor.BOT, Actor.AGENT}
            assert (row.confirming_by == Actor.AGENT) == (row.assignee_id is not None)
    assert row.status == Status.CONFIRMING or (row.confirming_by, row.remind_at, row.close_at) == (None, None, None)
    assert row.status == Status.SNOOZED or row.snoozed_until is None
    assert (row.resolution is not None) == (row.status == Status.RESOLVED)


def check_waiting(row: Conversation) -> None:
    """Whoever waits for people waits on a clock, and one colleague's time to answer is never without an end."""
    if row.status == Status.QUEUED or (row.status == Status.ASSIGNED and row.waiting_since is not None):
        assert row.waiting_since is not None
        assert row.answer_due_at is not None
        assert row.solve_due_at is not None
        assert (row.reply_by is not None) == (row.status == Status.ASSIGNED)
    else:
        assert (row.answer_due_at, row.solve_due_at, row.reply_by) == (None, None, None), "the clocks stand still"
        keeps_place = row.status == Status.SNOOZED or (row.status, row.confirming_by) == (Status.CONFIRMING, Actor.BOT)
        assert keeps_place or row.waiting_since is None


def check_log(row: Conversation, events: list[Event]) -> None:
    """The log alone tells where the conversation stands: status, owner, priority, snooze and outcome."""
    status, owner, priority, until, last = Status.BOT, None, Priority.MEDIUM, None, None
    for event in events:
        match event.reason:
            case "priority_raised":
                assert event.data["old"] == priority
                priority = Priority(event.data["new"])
            case "snoozed":
                until = event.data["until"]
        if event.after is None:
            continue
        assert event.before == status
        moves = MERGES if event.reason == "merged" and event.after == Status.RESOLVED else MOVES
        assert event.actor in moves[(event.before, event.after)]
        match event.after:
            case Status.BOT | Status.QUEUED:
                owner = None
            case Status.ASSIGNED:
                owner = event.staff_id or owner
        until = until if event.after == Status.SNOOZED else None
        status, last = event.after, event
    assert (row.status, row.priority) == (status, priority)
    assert row.status == Status.RESOLVED or row.assignee_id == owner
    assert moment_or_none(row.snoozed_until) == until
    if row.resolution == Resolution.CONFIRMED:
        assert last is not None
        assert (last.actor, last.reason) == (Actor.CUSTOMER, "solved"), "only the customer confirms"


def check_ledgers(shop: Shop, events: list[Event]) -> None:
    """Promises, goodwill and blocked visitors: each change of theirs is an event too, and what staff did is audited."""
    counted = Counter((event.conversation_id, event.reason) for event in events)
    promises = shop.rows(DueItem, kind=DueKind.PROMISE)
    assert Counter(item.conversation_id for item in promises if item.outcome == "kept") == _of("promise_kept", counted)
    for item in promises:
        about = [event.data for event in events if event.data.get("text") == item.payload["text"]]
        assert moment(item.due_at) == [data["until"] for data in about if "until" in data][-1]
    for standing in ("approved", "refused"):
        decided = Counter(gesture.conversation_id for gesture in shop.rows(Gesture, standing=standing))
        assert decided == _of(f"goodwill_{standing}", counted)
    audited = Counter((entry.about, entry.action) for entry in shop.rows(AuditEntry))
    blocked, unblocked = (_of(reason, counted).total() for reason in ("visitor_blocked", "visitor_unblocked"))
    assert blocked - unblocked == sum(visitor.blocked_at is not None for visitor in shop.rows(Visitor))
    for reason in ("visitor_blocked", "visitor_unblocked"):
        assert _of(reason, audited) == _of(reason, counted)


def check_messages(shop: Shop, acknowledged: dict[str, tuple[str, int, str]]) -> None:
    """`acknowledged` by client id: id, seq and text of everything that customer and staff were told is stored."""
    messages = sorted(shop.rows(Message), key=lambda message: message.seq)
    for visitor in shop.rows(Visitor):
        theirs = [message for message in messages if message.visitor_id == visitor.id]
        assert [message.seq for message in theirs] == list(range(1, visitor.last_seq + 1))
        shown = shop.look(thread.read_thread, visitor.id, 0, visitor.last_seq + 1)["messages"]
        seen = [message.id for message in theirs if not message.private]
        assert [message["id"] for message in shown] == seen, "the customer sees all but the notes"
    written = {m.client_id: (m.id, m.seq, m.text) for m in messages if m.author in WRITERS and m.client_id}
    assert written == acknowledged


def check_conversations(shop: Shop) -> None:
    events: dict[str, list[Event]] = {}
    for event in shop.rows(Event):
        events.setdefault(event.conversation_id, []).append(event)
    rows = {row.id: row for row in shop.rows(Conversation)}
    for row in rows.values():
        assert (row.merged_into_id is not None) == (row.resolution == Resolution.MERGED)
        assert _end(row, rows).merged_into_id is None, "what was merged goes on in one"
        check_owner(row)
        check_waiting(row)
        check_log(row, events.get(row.id, []))


def _end(row: Conversation, rows: dict[str, Conversation]) -> Conversation:
    for _ in rows:
        row = rows[row.merged_into_id] if row.merged_into_id else row
    return row


def _of(reason: str, counted: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter({about: times for (about, name), times in counted.items() if name == reason})
