from datetime import date, time

from bot.domain.company import Holiday, Period, Week
from bot.domain.opening import holidays_meant, holidays_soon, spoken_week


def hours(*spans):
    return tuple(Period(time(a), time(b)) for a, b in spans)


def test_days_with_the_same_hours_are_said_together():
    usual, late = hours((8, 18)), hours((8, 20))
    week = Week((usual, usual, usual, late, usual, hours((10, 13), (14, 16)), ()))
    assert spoken_week(week) == (
        "Monday to Wednesday and Friday 08:00 to 18:00, Thursday 08:00 to 20:00, "
        "Saturday 10:00 to 13:00 and 14:00 to 16:00"
    )


class OneHoliday:
    holidays = (Holiday(date(2020, 12, 25), "Christmas Day", True, ()),)


def test_a_holiday_is_mentioned_only_when_it_is_near():
    assert [name.name for _, name in holidays_soon(OneHoliday, date(2026, 12, 20))] == ["Christmas Day"]
    assert holidays_soon(OneHoliday, date(2026, 11, 21)) == []


def test_a_holiday_that_is_named_is_found_however_far_it_is():
    found = holidays_meant("are you there on christmas day?", OneHoliday, date(2026, 12, 27))
    assert [day for day, _ in found] == [date(2027, 12, 25)]
