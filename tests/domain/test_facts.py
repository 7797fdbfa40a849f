"""What is known about a product, and which of it a question asks for."""

import pytest

from bot.domain.facts import fact, facts, find_facts, price
from tests.company import brewline, product


def value(id: str, key: str) -> str:
    return next(one.value for one in product(id).facts if one.key == key)


@pytest.mark.parametrize(
    ("text", "id", "key"),
    [
        ("how heavy is the duo", "duo", "weight"),
        ("how much water does the duo take", "duo", "tank"),
        ("how wide is the pro", "pro", "width"),
        ("can i put a travel mug under the one", "one", "cup_height"),
        ("does the one froth milk", "one", "milk_system"),
        ("does the Pro need 5 ghz wifi", "pro", "connectivity"),
        ("are the hazelnut pods vegan", "hazelnut-pods", "vegan"),
        ("what's in the caramel syrup", "caramel-syrup", "ingredients"),
        ("how many cups can the duo make at once", "duo", "cups"),
        ("can I use the one in america", "one", "voltage"),
    ],
)
def test_a_question_finds_its_fact_first(text: str, id: str, key: str) -> None:
    first = find_facts(text, brewline())[0]
    assert (first.product.id, first.key, first.value) == (id, key, value(id, key))
    assert first.value in first.says


def test_prices_come_from_the_product() -> None:
    first = find_facts("how much is the pro", brewline())[0]
    assert first.key == "price"
    assert first.says == f"costs {price(product('pro'), brewline())}"


def test_a_plan_s_price_names_its_period() -> None:
    plan = brewline().plan("plan-care")
    assert plan
    assert price(plan, brewline()) == f"{plan.price:.2f} EUR a month"


def test_things_in_the_plural_take_a_plural_verb() -> None:
    pods, syrup = (
        fact(product("hazelnut-pods"), "price", brewline()),
        fact(product("hazelnut-syrup"), "price", brewline()),
    )
    assert pods and pods.says.startswith("cost ")
    assert syrup and syrup.says.startswith("costs ")


def test_pods_name_their_machines_and_machines_what_goes_into_them() -> None:
    pods, pro = fact(product("house-pods"), "fits", brewline()), fact(product("pro"), "fits", brewline())
    assert pods and pods.value == "the Brewline One and the Brewline Duo"
    assert pro and "beans" in pro.value and "pods" not in pro.value


def test_no_allergens_is_said_and_unknown_ones_are_not() -> None:
    none, unknown = (
        fact(product("caramel-pods"), "allergens", brewline()),
        fact(product("hand-frother"), "allergens", brewline()),
    )
    assert none and "free of allergens" in none.value
    assert unknown is None


def test_a_fact_that_is_not_known_is_not_made_up() -> None:
    assert find_facts("how loud are the hazelnut pods", brewline()) == []


@pytest.mark.parametrize("one", brewline().products, ids=lambda one: one.id)
def test_no_sentence_has_a_gap(one: object) -> None:
    for known in facts(product(getattr(one, "id", "")), brewline()):
        assert "{" not in known.says and known.value and known.label
