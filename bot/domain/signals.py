"""The engine's replies, matched once: what the bot says, and what it signals to the gateway."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.conversation import Priority


@dataclass(frozen=True)
class Say:
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cite:
    """The article that the text before it comes from."""

    title: str
    url: str


@dataclass(frozen=True)
class Escalate:
    reason: str
    priority: Priority


@dataclass(frozen=True)
class ProposeResolution:
    pass


@dataclass(frozen=True)
class Solved:
    """The customer said so, without being asked."""


@dataclass(frozen=True)
class Misunderstood:
    pass


@dataclass(frozen=True)
class Identified:
    """The customer proved to be the contact who placed this order."""

    order: str
    contact: str


@dataclass(frozen=True)
class Document:
    """A paper about an order: a return label."""

    kind: str
    order: str


@dataclass(frozen=True)
class Recommends:
    """A score from 0 to 10, and the words that came with it if they say why."""

    score: int
    reason: str | None


@dataclass(frozen=True)
class Guided:
    """How far a guide was gone, for the desk: what bot.domain.guide_walk reports."""

    report: dict[str, Any]


@dataclass(frozen=True)
class RememberPromise:
    """What the bot has promised for the house, and when it is due."""

    text: str
    due_at: datetime


@dataclass(frozen=True)
class Unknown:
    """A signal of another version, or nonsense: logged, never fatal."""

    raw: str


Signal = (
    Say
    | Cite
    | Escalate
    | ProposeResolution
    | Solved
    | Misunderstood
    | Identified
    | Document
    | Recommends
    | Guided
    | RememberPromise
    | Unknown
)

# How urgent a reason is when the action does not say.
_URGENCY = {"danger": Priority.URGENT, "legal": Priority.HIGH, "anger": Priority.HIGH, "not_solved": Priority.HIGH}


def parse(replies: Sequence[Any]) -> Iterator[Signal]:
    """In the order of the engine; one reply may hold a text and a signal."""
    for reply in replies:
        match reply:
            case {"text": str(text), "buttons": [*buttons]} if text.strip():
                yield Say(text.strip(), tuple(_buttons(buttons)))
            case {"text": str(text)} if text.strip():
                yield Say(text.strip())
            case {"custom": _}:
                pass
            case _:
                yield Unknown(repr(reply)[:200])
        match reply:
            case {"custom": {"signal": str(name), **details}}:
                yield _signal(name, {str(key): value for key, value in details.items()})
            case {"custom": other} if other:
                yield Unknown(repr(other)[:200])


def _signal(name: str, details: dict[str, Any]) -> Signal:
    match name, details:
        case "escalate", {"reason": str(reason)} if reason:
            return Escalate(reason[:60], _priority(details.get("priority"), reason))
        case "propose_resolution", _:
            return ProposeResolution()
        case "solved", _:
            return Solved()
        case "cite", {"title": str(title), "url": str(url)} if url.startswith("/") and not url.startswith("//"):
            return Cite(title, url)
        case "misunderstood", _:
            return Misunderstood()
        case "document", {"kind": str(kind), "order": str(order)} if kind and order:
            return Document(kind, order)
        case "identified", {"order": str(order), "contact": str(contact)} if order and contact:
            return Identified(order, contact)
        case "remember_promise", {"text": str(text), "due_at": str(due_at)} if text and _is_moment(due_at):
            return RememberPromise(text, datetime.fromisoformat(due_at))
        case "recommends", {"score": int(score)} if 0 <= score <= 10:
            why = details.get("reason")
            return Recommends(score, why if isinstance(why, str) and why.strip() else None)
        case "guide", {"report": {"guide": str(guide), "steps": [*_]} as report} if guide:
            return Guided(report)
        case _:
            return Unknown(repr({"signal": name, **details})[:200])


def _is_moment(raw: str) -> bool:
    """A time with its zone."""
    try:
        return datetime.fromisoformat(raw).tzinfo is not None
    except ValueError:
        return False


def _priority(raw: Any, reason: str) -> Priority:
    try:
        return Priority(raw)
    except ValueError:
        return _URGENCY.get(reason, Priority.MEDIUM)


def _buttons(raw: list[Any]) -> Iterator[tuple[str, str]]:
    for button in raw:
        match button:
            case {"title": str(title), "payload": str(payload)} if title.strip():
                yield title.strip(), payload
