"""What comes closest to something that cannot be had."""

from pathlib import Path

import pytest

from bot.domain.alternatives import best_sellers, nearest, nearest_options
from bot.domain.catalogue import Wanted, preferences, wanted
from bot.domain.products import Product, State
from bot.services.knowledge import read_files
from tests.company import add_to_catalogue, brewline, copy_to, product

UNAVAILABLE = [one for one in brewline().products if not one.in_stock]
TASTED = [one for one in UNAVAILABLE if one.tastes]


@pytest.mark.parametrize("missing", TASTED, ids=lambda one: one.id)
def test_every_flavour_that_cannot_be_had_has_one_to_three_alternatives(missing: Product) -> None:
    alternatives = nearest(missing, brewline())
    assert 1 <= len(alternatives) <= 3
    for alternative in alternatives:
        assert alternative.product.in_stock
        assert alternative.why
        assert set(alternative.shared) <= set(missing.tastes) & set(alternative.product.tastes)
        assert set(alternative.product.fits) & set(missing.fits)
    assert len({alternative.product.id for alternative in alternatives}) == len(alternatives)


def test_there_is_something_unavailable_of_every_kind() -> None:
    assert {one.availability.state for one in UNAVAILABLE} == {State.OUT_UNTIL, State.DISCONTINUED, State.NEVER_MADE}


def test_vanilla_pods_are_answered_with_pods_that_share_a_taste() -> None:
    alternatives = nearest(product("vanilla-pods"), brewline())
    assert {alternative.product.form for alternative in alternatives} == {"pod"}
    assert all(alternative.shared for alternative in alternatives)
    assert alternatives[0].why == "creamy and sweet too"


def test_the_company_s_own_suggestion_comes_first() -> None:
    for missing in UNAVAILABLE:
        own = [id for id in missing.availability.replaced_by if product(id).in_stock]
        assert [one.product.id for one in nearest(missing, brewline())][: len(own)] == own


def test_the_same_flavour_in_another_form_says_so() -> None:
    first = nearest(product("coconut-pods"), brewline())[0]
    assert (first.product.id, first.why) == ("coconut-syrup", "coconut too, as syrup")


def test_who_wants_no_caffeine_gets_none() -> None:
    likes = preferences("something nutty without caffeine as pods", brewline())
    alternatives = nearest(likes, brewline())
    assert alternatives
    assert {alternative.product.caffeine for alternative in alternatives} == {"none"}
    assert all(alternative.why.endswith("without caffeine as well") for alternative in alternatives)


def test_only_what_fits_the_customer_s_machine_is_offered() -> None:
    alternatives = nearest(Wanted("fruity", tastes=("fruity",)), brewline(), machine="pro")
    assert alternatives
    assert all("pro" in alternative.product.fits for alternative in alternatives)


def test_something_unheard_of_is_answered_with_best_sellers_of_its_form() -> None:
    unknown = wanted("do you have tiramisu syrup", brewline())
    assert unknown
    expected = [one.id for one in best_sellers(brewline(), "syrup")][:3]
    assert [alternative.product.id for alternative in nearest(unknown, brewline())] == expected


def test_a_spare_part_has_no_alternative_but_what_replaces_it() -> None:
    assert nearest(product("tank-pro"), brewline()) == []
    assert [one.product.id for one in nearest(product("filter-classic"), brewline())] == ["filter-soft"]


def test_other_colours_of_the_same_product_are_offered() -> None:
    duo = product("duo")
    green = next(option for option in duo.options if option.name == "green")
    offered = nearest_options(duo, green)
    assert offered
    assert all(option.availability.in_stock and option.kind == "colour" for option in offered)


def test_the_result_does_not_depend_on_the_order_of_the_file() -> None:
    for missing in TASTED:
        first = [one.product.id for one in nearest(missing, brewline(), limit=10)]
        assert first == [one.product.id for one in nearest(missing, brewline(), limit=10)]


def test_a_new_product_becomes_an_alternative(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    add_to_catalogue(
        folder,
        "  - {id: custard-pods, name: Custard pods, title: custard pods, form: pod, tastes: [creamy, sweet, mild],"
        " roast: medium, caffeine: normal, milk: both, fits: [one, duo], price: 6.50, availability: in_stock}",
    )
    changed = read_files(folder)
    missing = changed.product("vanilla-pods")
    assert missing
    first = nearest(missing, changed)[0]
    assert (first.product.id, first.why) == ("custard-pods", "creamy and sweet too")


def test_a_product_that_runs_out_is_no_alternative_any_more(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    first = nearest(product("vanilla-pods"), brewline())[0].product
    file = folder / "catalogue.yml"
    head, tail = file.read_text(encoding="utf-8").split(f"- id: {first.id}\n", 1)
    gone = "availability: {state: out_until, until: 2027-01-01, reason: Sold out.}"
    file.write_text(f"{head}- id: {first.id}\n{tail.replace('availability: in_stock', gone, 1)}", encoding="utf-8")
    changed = read_files(folder)
    missing = changed.product("vanilla-pods")
    assert missing
    assert first.id not in [one.product.id for one in nearest(missing, changed)]
