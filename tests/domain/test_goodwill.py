"""What may be given, by cause, value and history."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.goodwill import History, Limit, amount, borne_out, grievance_in, limit, own_words
from bot.domain.orders import Address, Order, OrderStatus, Step
from bot.domain.policies import Goodwill, Grievance

LATE = Grievance("late", ("late", "still waiting"), Decimal(5), 0, "a voucher of {amount}", None)
BROKEN = Grievance("broken", ("broken on arrival",), Decimal(10), 10, "a voucher of {amount}", None)
AGAIN = Grievance("again", ("again", "third time"), Decimal(10), 0, "a voucher of {amount}", None)
RULES = Goodwill(Decimal(10), Decimal(100), Decimal(50), 2, (LATE, BROKEN, AGAIN))
NOTHING = History(0, Decimal(0))


def test_the_longest_word_tells_what_a_complaint_is_about() -> None:
    assert grievance_in("again it was Broken on arrival!", RULES) == (BROKEN, "broken on arrival")
    assert grievance_in("you are awful", RULES) is None


def test_the_customers_own_words_are_those_that_tell_it() -> None:
    assert own_words("Listen. I am still waiting for my pods! Bye", "still waiting") == "I am still waiting for my pods"
    steam = "this is outrageous, my duo leaks AGAIN and nobody gives a damn!!!"
    assert own_words(steam, "again") == "my duo leaks AGAIN"
    assert own_words("late, always late", "late") == "late, always late"
    long = own_words("late " * 60, "late")
    assert long.endswith(" …") and len(long) <= 162


@pytest.mark.parametrize(("value", "expected"), [(None, "10.00"), ("39.90", "10.00"), ("399", "39.90")])
def test_a_share_of_the_order_counts_where_it_is_more(value: str | None, expected: str) -> None:
    assert amount(BROKEN, Decimal(value) if value else None) == Decimal(expected)


@pytest.mark.parametrize(
    ("wanted", "history", "expected"),
    [
        ("10.00", NOTHING, None),
        ("10.01", NOTHING, Limit.AMOUNT),
        ("5.00", History(1, Decimal(20)), None),
        ("5.00", History(2, Decimal(20)), Limit.TOO_OFTEN),
        ("5.00", History(0, Decimal(95)), None),
        ("5.00", History(0, Decimal("95.01")), Limit.MONTH),
    ],
)
def test_a_person_decides_above_each_limit(wanted: str, history: History, expected: Limit | None) -> None:
    assert limit(RULES, Decimal(wanted), history) is expected


@pytest.mark.parametrize(
    ("promised", "status", "delivered", "late"),
    [
        (-1, OrderStatus.SHIPPED, None, True),
        (1, OrderStatus.SHIPPED, None, False),
        (-9, OrderStatus.DELIVERED, -7, True),
        (-9, OrderStatus.DELIVERED, -9, False),
        (-9, OrderStatus.CANCELLED, None, False),
        (None, OrderStatus.SHIPPED, None, False),
    ],
)
def test_a_late_order_is_one_that_the_books_call_late(
    promised: int | None, status: OrderStatus, delivered: int | None, late: bool
) -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    step = () if delivered is None else (Step(now + timedelta(days=delivered), OrderStatus.DELIVERED, None),)
    day = None if promised is None else now.date() + timedelta(days=promised)
    order = Order("BL-1", "c", status, now, day, None, None, (), step, Address("", "", ""), 0)
    grievance = Grievance("late", ("late",), Decimal(5), 0, "", None, proof="late_order")
    assert borne_out(grievance, [order], now.date()) is late
