"""The company itself: its names, hours and places, and what it asks before a chat."""

from dataclasses import dataclass
from datetime import date, time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Period:
    opens: time
    closes: time


@dataclass(frozen=True)
class Week:
    """Monday first; a day without periods is closed."""

    days: tuple[tuple[Period, ...], ...]


@dataclass(frozen=True)
class Holiday:
    day: date
    name: str
    yearly: bool
    periods: tuple[Period, ...]

    def falls_on(self, day: date) -> bool:
        same_day = (self.day.month, self.day.day) == (day.month, day.day)
        return same_day and (self.yearly or self.day.year == day.year)


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    words: tuple[str, ...]
    address: str
    phone: str | None
    email: str | None
    what: str
    getting_there: str | None
    hours: Week


ASKED = ("name", "email", "topic")


@dataclass(frozen=True)
class BeforeChat:
    """What is asked before the first message; all of it is optional, but for the consent if there is one.

    `privacy` is the address of what the consent speaks of.
    """

    ask: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    consent: str | None = None
    privacy: str | None = None


@dataclass(frozen=True)
class Company:
    name: str
    assistant: str
    tone: str
    language: str
    currency: str
    time_zone: str
    website: str
    phone: str
    email: str
    reply_time: str
    order_number: str  # an example, which shows how the company writes them
    serial_number: str
    hours: Week
    holidays: tuple[Holiday, ...]
    places: tuple[Place, ...]
    before_chat: BeforeChat = BeforeChat()
