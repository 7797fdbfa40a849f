"""Clocks that run in open hours only, over nights, holidays and the change of clocks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.working_time import deadline, open_time
from tests.company import brewline

COMPANY = brewline().company
# A Wednesday, 12:00 in Amsterdam; Brewline is open from 8 to 18.
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
AMOUNTS = st.integers(1, 200_000).map(lambda seconds: timedelta(seconds=seconds))


def test_within_the_day_it_is_the_wall_clock() -> None:
    assert deadline(COMPANY, NOON, timedelta(hours=2)) == NOON + timedelta(hours=2)


def test_over_night_it_waits_for_the_morning() -> None:
    closing = next(
        moment for moment in _minutes(NOON) if open_time(COMPANY, moment, moment + timedelta(minutes=1)) == timedelta(0)
    )
    late = closing - timedelta(minutes=10)
    due = deadline(COMPANY, late, timedelta(minutes=30))
    assert due - late > timedelta(hours=8)
    assert open_time(COMPANY, late, due) == timedelta(minutes=30)


def test_without_a_company_every_hour_counts() -> None:
    midnight = datetime(2026, 11, 21, tzinfo=UTC)
    assert deadline(None, midnight, timedelta(hours=3)) == midnight + timedelta(hours=3)
    assert open_time(None, midnight, midnight - timedelta(hours=1)) == timedelta(0)


@given(MOMENTS, AMOUNTS)
def test_the_time_until_a_deadline_is_the_amount_that_was_asked_for(start: datetime, amount: timedelta) -> None:
    due = deadline(COMPANY, start, amount)
    assert due > start
    assert open_time(COMPANY, start, due) == amount


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_a_longer_time_never_ends_sooner(start: datetime, amount: timedelta, more: timedelta) -> None:
    assert deadline(COMPANY, start, amount + more) > deadline(COMPANY, start, amount)


def _minutes(start: datetime) -> list[datetime]:
    return [start + timedelta(minutes=count) for count in range(24 * 60)]
