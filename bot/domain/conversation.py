"""The life of a conversation: its states, who may move it where, and its priorities."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.errors import IllegalMove


class Status(StrEnum):
    BOT = "bot"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    CONFIRMING = "confirming"
    RESOLVED = "resolved"


class Actor(StrEnum):
    """Who caused a change, and who wrote a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Resolution(StrEnum):
    """`merged`: it goes on in another conversation of the same person."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MERGED = "merged"


RANK: dict[Priority, int] = {Priority.LOW: 0, Priority.MEDIUM: 1, Priority.HIGH: 2, Priority.URGENT: 3}

_CUSTOMER = frozenset({Actor.CUSTOMER})
_AGENT = frozenset({Actor.AGENT})
_SYSTEM = frozenset({Actor.SYSTEM})
_ANYONE = frozenset(Actor)

Moves = Mapping[tuple[Status, Status], frozenset[Actor]]
# (from, to) → who may do it. Whatever is not here is illegal.
MOVES: Moves = {
    (Status.BOT, Status.QUEUED): _ANYONE,
    # An agent who steps in on a conversation that the bot still leads.
    (Status.BOT, Status.ASSIGNED): _AGENT,
    (Status.BOT, Status.CONFIRMING): frozenset({Actor.BOT}),
    (Status.BOT, Status.RESOLVED): _CUSTOMER,
    (Status.QUEUED, Status.BOT): _CUSTOMER,
    (Status.QUEUED, Status.ASSIGNED): _AGENT | _SYSTEM,
    (Status.QUEUED, Status.CONFIRMING): _CUSTOMER,
    (Status.QUEUED, Status.RESOLVED): _CUSTOMER,
    (Status.ASSIGNED, Status.QUEUED): _AGENT | _SYSTEM,
    (Status.ASSIGNED, Status.ASSIGNED): _AGENT,  # to a named colleague
    (Status.ASSIGNED, Status.BOT): _AGENT,
    (Status.ASSIGNED, Status.CONFIRMING): _AGENT,
    (Status.ASSIGNED, Status.SNOOZED): _AGENT,
    (Status.ASSIGNED, Status.RESOLVED): _CUSTOMER,
    (Status.SNOOZED, Status.ASSIGNED): _ANYONE,
    (Status.SNOOZED, Status.QUEUED): _AGENT | _SYSTEM,
    (Status.SNOOZED, Status.RESOLVED): _CUSTOMER | _AGENT,
    (Status.CONFIRMING, Status.RESOLVED): _CUSTOMER | _SYSTEM,
    (Status.CONFIRMING, Status.BOT): _CUSTOMER | _AGENT,
    (Status.CONFIRMING, Status.ASSIGNED): _CUSTOMER | _AGENT,
    (Status.CONFIRMING, Status.QUEUED): _CUSTOMER | _AGENT | _SYSTEM,
    (Status.RESOLVED, Status.BOT): _CUSTOMER,
    (Status.RESOLVED, Status.ASSIGNED): _CUSTOMER | _AGENT,
    (Status.RESOLVED, Status.QUEUED): _CUSTOMER,
}
# What is closed because it goes on in another conversation is not said to be solved: an agent may do it too.
MERGES: Moves = {(status, Status.RESOLVED): _CUSTOMER | _AGENT for status in Status if status != Status.RESOLVED}

WITH_PEOPLE = frozenset({Status.QUEUED, Status.ASSIGNED, Status.SNOOZED})


def move(current: Status, target: Status, actor: Actor, moves: Moves = MOVES) -> Status:
    """The new status, or IllegalMove when the table does not allow this actor to do it."""
    if actor not in moves.get((current, target), frozenset()):
        raise IllegalMove(
            f"A conversation that is {current} cannot become {target} by {actor}.",
            current=current.value,
            target=target.value,
            actor=actor.value,
        )
    return target


def raised(priority: Priority) -> Priority:
    """One step up; urgent stays urgent."""
    order = list(Priority)
    return order[min(order.index(priority) + 1, len(order) - 1)]


def hurried(priority: Priority) -> Priority:
    """One step up for what is late; urgent is for danger."""
    return raised(priority) if RANK[priority] < RANK[Priority.HIGH] else priority


def higher(one: Priority, other: Priority) -> Priority:
    return one if RANK[one] >= RANK[other] else other
