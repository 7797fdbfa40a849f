"""Clocks that run only while the company is open: deadlines, and how much of them is left."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.company import Company
from bot.domain.hours import periods_of

_FAR = 400
"""Days that are looked at: a company without any open hour has no deadline later than that."""


def deadline(company: Company | None, start: datetime, amount: timedelta) -> datetime:
    """When `amount` of open time has passed since `start`. Without a company, every hour counts."""
    if company is None:
        return start + amount
    end = start
    for opens, closes in _open_times(company, start):
        end = closes
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    return end + amount


def open_time(company: Company | None, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between; zero when `end` is not later."""
    if company is None:
        return max(end - start, timedelta(0))
    total = timedelta(0)
    for opens, closes in _open_times(company, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def _open_times(company: Company, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from `start` on, in the time zone of `start`; a clock change moves them with the wall."""
    zone = ZoneInfo(company.time_zone)
    local = start.astimezone(zone)
    for ahead in range(_FAR):
        day = local + timedelta(days=ahead)
        for period in periods_of(company, day):
            opens = day.replace(hour=period.opens.hour, minute=period.opens.minute, second=0, microsecond=0, fold=0)
            closes = day.replace(hour=period.closes.hour, minute=period.closes.minute, second=0, microsecond=0, fold=0)
            first, last = opens.astimezone(start.tzinfo), closes.astimezone(start.tzinfo)
            if last > start:
                yield max(first, start), last


def working_days_after(company: Company, start: datetime, count: int) -> date:
    """The `count`th working day after `start`; Saturdays, Sundays and days off do not count."""
    local = start.astimezone(ZoneInfo(company.time_zone))
    for ahead in range(1, _FAR):
        day = local + timedelta(days=ahead)
        if day.weekday() < 5 and periods_of(company, day):
            count -= 1
            if count <= 0:
                return day.date()
    return (local + timedelta(days=_FAR)).date()
