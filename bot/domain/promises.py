"""A promise with a time in what an agent writes: "I'll call you tomorrow", "Wir melden uns bis Freitag"."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

_PROMISES = re.compile(
    r"\b(i'?ll|i will|we'?ll|we will|i am going to|we are going to|i'?m going to|somebody will|someone will"
    r"|a colleague will|you'?ll|you will|get back to you|call you|let you know|promise"
    r"|ich (werde|rufe|melde|schicke|sende|kl[äa]re)|wir (werden|rufen|melden|schicken|senden|kl[äa]ren)"
    r"|(ein|eine) kolleg\w+ (wird|ruft|meldet)|melde mich|rufe sie|bekommen sie|erhalten sie|verspreche)\b",
    re.IGNORECASE,
)
_DAYS = (
    ("monday", "montag"),
    ("tuesday", "dienstag"),
    ("wednesday", "mittwoch"),
    ("thursday", "donnerstag"),
    ("friday", "freitag"),
    ("saturday", "samstag"),
    ("sunday", "sonntag"),
)
_UNITS = {
    "minute": "minutes",
    "minuten": "minutes",
    "hour": "hours",
    "stunde": "hours",
    "stunden": "hours",
    "day": "days",
    "tag": "days",
    "tage": "days",
    "tagen": "days",
    "week": "weeks",
    "woche": "weeks",
    "wochen": "weeks",
}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "ein": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3}
_IN = re.compile(
    rf"\b(?:in|within|innerhalb von)\s+(\d{{1,3}}|{'|'.join(_NUMBERS)})\s+({'|'.join(_UNITS)})s?\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\b(?:at|by|until|um|bis|gegen)\s+(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|uhr|o'clock)?(?!\w|\.\d)", re.IGNORECASE
)
_EVENING = time(17)
"""A day without a clock time ends with the office hours."""


def promised_until(text: str, now: datetime) -> datetime | None:
    """When a promise in the text falls due, on the clock of `now`; None for no promise, or one without a time."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text.replace("’", "'")):
        if _PROMISES.search(sentence) and not sentence.rstrip().endswith("?"):
            due = _time_in(sentence.casefold(), now)
            if due is not None and due > now:
                return due
    return None


def _time_in(sentence: str, now: datetime) -> datetime | None:
    if match := _IN.search(sentence):
        number = _NUMBERS.get(match[1]) or int(match[1])
        return now + timedelta(**{_UNITS[match[2]]: number})
    day = _day_in(sentence, now)
    clock = _clock_in(sentence)
    if day is None:
        return datetime.combine(now.date(), clock, now.tzinfo) if clock else None
    return datetime.combine(day.date(), clock or _EVENING, now.tzinfo)


def _day_in(sentence: str, now: datetime) -> datetime | None:
    if _any(("day after tomorrow", "übermorgen"), sentence):
        return now + timedelta(days=2)
    if _any(("tomorrow", "morgen"), sentence):
        return now + timedelta(days=1)
    if _any(("today", "tonight", "this afternoon", "heute"), sentence):
        return now
    for weekday, names in enumerate(_DAYS):
        if _any(names, sentence):
            return now + timedelta(days=(weekday - now.weekday() - 1) % 7 + 1)
    return now + timedelta(days=7) if _any(("next week", "nächste woche"), sentence) else None


def _clock_in(sentence: str) -> time | None:
    match = _CLOCK.search(sentence)
    if match is None or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    hour += 12 if match[3] == "pm" and hour < 12 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _any(words: Iterable[str], sentence: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", sentence) for word in words)
