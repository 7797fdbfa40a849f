"""When people are at their desks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.company import Company, Period


def periods_of(company: Company, day: datetime) -> tuple[Period, ...]:
    """A holiday replaces the day's usual hours."""
    for holiday in company.holidays:
        if holiday.falls_on(day.date()):
            return holiday.periods
    return company.hours.days[day.weekday()]


def opens_at(company: Company, now: datetime) -> datetime | None:
    """None while it is open, and when it will not open within two weeks; else the next opening in local time."""
    local = now.astimezone(ZoneInfo(company.time_zone))
    for ahead in range(15):
        day = local + timedelta(days=ahead)
        for period in periods_of(company, day):
            opens = day.replace(hour=period.opens.hour, minute=period.opens.minute, second=0, microsecond=0)
            closes = day.replace(hour=period.closes.hour, minute=period.closes.minute, second=0, microsecond=0)
            if opens <= local < closes:
                return None
            if opens > local:
                return opens
    return None
