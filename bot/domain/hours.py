"""When people are at their desks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.knowledge import Company, Period


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


def spoken_time(opens: datetime, now: datetime) -> str:
    """ "today at 13:00", "tomorrow at 08:00", "on Monday at 08:00", "on Monday, 4 January, at 08:00"."""
    local = now.astimezone(opens.tzinfo)
    days = (opens.date() - local.date()).days
    clock = opens.strftime("%H:%M")
    if days == 0:
        return f"today at {clock}"
    if days == 1:
        return f"tomorrow at {clock}"
    if days < 7:
        return f"on {opens:%A} at {clock}"
    return f"on {opens:%A}, {opens.day} {opens:%B}, at {clock}"
