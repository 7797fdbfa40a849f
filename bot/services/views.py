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


class FileView(TypedDict):
    """`size` in bytes; width and height in pixels, for pictures."""

    id: str
    name: str
    type: str
    size: int
    width: int | None
    height: int | None


class MessageView(TypedDict):
    """`file`, `link`, `helpful` (the customer's thumb) and `name` (who wrote it, for an agent) are extras to the
    contract."""

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
    helpful: bool | None
    file: FileView | None
    client_id: str | None
    created_at: str


class QueueView(TypedDict):
    """Extras to the contract: `opens`, when people are back, in words, outside their hours, else null; `staffed`,
    whether anybody is at the desk now."""

    position: int
    wait_low_s: int
    wait_high_s: int
    opens: str | None
    opens_at: str | None
    staffed: bool


class ConversationView(TypedDict):
    """`agent` is the first name of who looks after it, `seen_seq` what people have read; `typing` is nobody's while
    the bot is in trouble."""

    id: str
    status: str
    queue: QueueView | None
    typing: Literal["bot", "agent"] | None
    agent: str | None
    seen_seq: int


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


class MemberFields(TypedDict):
    """`capacity` is how many conversations are handed to them at a time."""

    name: str
    role: str
    capacity: int
    active: bool


class MemberView(StaffView):
    """`mark` goes back with a change: it differs when somebody else was faster."""

    capacity: int
    mark: str


class RuleView(TypedDict):
    """A group of what an admin may set; `default` is what the file or the settings say, `number` counts decisions."""

    name: str
    number: int
    fields: dict[str, Any]
    default: dict[str, Any]
    decided: bool
    by: str | None
    at: str | None


class BlockedView(TypedDict):
    """A visitor who may not write, by their newest conversation."""

    conversation_id: str
    name: str | None
    since: str
    reason: str | None
    by: str | None


class AuditView(TypedDict):
    at: str
    name: str
    action: str
    about: str
    data: dict[str, Any]


class AuditPage(TypedDict):
    """The newest first; `next` is the cursor of the following page."""

    entries: list[AuditView]
    next: str | None


class ColleagueView(TypedDict):
    """`presence` as it is, not only as chosen; `load` of `capacity` conversations are on their table."""

    id: str
    name: str
    role: str
    presence: str
    keep_online: bool
    load: int
    capacity: int
    teams: list[str]


class TeamFields(TypedDict):
    """What an admin says of a team. Times are open time in seconds; null takes the setting."""

    name: str
    lanes: list[str]
    topics: list[str]
    automatic: bool
    first_response_s: int | None
    next_response_s: int | None
    resolution_s: int | None
    members: list[str]


class TeamView(TeamFields):
    id: str
    mark: str


class ClocksView(TypedDict):
    """`clock` is first_response or next_response while the customer waits for one, else null.

    `overdue` means that it was missed; `solve_left_s` is set while the clock of the solution stands still.
    """

    clock: str | None
    answer_due_at: str | None
    overdue: bool
    solve_due_at: str | None
    solve_left_s: int | None


class CannedView(TypedDict):
    id: str
    name: str
    text: str
    mark: str


class LabelView(TypedDict):
    """`count` conversations have it; a retired one is given to no other."""

    label: str
    count: int
    retired: bool


class IntentView(TypedDict):
    name: str
    title: str | None
    lane: str | None


class LessonView(TypedDict):
    message_id: str
    intent: str


class SuggestionView(TypedDict):
    """An article and the passage of it that says most about the question; `heading` is empty for its beginning."""

    id: str
    title: str
    url: str
    heading: str
    text: str


class MentionView(TypedDict):
    """Who a note calls: the name as it stands after the @, and the colleagues behind it (several for a team)."""

    name: str
    staff: list[str]


class DeskMessageView(TypedDict):
    """`nlu` is null or at least {intent, lane, confidence, mood}; `taught` is what an agent says it should be."""

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
    helpful: bool | None
    file: FileView | None
    nlu: dict[str, Any] | None
    taught: str | None
    mentions: list[MentionView]
    turn_id: str | None
    created_at: str


class PromiseView(TypedDict):
    """`by` is the first name of who promised; null: the bot."""

    id: str
    conversation_id: str
    text: str
    due_at: str
    overdue: bool
    by: str | None


class PromiseHintView(TypedDict):
    """What sounds like a promise and is not remembered yet."""

    message_id: str
    text: str
    due_at: str


class DeskConversationView(TypedDict):
    """`merged_into` is where it goes on, if it was merged; `promise` is the next one that is due.

    `mentioned`: a note calls whoever asks, and waits to be seen.
    """

    id: str
    status: str
    priority: str
    lane: str | None
    topic: str | None
    mood: str | None
    reason: str | None
    team: dict[str, str] | None
    assignee: StaffView | None
    contact: dict[str, Any] | None
    waiting_since: str | None
    first_reply_at: str | None
    snoozed_until: str | None
    clocks: ClocksView
    confirming_by: str | None
    resolution: str | None
    merged_into: str | None
    score: int | None
    labels: list[str]
    promise: PromiseView | None
    mentioned: bool
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


class GestureView(TypedDict):
    """An entry in the ledger of goodwill."""

    id: str
    gesture: str
    amount: str
    grievance: str
    order: str | None
    standing: str
    limit: str | None
    decided_by: str | None
    note: str | None
    created_at: str
    decided_at: str | None


class HandoffView(TypedDict):
    """All that an agent needs in order not to ask again.

    `articles` were shown, `considered` were not; each {title, url}. `guides`: each {guide, title, machine, ended,
    asked, steps: [{title, answer, shows, how}]}. `how` is answered, tried (before we asked) or left_out; `ended`
    is solved, person, stop or null, and then `asked` is the open question.
    """

    problem: list[str]
    lane: str | None
    topic: str | None
    reason: str | None
    priority: str
    entities: list[dict[str, Any]]
    articles: list[dict[str, Any]]
    considered: list[dict[str, Any]]
    guides: list[dict[str, Any]]
    answers: list[str]
    mood: dict[str, Any] | None
    waiting_since: str | None
    orders: list[dict[str, Any]]
    goodwill: list[GestureView]
    earlier: list[dict[str, Any]]


class DeskMessagesView(TypedDict):
    """Oldest first; `earlier` says whether there are messages before them."""

    messages: list[DeskMessageView]
    earlier: bool


class DuplicateView(TypedDict):
    """What may be merged: `because` of the same browser, the same contact, or an e-mail, which is only a claim.

    `said` is the last that the customer wrote there.
    """

    conversation: DeskConversationView
    because: str
    said: str | None


class MergedView(DeskMessagesView):
    """One that was merged into the conversation that is open, with its newest messages."""

    id: str
    created_at: str


class DeskDetailView(DeskMessagesView):
    """`blocked`: whoever writes here may not write any more; `merged` are those that go on in this one."""

    conversation: DeskConversationView
    merged: list[MergedView]
    blocked: bool
    handoff: HandoffView
    events: list[EventView]


class CountsView(TypedDict):
    """`mine` counts the asking agent's assigned, confirming and snoozed conversations, `mine_unread` the customers'
    messages in them that no colleague has seen, `mentions` the notes that call the asking agent and were not seen."""

    queued: int
    assigned: int
    mine: int
    mine_unread: int
    mentions: int
    promises_overdue: int
    confirming: int
    snoozed: int
    bot: int
    longest_wait_s: int


class FigureView(TypedDict):
    """A count, a share from 0 to 1, points from -100 to 100, or seconds (the median, and `p90`); `of` conversations."""

    value: float | None
    of: int
    p90: float | None


class GroupView(TypedDict):
    """`key` is a lane, a topic or the first day of a stretch."""

    key: str | None
    figures: dict[str, FigureView]


class LineView(GroupView):
    """`over_time` has, for each figure, its values in the stretches of the whole."""

    over_time: dict[str, list[float | None]]


class FiguresView(TypedDict):
    """Days as ISO dates, both included."""

    first: str
    last: str
    all: dict[str, FigureView]
    by_lane: list[LineView]
    by_topic: list[LineView]
    over_time: list[GroupView]


class BehindView(TypedDict):
    """One of the conversations that a figure sums up, with what it adds."""

    id: str
    began: str
    lane: str | None
    topic: str | None
    value: float


def choice_views(message: Message) -> list[ChoiceView]:
    """Without the payloads: they are ours."""
    return [{"id": choice["id"], "title": choice["title"], "value": choice["value"]} for choice in message.choices]
