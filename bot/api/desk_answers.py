"""The desk's answers: the services' views in the shape that the pages read."""

from typing import Any

from typing_extensions import TypedDict

from bot.services.views import CountsView, DeskConversationView, DeskDetailView, DeskMessageView, EventView


class DeskCounts(TypedDict):
    """The numbers on the tabs. `unassigned` waits for a person, `all` is everything that is not resolved."""

    mine: int
    unassigned: int
    all: int
    bot: int
    longest_wait_s: int


class DeskPage(TypedDict):
    conversations: list[DeskConversationView]
    next: str | None
    counts: DeskCounts


class OpenedConversation(TypedDict):
    """`packet` is the handoff packet: all that an agent needs in order not to ask again."""

    conversation: DeskConversationView
    messages: list[DeskMessageView]
    packet: dict[str, Any]
    events: list[EventView]
    contact: dict[str, Any] | None


def counts_of(view: CountsView) -> DeskCounts:
    return {
        "mine": view["mine"],
        "unassigned": view["queued"],
        "all": view["queued"] + view["assigned"] + view["confirming"] + view["bot"],
        "bot": view["bot"],
        "longest_wait_s": view["longest_wait_s"],
    }


def opened(detail: DeskDetailView) -> OpenedConversation:
    handoff = detail["handoff"]
    articles = [{"id": article["url"].rpartition("/")[2], **article} for article in handoff["articles"]]
    contact = detail["conversation"]["contact"]
    return {
        "conversation": detail["conversation"],
        "messages": detail["messages"],
        "packet": {**handoff, "articles": articles},
        "events": detail["events"],
        "contact": {**contact, "created_at": contact.get("since")} if contact else None,
    }
