"""What leaves the house, ready for JSON: times are ISO 8601 in UTC, payloads and notes stay inside."""

from datetime import UTC, datetime
from typing import Any, Literal

from typing_extensions import TypedDict  # pydantic cannot read the one in typing before 3.12

from bot.db.models.message import Message


def moment(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_or_none(time: datetime | None) -> str | None:
    return None if time is None else moment(time)


class ChoiceView(TypedDict):
    id: str
    title: str
    value: str | int | None


class MessageView(TypedDict):
    """`link` and `name` (who wrote it, for an agent) are extras to the contract."""

    id: str
    conversation_id: str
    seq: int
    author: str
    name: str | None
    kind: str
    text: str
    choices: list[ChoiceView]
    chosen: str | None
    link: dict[str, Any] | None
    client_id: str | None
    created_at: str


class QueueView(TypedDict):
    """`opens` is an extra to the contract: when people are back, in words, while nobody is there; else null."""

    position: int
    wait_low_s: int
    wait_high_s: int
    opens: str | None


class ConversationView(TypedDict):
    """`agent` is the first name of who looks after it; `typing` is nobody's while the bot is in trouble."""

    id: str
    status: str
    queue: QueueView | None
    typing: Literal["bot", "agent"] | None
    agent: str | None


class ThreadView(TypedDict):
    messages: list[MessageView]
    conversation: ConversationView


class SessionView(TypedDict):
    token: str
    conversation_id: str


class Receipt(TypedDict):
    id: str
    seq: int


class StaffView(TypedDict):
    id: str
    name: str
    email: str
    role: str
    active: bool


class DeskMessageView(TypedDict):
    """`nlu` is null or at least {intent, lane, confidence, mood}."""

    id: str
    seq: int
    author: str
    name: str | None
    kind: str
    text: str
    private: bool
    choices: list[ChoiceView]
    chosen: str | None
    link: dict[str, Any] | None
    nlu: dict[str, Any] | None
    turn_id: str | None
    created_at: str


class DeskConversationView(TypedDict):
    id: str
    status: str
    priority: str
    lane: str | None
    topic: str | None
    reason: str | None
    assignee: StaffView | None
    contact: dict[str, Any] | None
    waiting_since: str | None
    first_reply_at: str | None
    snoozed_until: str | None
    confirming_by: str | None
    resolution: str | None
    score: int | None
    unread: int
    last_message: dict[str, Any] | None
    created_at: str
    updated_at: str


class DeskListView(TypedDict):
    conversations: list[DeskConversationView]
    next: str | None


# "from" is a keyword in Python, hence this form.
EventView = TypedDict(
    "EventView",
    {
        "at": str,
        "actor": str,
        "name": str | None,
        "from": str | None,
        "to": str | None,
        "reason": str,
        "data": dict[str, Any],
    },
)


class HandoffView(TypedDict):
    """All that an agent needs in order not to ask again."""

    problem: list[str]
    lane: str | None
    topic: str | None
    reason: str | None
    priority: str
    entities: list[dict[str, Any]]
    articles: list[dict[str, Any]]
    answers: list[str]
    mood: dict[str, Any] | None
    waiting_since: str | None
    orders: list[dict[str, Any]]
    earlier: list[dict[str, Any]]


class DeskDetailView(TypedDict):
    conversation: DeskConversationView
    messages: list[DeskMessageView]
    handoff: HandoffView
    events: list[EventView]


class CountsView(TypedDict):
    """`mine` counts the asking agent's assigned and confirming conversations."""

    queued: int
    assigned: int
    mine: int
    confirming: int
    bot: int
    longest_wait_s: int


def choice_views(message: Message) -> list[ChoiceView]:
    """Without the payloads: they are ours."""
    return [{"id": choice["id"], "title": choice["title"], "value": choice["value"]} for choice in message.choices]
