"""A request of a customer: what it needs to know, what it does, and how far this one has come."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from actions import store
from actions.turn import Turn
from bot.domain.orders import Order
from bot.domain.refusal import Words
from bot.services.business import Business

BEGIN = "begin"
"""Asked whether it shall be begun at all, because the bot proposed it."""
CONFIRM = "confirm"
PERSON = "person"
WAITING = "request"
"""What the slot waiting_for says while a request asks something."""


@dataclass(frozen=True)
class No:
    """Why not. A "yes" to it leads to `then`: a person, or another request about the same things; None where there is
    nothing left to do. `again` is the need that is asked for anew, because what was given is gone."""

    words: Words
    then: str | None = PERSON
    again: str | None = None


class Refused(Exception):
    """It was possible when it was asked for, and is not any more: nothing was changed."""

    def __init__(self, no: No) -> None:
        super().__init__(no.words.response)
        self.no = no


@dataclass(frozen=True)
class Done:
    """What was found or changed, as it is said; kept with the change, so that a repeated turn says the same.

    `offer` and `escalate` are reasons: to offer a person, to tell one at once. `document` is what the gateway sends
    along: its kind and the order it belongs to. A "yes" to the last words begins the request `then`.
    """

    words: tuple[Words, ...]
    offer: str | None = None
    escalate: str | None = None
    document: tuple[str, str] | None = None
    then: str | None = None

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Done":
        document = tuple(stored["document"]) if stored["document"] else None
        words = tuple(Words(**one) for one in stored["words"])
        return cls(words, stored["offer"], stored["escalate"], document, stored["then"])


@dataclass(frozen=True)
class Need:
    """One thing that must be known. Values are JSON, because they are kept in a slot.

    `read` finds it in the present message; `default` knows it without asking; `ask` asks.
    """

    name: str
    read: Callable[["Case"], Any]
    ask: Callable[["Case"], None]
    default: Callable[["Case"], Any] = lambda case: None


@dataclass(frozen=True)
class Request:
    """`check` is asked after each answer, so that nobody answers three questions to hear a no. Without `confirm`
    nothing is changed, and it is done at once; where it gives None, the customer has agreed to just this already."""

    name: str
    needs: tuple[Need, ...]
    do: Callable[["Case", Business], Done]
    check: Callable[["Case"], No | None] = lambda case: None
    confirm: Callable[["Case"], Words | None] | None = None
    fits: Callable[[Order], bool] = lambda order: True
    """Which of a customer's orders it is probably about."""


@dataclass
class Case:
    turn: Turn
    request: Request
    given: dict[str, Any] = field(default_factory=dict)
    asked: str | None = None
    times: int = 0
    """How often the last question was asked."""
    contact: str | None = None
    """Who has proven to be who."""
    heard: bool = False
    """This message held a part of what is needed."""
    over: bool = False
    """Nothing more is to be said or asked in this turn."""

    def __post_init__(self) -> None:
        self.contact = self.contact or self.turn.metadata.get("proven_contact")

    def stored(self) -> dict[str, Any]:
        return {"name": self.request.name, "given": self.given, "asked": self.asked, "times": self.times}

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Of the contact who was proven; newest first."""
        if self.contact is None:
            return ()
        with store.looking(self.turn.now) as business:
            return business.orders.of(self.contact)

    @property
    def order(self) -> Order:
        """The one that is spoken of; only asked for when it is known."""
        return next(order for order in self.orders if order.number == self.given["order"])

    def proven(self, contact: str) -> None:
        self.contact = contact
        self.__dict__.pop("orders", None)

    @property
    def key(self) -> str:
        """The same when the turn is run again."""
        return f"{self.turn.id}:{self.request.name}"

    def wait(self, asked: str) -> None:
        """The next message may answer this."""
        self.times = self.times + 1 if asked == self.asked else 1
        self.asked = asked
        self.turn.expect(WAITING, request=self.stored())

    def say(self, words: Words) -> None:
        self.turn.say(words.response, **words.values)
