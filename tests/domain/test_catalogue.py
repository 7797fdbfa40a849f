"""Which products a customer's words mean. Expectations about availability are read from the files."""

import pytest

from bot.domain.catalogue import (
    find_any_options,
    find_options,
    find_plans,
    find_products,
    preferences,
    wanted,
)
from tests.company import brewline, product


def found(text: str) -> list[str]:
    return [match.product.id for match in find_products(text, brewline())]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("how heavy is the Duo?", ["duo"]),
        ("has the DUO's display a clock", ["duo"]),
        ("brewline pro", ["pro"]),
        ("do you have hazelnut pods", ["hazelnut-pods"]),
        ("Hazelnut Capsules pls", ["hazelnut-pods", "decaf-hazelnut-pods"]),
        ("white chocolate pods", ["white-chocolate-pods"]),
        ("is the hazelnut syrup vegan", ["hazelnut-syrup"]),
        ("descaler", ["descaler"]),
        ("when will the coconut pods be back", ["coconut-pods"]),
        ("caramel pods and hazelnut syrup", ["caramel-pods", "hazelnut-syrup"]),
    ],
)
def test_names_and_aliases_are_found(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("do you have hazlenut syrup", "hazelnut-syrup"),
        ("do you sell descalar", "descaler"),
        ("cinammon pods", "cinnamon-pods"),
        ("my Brewlin Duo leaks", "duo"),
        ("vanillla syrup please", "vanilla-syrup"),
        ("gingerbraed pods", "gingerbread-pods"),
    ],
)
def test_typos_are_understood(text: str, id: str) -> None:
    assert id in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "what do you have in your range",
        "that is almost all I want",
        "I had coffee this morning",
        "do you have one with milk?",
        "is this the one that you mean",
        "the one I ordered is broken",
        "pros and cons",
        "how much is express delivery",
        "price match?",
        "I descaled it yesterday",
        "does it have a milk frother",
        "my mind is made up",
        "",
        "🙂",
        "/restart",
    ],
)
def test_ordinary_words_are_no_products(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["my one is leaking", "is the One loud", "one or duo?", "can I buy the one in black", "red one in stock?", "one"],
)
def test_a_weak_name_counts_where_it_is_pointed_at(text: str) -> None:
    assert "one" in found(text)


def test_a_bare_flavour_gives_all_its_forms_with_what_is_in_stock_first() -> None:
    flavoured = [one for one in brewline().products if one.flavour == "hazelnut"]
    matches = [match.product for match in find_products("do you have hazelnut?", brewline())]
    assert {one.id for one in matches} == {one.id for one in flavoured}
    assert [one.in_stock for one in matches] == sorted((one.in_stock for one in matches), reverse=True)


def test_a_form_narrows_every_flavour_before_it() -> None:
    assert {product(id).form for id in found("hazelnut or caramel pods")} == {"pod"}
    assert {product(id).flavour for id in found("hazelnut or caramel pods")} == {"hazelnut", "caramel"}


def test_a_machine_narrows_a_flavour_to_what_fits_it() -> None:
    ids = found("do you have hazelnut for the pro")
    assert "pro" in ids
    assert all("pro" in product(id).fits for id in ids if id != "pro")


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("do you have banana split pods?", "banana split", "pod"),
        ("got any tiramisu syrup?", "tiramisu", "syrup"),
        ("do you have rooibos tea pods", "rooibos tea", "pod"),
        ("do you sell tiramisu", "tiramisu", None),
        ("blueberry?", "blueberry", None),
        ("is there a blueberry flavour", "blueberry", None),
        ("do you make raspberry syrup", "raspberry", "syrup"),
    ],
)
def test_what_nobody_sells_is_named_as_the_customer_named_it(text: str, name: str, form: str | None) -> None:
    unknown = wanted(text, brewline())
    assert unknown is not None
    assert (unknown.text, unknown.form) == (name, form)
    assert found(text) == []


def test_known_words_in_something_unknown_give_it_a_taste() -> None:
    unknown = wanted("banana split pods?", brewline())
    banana = brewline().flavour("banana")
    assert unknown and banana
    assert unknown.tastes == banana.tastes


def test_an_unknown_colour_is_wanted_of_its_product() -> None:
    unknown = wanted("is the Duo available in purple?", brewline())
    assert unknown and unknown.product
    assert (unknown.text, unknown.product.id) == ("purple", "duo")


@pytest.mark.parametrize(
    "text", ["do you have vanilla?", "how heavy is the duo", "duo in green", "hello", "thanks, bye", "what do you have"]
)
def test_nothing_unknown_is_wanted_where_everything_is_known(text: str) -> None:
    assert wanted(text, brewline()) is None


def test_options_of_a_product_are_found_by_name_and_alias() -> None:
    assert [option.name for option in find_options("the duo in silver", product("duo"))] == ["steel"]
    everywhere = find_any_options("can I get a green machine", brewline())
    assert {machine.id for machine, _ in everywhere} == {"one", "duo", "pro"}
    assert [machine.id for machine, _ in find_any_options("duo in green", brewline())] == ["duo"]


@pytest.mark.parametrize("text", ["do you have white chocolate", "irish cream syrup?"])
def test_the_name_of_a_flavour_is_no_colour(text: str) -> None:
    assert find_any_options(text, brewline()) == []


def test_plans_are_found_and_are_no_products() -> None:
    assert [plan.id for plan in find_plans("I want to cancel my fresh plan", brewline())] == ["plan-fresh"]
    assert found("what does the care plan cost") == []


def test_preferences_read_taste_form_and_caffeine() -> None:
    likes = preferences("something nutty without caffeine, as pods", brewline())
    assert (likes.form, likes.caffeine, likes.tastes) == ("pod", "none", ("nutty",))


def test_every_name_and_alias_finds_its_product() -> None:
    missed = [
        (one.id, name)
        for one in brewline().products
        for name in (one.name, one.title, *one.aliases)
        if one.id not in found(name)
    ]
    assert not missed


def test_every_flavour_and_its_aliases_find_its_products() -> None:
    for flavour in brewline().flavours:
        expected = {one.id for one in brewline().products if one.flavour == flavour.id}
        for name in (flavour.name, *flavour.aliases):
            assert expected <= set(found(name)), name
