"""When the company is open, as people write it: the week, the days that differ, and the time zone.

The same shape as in company.yml, so that a page, a file and the database hold the same thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.company import WEEKDAYS, Company, Holiday, Period, Week
from bot.domain.problems import FieldProblem, refuse_all

MOST_PERIODS = 6
MOST_HOLIDAYS = 200
LONGEST_NAME = 80


@dataclass(frozen=True)
class Timetable:
    time_zone: str
    hours: Week
    holidays: tuple[Holiday, ...]


class BadPeriod(ValueError):
    """`code` is not_a_period, ends_before_start or overlaps."""

    def __init__(self, code: str, written: str) -> None:
        super().__init__(code)
        self.code, self.written = code, written


def of_company(company: Company) -> Timetable:
    return Timetable(company.time_zone, company.hours, company.holidays)


def known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def read_periods(written: Iterable[str]) -> tuple[Period, ...]:
    """ "09:00-12:30" each, one after the other; BadPeriod for the first that is not."""
    found: list[Period] = []
    for one in written:
        try:
            opens, closes = (time.fromisoformat(part.strip()) for part in one.split("-"))
        except ValueError:
            raise BadPeriod("not_a_period", one) from None
        if opens.tzinfo is not None or closes.tzinfo is not None or opens.second or closes.second:
            raise BadPeriod("not_a_period", one)
        if opens >= closes:
            raise BadPeriod("ends_before_start", one)
        if found and found[-1].closes > opens:
            raise BadPeriod("overlaps", one)
        found.append(Period(opens, closes))
    return tuple(found)


def read_timetable(given: Mapping[str, Any], today: date, before: Timetable) -> Timetable:
    """InvalidInput with every problem and its field. A single day that is over is only refused when it is new."""
    problems: list[FieldProblem] = []
    if not known_zone(given["time_zone"]):
        problems.append(FieldProblem("time_zone", "unknown_zone", {"written": given["time_zone"]}))
    week = Week(tuple(_periods(f"hours.{day}", given["hours"].get(day, ()), problems) for day in WEEKDAYS))
    if unknown := sorted(set(given["hours"]) - set(WEEKDAYS)):
        problems.append(FieldProblem(f"hours.{unknown[0]}", "unknown_day", {"written": unknown[0]}))
    holidays = _holidays(given["holidays"], today, before, problems)
    refuse_all(problems)
    return Timetable(given["time_zone"], week, holidays)


def write_timetable(timetable: Timetable) -> dict[str, Any]:
    """Plain JSON; `read_timetable` gives the same back."""
    return {
        "time_zone": timetable.time_zone,
        "hours": {day: write_periods(periods) for day, periods in zip(WEEKDAYS, timetable.hours.days, strict=True)},
        "holidays": [
            {
                "date": holiday.day.isoformat(),
                "name": holiday.name,
                "yearly": holiday.yearly,
                "hours": write_periods(holiday.periods),
            }
            for holiday in timetable.holidays
        ],
    }


def write_periods(periods: Iterable[Period]) -> list[str]:
    return [f"{period.opens:%H:%M}-{period.closes:%H:%M}" for period in periods]


def stored_timetable(data: Mapping[str, Any]) -> Timetable:
    """What `write_timetable` wrote; it was checked before it was stored."""
    return Timetable(
        data["time_zone"],
        Week(tuple(read_periods(data["hours"][day]) for day in WEEKDAYS)),
        tuple(
            Holiday(date.fromisoformat(one["date"]), one["name"], one["yearly"], read_periods(one["hours"]))
            for one in data["holidays"]
        ),
    )


def _holidays(
    given: Sequence[Mapping[str, Any]], today: date, before: Timetable, problems: list[FieldProblem]
) -> tuple[Holiday, ...]:
    if len(given) > MOST_HOLIDAYS:
        problems.append(FieldProblem("holidays", "too_many", {"most": MOST_HOLIDAYS}))
        return ()
    found: list[Holiday] = []
    for place, one in enumerate(given):
        field = f"holidays[{place}]"
        name = " ".join(str(one["name"]).split())
        if not 1 <= len(name) <= LONGEST_NAME:
            problems.append(FieldProblem(f"{field}.name", "no_name", {"most": LONGEST_NAME}))
        try:
            day = date.fromisoformat(one["date"])
        except ValueError:
            problems.append(FieldProblem(f"{field}.date", "not_a_date", {"written": one["date"]}))
            continue
        holiday = Holiday(day, name, bool(one["yearly"]), _periods(f"{field}.hours", one["hours"], problems))
        if any(_same_day(holiday, other) for other in found):
            problems.append(FieldProblem(f"{field}.date", "day_twice", {"written": one["date"]}))
        if day < today and not holiday.yearly and holiday not in before.holidays:
            problems.append(FieldProblem(f"{field}.date", "day_is_over", {"written": one["date"]}))
        found.append(holiday)
    return tuple(sorted(found, key=lambda holiday: holiday.day))


def _same_day(one: Holiday, other: Holiday) -> bool:
    return one.falls_on(other.day) or other.falls_on(one.day)


def _periods(field: str, written: Sequence[str], problems: list[FieldProblem]) -> tuple[Period, ...]:
    if len(written) > MOST_PERIODS:
        problems.append(FieldProblem(field, "too_many", {"most": MOST_PERIODS}))
        return ()
    try:
        return read_periods(written)
    except BadPeriod as wrong:
        problems.append(FieldProblem(field, wrong.code, {"written": wrong.written}))
        return ()
