"""Products side by side, and which of them has more of something."""

import pytest

from bot.domain.comparing import UNKNOWN, comparative, differences, rank, table
from bot.domain.facts import fact
from tests.company import brewline, product

KEYS = ["price", "weight", "voltage", "noise", "milk_system", "sugar", "ingredients"]


def rows(*ids: str) -> dict[str, list[str]]:
    found = differences([product(id) for id in ids], brewline(), KEYS)
    return {label: cells for label, *cells in found}


def test_only_what_differs_is_shown() -> None:
    shown = rows("duo", "pro")
    assert shown["price"] == ["279 EUR", "899 EUR"]
    assert "voltage" not in shown  # the same for both
    assert "sugar" not in shown  # neither has any to speak of


def test_a_long_value_stands_in_the_table_with_its_short_form() -> None:
    known = fact(product("duo"), "milk_system", brewline())
    assert known and known.short != known.value
    assert rows("one", "duo")["milk"] == ["none", known.short]


def test_what_is_too_long_for_a_column_is_left_to_a_question() -> None:
    assert "ingredients" not in rows("house-pods", "night-shift-pods")


def test_a_fact_that_only_one_has_leaves_a_dash() -> None:
    assert UNKNOWN in rows("hazelnut-syrup", "descaler")["sugar"]


def test_the_columns_stand_below_each_other_as_plain_text() -> None:
    products = [product("one"), product("pro")]
    lines = table(products, brewline(), differences(products, brewline(), KEYS)).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert len({tuple(at for at, sign in enumerate(line) if sign == "|") for line in lines}) == 1
    assert "One" in lines[0] and "Brewline" not in lines[0]


@pytest.mark.parametrize(
    ("text", "key", "more"),
    [
        ("which one is quieter?", "noise", False),
        ("the biggest tank", "tank", True),
        ("which is bigger", "dimensions", True),
        ("what is cheapest", "price", False),
    ],
)
def test_words_that_compare_name_a_fact_and_a_direction(text: str, key: str, more: bool) -> None:
    found = comparative(text, brewline())
    assert found and (found.kind.key, found.more) == (key, more)


def test_a_message_without_one_compares_nothing() -> None:
    assert comparative("how loud is the duo", brewline()) is None


def ranked(text: str, *ids: str) -> list[list[str]]:
    wanted = comparative(text, brewline())
    assert wanted
    groups = rank(wanted, [product(id) for id in ids], brewline())
    return [[one.product.id for one in group] for group in groups]


def test_the_best_comes_first() -> None:
    assert ranked("which is the quietest", "one", "duo", "pro") == [["duo"], ["one"], ["pro"]]
    assert ranked("which is smaller", "pro", "one") == [["one"], ["pro"]]
    assert ranked("more caffeine", "decaf-pods", "house-pods", "night-shift-pods")[0] == ["night-shift-pods"]


def test_equals_stand_together() -> None:
    assert ranked("cheaper", "house-pods", "espresso-pods") == [["house-pods", "espresso-pods"]]


def test_what_is_no_number_is_not_ranked() -> None:
    assert ranked("which is lighter", "house-pods", "espresso-pods") == []
