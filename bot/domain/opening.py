"""Opening hours in words."""

from datetime import date, timedelta

from bot.domain.company import WEEKDAYS, Company, Holiday, Period, Place, Week

LOOK_AHEAD = timedelta(days=10)


def spoken_week(week: Week) -> str:
    """ "Monday to Wednesday and Friday 08:00 to 18:00, Thursday 08:00 to 20:00": days with the same hours together."""
    by_hours: dict[tuple[Period, ...], list[int]] = {}
    for day, periods in enumerate(week.days):
        if periods:
            by_hours.setdefault(periods, []).append(day)
    return ", ".join(f"{_spoken_days(days)} {spoken_periods(periods)}" for periods, days in by_hours.items())


def spoken_periods(periods: tuple[Period, ...]) -> str:
    return _joined([f"{period.opens:%H:%M} to {period.closes:%H:%M}" for period in periods])


def holidays_soon(company: Company, today: date) -> list[tuple[date, Holiday]]:
    """Days in the next ten on which the usual hours do not hold."""
    days = [today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD.days)]
    return [(day, holiday) for day in days for holiday in company.holidays if holiday.falls_on(day)]


def holidays_meant(text: str, company: Company, today: date) -> list[tuple[date, Holiday]]:
    """ "Are you open on christmas eve?": the next day of that name within a year."""
    said = _plain(text)
    year = [today + timedelta(days=ahead) for ahead in range(366)]
    named = [holiday for holiday in company.holidays if _plain(holiday.name) in said]
    found = [(next((day for day in year if holiday.falls_on(day)), None), holiday) for holiday in named]
    return [(day, holiday) for day, holiday in found if day]


def places_meant(text: str, company: Company) -> list[Place]:
    said = text.casefold()
    return [place for place in company.places if any(word.casefold() in said for word in place.words)]


def _plain(text: str) -> str:
    return text.casefold().replace("'", "").replace("’", "")


def _spoken_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return _joined([part for run in runs for part in _spoken_run([WEEKDAYS[day].capitalize() for day in run])])


def _spoken_run(names: list[str]) -> list[str]:
    return [f"{names[0]} to {names[-1]}"] if len(names) > 2 else names


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
