"""Opening hours as an admin types them."""

from datetime import date
from typing import Any

import pytest

from bot.domain.company import Holiday
from bot.domain.errors import InvalidInput
from bot.domain.timetable import of_company, read_timetable, stored_timetable, write_timetable
from tests.company import brewline

TODAY = date(2026, 11, 18)
BEFORE = of_company(brewline().company)


def given(**changed: Any) -> dict[str, Any]:
    return {**write_timetable(BEFORE), **changed}


def week(**changed: list[str]) -> dict[str, list[str]]:
    return {**write_timetable(BEFORE)["hours"], **changed}


def day(date: str, name: str = "Works outing", yearly: bool = False, hours: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"date": date, "name": name, "yearly": yearly, "hours": list(hours)}


def test_the_file_the_page_and_the_database_hold_the_same() -> None:
    assert read_timetable(given(), TODAY, BEFORE) == BEFORE
    assert stored_timetable(write_timetable(BEFORE)) == BEFORE


def test_a_day_has_several_periods_and_a_special_day_its_own() -> None:
    changed = given(
        hours=week(monday=["09:00-12:30", "13:30-18:00"]), holidays=[day("2026-12-01", hours=("10:00-12:00",))]
    )
    read = read_timetable(changed, TODAY, BEFORE)
    assert len(read.hours.days[0]) == 2
    assert read.holidays[0].falls_on(date(2026, 12, 1))
    assert not read.holidays[0].falls_on(date(2027, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"time_zone": "Europe/Berlinn"}, "time_zone", "unknown_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone", "unknown_zone"),
        ({"time_zone": ""}, "time_zone", "unknown_zone"),
        ({"hours": week(monday=["18:00-09:00"])}, "hours.monday", "ends_before_start"),
        ({"hours": week(monday=["09:00-09:00"])}, "hours.monday", "ends_before_start"),
        ({"hours": week(friday=["09:00-13:00", "12:00-18:00"])}, "hours.friday", "overlaps"),
        ({"hours": week(friday=["nine to five"])}, "hours.friday", "not_a_period"),
        ({"hours": week(friday=["09:00+01:00"])}, "hours.friday", "not_a_period"),
        ({"hours": week(friday=["25:00-26:00"])}, "hours.friday", "not_a_period"),
        ({"hours": {"someday": []}}, "hours.someday", "unknown_day"),
        ({"hours": week(friday=["01:00-02:00"] * 7)}, "hours.friday", "too_many"),
        ({"holidays": [day("2026-11-17")]}, "holidays[0].date", "day_is_over"),
        ({"holidays": [day("2026-02-30")]}, "holidays[0].date", "not_a_date"),
        ({"holidays": [day("2026-12-01"), day("2026-12-01", "Again")]}, "holidays[1].date", "day_twice"),
        ({"holidays": [day("2026-12-01", yearly=True), day("2027-12-01")]}, "holidays[1].date", "day_twice"),
        ({"holidays": [day("2026-12-01", "  ")]}, "holidays[0].name", "no_name"),
        ({"holidays": [day("2026-12-01", hours=("18:00-09:00",))]}, "holidays[0].hours", "ends_before_start"),
    ],
)
def test_a_mistake_is_refused_with_its_field(wrong: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_timetable(given(**wrong), TODAY, BEFORE)
    assert (refused.value.details["field"], refused.value.details["problems"][0]["code"]) == (field, code)
    assert field in refused.value.message


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_timetable(given(time_zone="Mars", hours=week(monday=["18:00-09:00"])), TODAY, BEFORE)
    assert [one["field"] for one in refused.value.details["problems"]] == ["time_zone", "hours.monday"]


def test_a_day_that_passed_since_it_was_entered_does_not_stand_in_the_way() -> None:
    passed = Holiday(date(2026, 11, 2), "Works outing", False, ())
    before = stored_timetable({**write_timetable(BEFORE), "holidays": [day("2026-11-02")]})
    assert read_timetable(given(holidays=[day("2026-11-02")]), TODAY, before).holidays == (passed,)
    assert read_timetable(given(holidays=[day("2020-05-01", yearly=True)]), TODAY, BEFORE).holidays[0].yearly
