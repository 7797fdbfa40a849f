"""When a technician may come."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.domain.visits import Slot, fee, fitting, nearest, read_range, says_part, slots_of
from bot.domain.working_time import working_days_after
from tests.company import brewline

COMPANY, VISITS = brewline().company, brewline().policies.visits
WEDNESDAY = datetime(2026, 11, 18, 11, tzinfo=UTC)
SLOTS = slots_of(COMPANY, VISITS, WEDNESDAY)


def test_slots_begin_after_the_lead_days_and_leave_weekends_out() -> None:
    assert SLOTS[0].day == (WEDNESDAY + timedelta(days=VISITS.lead_days)).date()
    assert {slot.day.weekday() for slot in SLOTS} == {0, 1, 2, 3, 4}
    assert [slot.opens for slot in SLOTS[:3]] == [window.opens for window in VISITS.windows]


def test_nobody_comes_on_a_holiday() -> None:
    before_christmas = slots_of(COMPANY, VISITS, datetime(2026, 12, 21, 9, tzinfo=UTC))
    assert all((slot.day.month, slot.day.day) != (12, 25) for slot in before_christmas)


def test_a_slot_comes_back_from_a_button() -> None:
    assert Slot.read(SLOTS[0].stored()) == SLOTS[0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("in the afternoon", "afternoon"),
        ("at 2 pm", "14:00"),
        ("14:30 please", "14:30"),
        ("order 10482", ""),
        ("2", ""),
    ],
)
def test_a_time_of_day(text: str, part: str) -> None:
    assert says_part(text) == part


def test_what_was_said_is_narrowed_to_what_fits() -> None:
    day = SLOTS[3].day
    whole = read_range(f"{day}T00:00/{day + timedelta(days=1)}T00:00")
    assert len(fitting(SLOTS, [whole], "")) == 3
    assert [slot.opens for slot in fitting(SLOTS, [whole], "afternoon")] == [time(14)]
    assert [slot.opens for slot in fitting(SLOTS, [whole], "09:30")] == [time(8)]
    afternoon = read_range(f"{day}T12:00/{day}T18:00")
    assert [slot.opens for slot in fitting(SLOTS, [afternoon], "")] == [time(14)]


def test_the_nearest_ones_stand_in_order_of_time() -> None:
    day = SLOTS[8].start
    close = nearest(SLOTS, [(day, day + timedelta(hours=1))], 3)
    assert SLOTS[8] in close and close == sorted(close)
    assert len({slot.day for slot in nearest(SLOTS, [], 4)}) == 2


def test_the_fee() -> None:
    assert fee(VISITS, [], under_warranty=False) == VISITS.fee
    assert fee(VISITS, [VISITS.free_with[0]], under_warranty=False) == Decimal(0)
    assert fee(VISITS, [], under_warranty=True) == Decimal(0)


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert working_days_after(COMPANY, WEDNESDAY, 5).isoformat() == "2026-11-25"
    assert working_days_after(COMPANY, datetime(2026, 12, 24, 9, tzinfo=UTC), 1).isoformat() == "2026-12-28"
