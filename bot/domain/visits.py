"""When a technician comes: windows of the company's days, and which of them fits what a customer says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.company import Company
from bot.domain.hours import periods_of
from bot.domain.policies import Visits

AHEAD_DAYS = 28
Wish = tuple[datetime, datetime]
"""From, until; on the company's clock, without a zone."""

PARTS = {
    "morning": (time(6), time(12)),
    "noon": (time(11), time(14)),
    "midday": (time(11), time(14)),
    "afternoon": (time(12), time(18)),
}
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm|o'?clock|h)?\b", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Slot:
    day: date
    opens: time
    closes: time

    @property
    def start(self) -> datetime:
        return datetime.combine(self.day, self.opens)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.day, self.closes)

    def overlaps(self, wish: Wish) -> bool:
        return self.start < wish[1] and wish[0] < self.end

    def stored(self) -> str:
        return f"{self.start:%Y-%m-%dT%H:%M}/{self.end:%Y-%m-%dT%H:%M}"

    @classmethod
    def read(cls, stored: str) -> "Slot":
        start, end = read_range(stored)
        return cls(start.date(), start.time(), end.time())


def read_range(value: str) -> Wish:
    """As the engine writes days and times: 2026-11-24T12:00/2026-11-24T18:00."""
    start, _, end = value.partition("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def slots_of(company: Company, visits: Visits, now: datetime) -> list[Slot]:
    """Every window from `lead_days` working days on; none on a day on which the company is closed."""
    today = now.astimezone(ZoneInfo(company.time_zone)) if now.tzinfo else now
    found, working_days = [], 0
    for ahead in range(1, AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() >= 5 or not periods_of(company, day):
            continue
        working_days += 1
        if working_days >= visits.lead_days:
            found += [Slot(day.date(), window.opens, window.closes) for window in visits.windows]
    return found


def fitting(slots: Sequence[Slot], wishes: Iterable[Wish], part: str) -> list[Slot]:
    """Those on the days and at the times that were said; `part` may name a time of day without a day."""
    days = list(wishes)
    on_day = [slot for slot in slots if not days or any(slot.overlaps(wish) for wish in days)]
    inside = [slot for slot in on_day if any(low <= slot.start and slot.end <= high for low, high in days)]
    return [slot for slot in inside or on_day if _at(slot, part)]


def nearest(slots: Sequence[Slot], wishes: Sequence[Wish], count: int) -> list[Slot]:
    """The closest ones to what was wished, in order of time; without a wish, the first ones, not all on one day."""
    if wishes:
        wanted = wishes[0][0]
        return sorted(sorted(slots, key=lambda slot: abs(slot.start - wanted))[:count])
    spread: list[Slot] = []
    for slot in slots:
        if sum(other.day == slot.day for other in spread) < 2:
            spread.append(slot)
    return spread[:count]


def says_part(text: str) -> str:
    """ "afternoon", "14:00": the time of day in a message that need not name a day."""
    words = text.casefold()
    for part in PARTS:
        if re.search(rf"\b{part}s?\b", words):
            return part
    for match in CLOCK.finditer(words):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if not (match[2] or half) or hour > 23 or minute > 59:
            continue
        return f"{hour % 12 + 12 if half == 'pm' else hour:02}:{minute:02}"
    return ""


def fee(visits: Visits, plans: Iterable[str], under_warranty: bool) -> Decimal:
    """Nothing under warranty or with a plan that includes it."""
    free = (under_warranty and visits.free_under_warranty) or any(plan in visits.free_with for plan in plans)
    return Decimal(0) if free else visits.fee


def _at(slot: Slot, part: str) -> bool:
    if not part:
        return True
    if part in PARTS:
        low, high = PARTS[part]
        return low <= slot.opens and slot.closes <= high
    return slot.opens <= time.fromisoformat(part) < slot.closes
