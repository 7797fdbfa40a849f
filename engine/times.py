"""Days and times in a message, as ranges: "next tuesday afternoon" is 2026-11-24T12:00/2026-11-24T18:00.

A range ends where the next thing would begin: a whole day ends at 00:00 of the day after. All is reckoned from the time
at which the message was written. "tuesday" and "next tuesday" are the first one after that day, "this tuesday" may be
the day itself, "since tuesday" and "last tuesday" lie before it.
A date without a year is the nearest one; numbers are day before month, as in Europe.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from engine.patterns import Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "a few": 3, "few": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
# Hours of the day; the night ends on the day after.
PARTS = {
    "morning": (6, 12),
    "noon": (12, 13),
    "lunchtime": (11, 14),
    "afternoon": (12, 18),
    "evening": (18, 22),
    "night": (18, 24),
}

MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|nsday|s)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)s?"
)
LONG_DAY = r"(?:monday|tuesday|tues|wednesday|wednsday|thursday|thurs|friday|saturday|sunday)"
PART = r"(?:morning|noon|lunchtime|afternoon|evening|night)"
HOUR = r"(?:[01]?\d|2[0-4])"
CLOCK_TEXT = (
    rf"(?:{HOUR}[:.][0-5]\d(?:\s?[ap]\.?m\b\.?)?|{HOUR}\s?(?:[ap]\.?m\b\.?|o['’]?clock|h\b|uhr)"
    r"|noon\b|midday\b|midnight\b)"
)
TOMORROW = r"tom+or+ow"  # as often as not with one letter too many or too few
CLOCK = re.compile(rf"(?<![\w.,:]){CLOCK_TEXT}(?![\w]|[.,:]\d)", re.IGNORECASE)
COUNT = r"(?:\d{1,3}|a couple of|couple of|a few|few|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
DATE = re.compile(
    rf"""(?<![\w.,/-])(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<numbers>\d{{1,2}}(?:\.\s?|/|-)\d{{1,2}}(?:\.\s?|/|-)(?:\d{{4}}|\d{{2}})(?!\d))
    | (?P<short>\d{{1,2}}\.\d{{1,2}}\.(?!\d))
    | (?:(?:{DAY}),?\s(?:the\s)?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\sof)?\s(?P<month>{MONTH})\b\.?
        (?:,?\s(?P<year>\d{{4}}))?
    | (?P<month2>{MONTH})\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.%€$]|\s?(?:cups|pods|eur|pm|am|times))
        (?:,?\s(?P<year2>\d{{4}}))?
    | (?P<relative>(?:the\s)?day\safter\s{TOMORROW}|(?:the\s)?day\sbefore\syesterday|{TOMORROW}|tmrw|tmw|yesterday
        |today|tonight)
    | (?P<unit>(?:(?P<which>next|this|last|coming|past)\s(?:week(?:end)?|month|year)|(?:the\s|at\sthe\s)?weekend))
    | in\s(?P<count>{COUNT})\s(?P<step>day|week|month|year)s?(?:['’]?\stime)?
    | (?P<ago>{COUNT})\s(?P<back>day|week|month|year)s?\sago
    | (?P<sided>next|this|last|coming|past|since|until|till|by|on)\s(?:(?:the\s)?(?:coming|next|last)\s)?
        (?P<weekday>{DAY})
    | (?P<weekday2>{LONG_DAY})s?
    | (?P<since>in|since|until|till|by|last|next|this)\s(?P<month3>{MONTH})(?:\s(?P<year3>\d{{4}}))?
    | this\s(?P<today>{PART})
    )(?!\w)
    (?:,?\s(?:in\sthe\s|at\s|during\sthe\s|early\s|late\s)?(?P<part>{PART}))?
    (?:,?\s(?P<span>at|around|about|after|from|before|until|by|between)?\s?
       (?P<clock>{CLOCK_TEXT}|(?<=between\s){HOUR}|(?<=from\s){HOUR})
       (?:\s?(?:and|to|till|until|-|–)\s?(?P<clock2>{CLOCK_TEXT}))?)?(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def dates(text: str, now: datetime) -> Iterator[Span]:
    """What is no date after all ("31.02.2026", "45.13.") is left out."""
    for found in DATE.finditer(text):
        try:
            start, end = part_of(found, *days_of(found, now.date()))
        except (ValueError, OverflowError):
            continue
        yield Span("date", f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}", found.start(), found.end())


def days_of(found: re.Match[str], today: date) -> tuple[date, date]:
    """First day, and the day after the last."""
    day = None
    if found["iso"]:
        day = date.fromisoformat(found["iso"])
    elif numbers := found["numbers"] or found["short"]:
        parts = [int(number) for number in re.findall(r"\d+", numbers)]
        year = (parts[2] + 2000 if parts[2] < 100 else parts[2]) if len(parts) > 2 else None
        day = date(year, parts[1], parts[0]) if year else nearest(parts[1], parts[0], today)
    elif found["day"] or found["day2"]:
        month = MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
        year_text, number = found["year"] or found["year2"], int(found["day"] or found["day2"])
        day = date(int(year_text), month, number) if year_text else nearest(month, number, today)
    elif found["relative"]:
        day = today + timedelta(days=relative(found["relative"].lower()))
    elif found["weekday"] or found["weekday2"]:
        day = weekday((found["weekday"] or found["weekday2"])[:3].lower(), found, today)
    elif found["today"]:
        day = today
    elif found["count"] or found["ago"]:
        step, ahead = found["step"] or found["back"], 1 if found["count"] else -1
        count = (found["count"] or found["ago"]).lower()
        day = moved(today, step.lower(), ahead * (NUMBERS.get(count) or int(count)))
    if day is not None:
        return day, day + timedelta(days=1)
    if found["month3"]:
        month = MONTHS.index(found["month3"][:3].lower()) + 1
        first = (
            date(int(found["year3"]), month, 1)
            if found["year3"]
            else month_beside(month, found["since"].lower(), today)
        )
        return first, moved(first, "month", 1)
    return unit(found["unit"].lower(), (found["which"] or "this").lower(), today)


def nearest(month: int, day: int, today: date) -> date:
    leap = today.year + -today.year % 4 if (month, day) == (2, 29) else today.year
    years = {today.year - 1, today.year, today.year + 1} if leap == today.year and day != 29 else {leap - 4, leap}
    if (month, day) != (2, 29):
        years = {today.year - 1, today.year, today.year + 1}
    return min((date(year, month, day) for year in years), key=lambda day: abs(day - today))


def relative(words: str) -> int:
    if words in {"today", "tonight"}:
        return 0
    if "yesterday" in words:
        return -2 if "before" in words else -1
    return 2 if "after" in words else 1


def weekday(name: str, found: re.Match[str], today: date) -> date:
    ahead = (DAYS.index(name) - today.weekday()) % 7
    words = found.group().lower()
    if words.startswith(("last", "past", "since")) or " last " in words:
        return today + timedelta(days=ahead - 7)
    return today + timedelta(days=ahead if ahead or words.startswith("this") else 7)


def moved(day: date, step: str, count: int) -> date:
    if step in {"day", "week"}:
        return day + timedelta(days=count * (7 if step == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if step == "year" else 1)
    last = (date(months // 12 + (months % 12 == 11), (months + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(months // 12, months % 12 + 1, min(day.day, last))


def month_beside(month: int, word: str, today: date) -> date:
    past = word in {"since", "last"}
    year = today.year + ((month < today.month) if not past else -(month > today.month))
    return date(year, month, 1)


def unit(words: str, which: str, today: date) -> tuple[date, date]:
    ahead = {"next": 1, "coming": 1, "last": -1, "past": -1}.get(which, 0)
    monday = today - timedelta(days=today.weekday())
    if "weekend" in words:
        saturday = monday + timedelta(
            days=5 + 7 * (min(ahead, 0) if which == "last" else ahead if which == "next" else 0)
        )
        return saturday, saturday + timedelta(days=2)
    if "week" in words:
        return monday + timedelta(days=7 * ahead), monday + timedelta(days=7 * (ahead + 1))
    if "month" in words:
        first = moved(today.replace(day=1), "month", ahead)
        return first, moved(first, "month", 1)
    return date(today.year + ahead, 1, 1), date(today.year + ahead + 1, 1, 1)


def part_of(found: re.Match[str], first: date, after: date) -> tuple[datetime, datetime]:
    start, end = (datetime(day.year, day.month, day.day) for day in (first, after))
    part = (found["part"] or found["today"] or "").lower() or (
        "night" if found["relative"] and "night" in found.group().lower() else ""
    )
    if part:
        low, high = PARTS[part]
        start, end = start + timedelta(hours=low), start + timedelta(hours=high)
    if found["clock"]:
        day = datetime(first.year, first.month, first.day)
        later = minutes_of(found["clock2"]) if found["clock2"] else None
        at = minutes_of(found["clock"])
        if (
            later is not None
            and at < 12 * 60 <= later
            and re.fullmatch(HOUR, found["clock"].strip())
            and at + 12 * 60 < later
        ):
            at += 12 * 60  # "between 2 and 4 pm"
        if at < 12 * 60 and part in {"afternoon", "evening", "night"}:
            at += 12 * 60
        span = (found["span"] or "at").lower()
        if later is not None:
            start, end = day + timedelta(minutes=at), day + timedelta(minutes=max(later, at + 60))
        elif span in {"after", "from"}:
            start = day + timedelta(minutes=at)
            end = max(end, start + timedelta(hours=1))
        elif span in {"before", "until", "by"}:
            end = day + timedelta(minutes=at)
            start = min(start, end)
        else:
            start = day + timedelta(minutes=at)
            end = start + timedelta(hours=1)
    return start, end


def minutes_of(clock: str) -> int:
    words = clock.lower().strip()
    if words in {"noon", "midday"}:
        return 12 * 60
    if words == "midnight":
        return 24 * 60
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half = re.search(r"([ap])\.?m", words)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.group(1) == "p" else 0)
    return hour * 60 + minute
