"""The desk's answers: the services' views in the shape that the pages read."""

from typing import Any

from typing_extensions import TypedDict

from bot.services.profiles import ProfileView
from bot.services.views import (
    CountsView,
    DeskConversationView,
    DeskDetailView,
    DeskMessageView,
    EventView,
    MergedView,
    PromiseHintView,
    PromiseView,
    SuggestionView,
)


class DeskCounts(TypedDict):
    """The numbers on the tabs. `unassigned` waits for a person, `all` is everything that is not resolved."""

    mine: int
    mine_unread: int
    mentions: int
    promises_overdue: int
    unassigned: int
    all: int
    bot: int
    longest_wait_s: int


class DeskPage(TypedDict):
    conversations: list[DeskConversationView]
    next: str | None
    counts: DeskCounts


class OpenedConversation(TypedDict):
    """`packet` is the handoff packet: all that an agent needs in order not to ask again.

    `merged` are the conversations that go on in this one; `earlier` says whether there are messages before these;
    `suggestions` are the articles that may answer the customer's last message; `promises` are those that are open,
    `promise_heard` is what sounds like another one.
    """

    conversation: DeskConversationView
    messages: list[DeskMessageView]
    merged: list[MergedView]
    packet: dict[str, Any]
    events: list[EventView]
    contact: dict[str, Any] | None
    profile: ProfileView | None
    earlier: bool
    blocked: bool
    suggestions: list[SuggestionView]
    promises: list[PromiseView]
    promise_heard: PromiseHintView | None


def counts_of(view: CountsView) -> DeskCounts:
    return {
        "mine": view["mine"],
        "mine_unread": view["mine_unread"],
        "mentions": view["mentions"],
        "promises_overdue": view["promises_overdue"],
        "unassigned": view["queued"],
        "all": view["queued"] + view["assigned"] + view["confirming"] + view["snoozed"] + view["bot"],
        "bot": view["bot"],
        "longest_wait_s": view["longest_wait_s"],
    }


def opened(
    detail: DeskDetailView,
    profile: ProfileView | None,
    suggestions: list[SuggestionView],
    promises: list[PromiseView],
    promise_heard: PromiseHintView | None,
) -> OpenedConversation:
    handoff = detail["handoff"]
    articles = [{"id": article["url"].rpartition("/")[2], **article} for article in handoff["articles"]]
    contact = detail["conversation"]["contact"]
    return {
        "conversation": detail["conversation"],
        "messages": detail["messages"],
        "merged": detail["merged"],
        "packet": {**handoff, "articles": articles},
        "events": detail["events"],
        "contact": {**contact, "created_at": contact.get("since")} if contact else None,
        "profile": profile,
        "earlier": detail["earlier"],
        "blocked": detail["blocked"],
        "suggestions": suggestions,
        "promises": promises,
        "promise_heard": promise_heard,
    }
