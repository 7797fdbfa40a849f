"""What shall be added, and how many of it."""

import pytest

from bot.domain.additions import read_additions, read_count
from tests.company import brewline


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("add two boxes of hazelnut pods to BL-10471", [("hazelnut-pods", 2)]),
        ("3x house pods and a bottle of caramel syrup", [("house-pods", 3), ("caramel-syrup", 1)]),
        ("put another descaler in", [("descaler", 1)]),
        ("where is it", []),
    ],
)
def test_products_with_their_counts(text: str, wanted: list[tuple[str, int]]) -> None:
    found = read_additions(text, brewline())
    assert [(addition.products[0].id, addition.quantity) for addition in found] == wanted


def test_a_flavour_of_several_products_is_not_guessed() -> None:
    (hazelnut,) = read_additions("add some hazelnut", brewline())
    assert {product.id for product in hazelnut.products} >= {"hazelnut-pods", "hazelnut-syrup"}


@pytest.mark.parametrize(("text", "count"), [("make it three", 3), ("2 please", 2), ("no", None), ("BL-10471", None)])
def test_a_count_on_its_own(text: str, count: int | None) -> None:
    assert read_count(text) == count
