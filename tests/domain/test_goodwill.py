"""What may be given, by cause, value and history."""

from decimal import Decimal

import pytest

from bot.domain.goodwill import History, Limit, amount, grievance_in, limit, own_words
from bot.domain.knowledge import Goodwill, Grievance

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
