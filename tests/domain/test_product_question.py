"""Product questions that are plain from their words and the question before."""

import pytest

from bot.domain.product_question import Compare, Facts, Fits, How, Rank, Reading, Topic, meant, read, undecided
from tests.company import brewline, product


def before(how: How, text: str, *ids: str) -> Topic:
    return Topic(tuple(product(id) for id in ids), how, text)


def reading(text: str, topic: Topic | None = None, machine: str | None = None) -> Reading | None:
    return read(text, brewline(), topic, product(machine) if machine else None)


HEAVY = before(How.FACTS, "how heavy is the one", "one")
COMPARED = before(How.COMPARED, "one or duo", "one", "duo")
FITTED = before(How.FITS, "does the duo take the hazelnut pods", "hazelnut-pods", "duo")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("what is the difference between the one and the duo", ["one", "duo"]),
        ("duo vs pro", ["duo", "pro"]),
        ("should i get the duo or the pro?", ["duo", "pro"]),
        ("what's the difference between your machines", ["one", "duo", "pro"]),
        ("compare house blend pods and night shift pods", ["house-pods", "night-shift-pods"]),
    ],
)
def test_a_comparison(text: str, ids: list[str]) -> None:
    found = reading(text)
    assert isinstance(found, Compare)
    assert [one.id for one in found.products] == ids


def test_a_comparison_of_one_thing_tells_that_thing() -> None:
    found = reading("which has more sugar, hazelnut pods or hazelnut syrup")
    assert isinstance(found, Facts)
    assert [one.id for one in found.products] == ["hazelnut-pods", "hazelnut-syrup"]


@pytest.mark.parametrize(
    ("text", "topic", "ids"),
    [
        ("which one is quieter?", COMPARED, ["one", "duo"]),
        ("which machine is the quietest", None, ["one", "duo", "pro"]),
        ("is the duo bigger than the one", None, ["duo", "one"]),
        ("is it quieter than the duo?", HEAVY, ["one", "duo"]),
        ("is there a bigger one?", HEAVY, ["one", "duo", "pro"]),
        ("which one has the biggest tank", None, ["one", "duo", "pro"]),
        ("and the heaviest?", HEAVY, ["one", "duo", "pro"]),
    ],
)
def test_which_of_them(text: str, topic: Topic | None, ids: list[str]) -> None:
    found = reading(text, topic)
    assert isinstance(found, Rank)
    assert [one.id for one in found.products] == ids


@pytest.mark.parametrize(
    ("text", "machine", "things", "machines"),
    [
        ("does the duo take the hazelnut pods", None, ["hazelnut-pods"], ["duo"]),
        ("can i use beans in the duo", None, ["bean"], ["duo"]),
        ("do the house pods work in the one and the pro", None, ["house-pods"], ["one", "pro"]),
        ("does it take pods?", "pro", ["pod"], ["pro"]),
        ("does the syrup station fit the duo", None, ["syrup-station"], ["duo"]),
    ],
)
def test_what_goes_into_what(text: str, machine: str | None, things: list[str], machines: list[str]) -> None:
    found = reading(text, machine=machine)
    assert isinstance(found, Fits)
    assert ([one.id for one in found.things], [one.id for one in found.machines]) == (things, machines)


@pytest.mark.parametrize("text", ["and the pro?", "what about the pro", "no sorry, the pro", "not the one, the pro!"])
def test_another_product_gets_the_question_before(text: str) -> None:
    assert reading(text, HEAVY) == Facts(HEAVY.text, (product("pro"),))


def test_another_question_is_about_the_products_before() -> None:
    assert reading("and the price?", COMPARED) == Facts("and the price?", (product("one"), product("duo")))


def test_no_difference_is_no_question() -> None:
    assert reading("no difference") is None
    assert reading("it is slower") is None


def test_tell_me_about_it() -> None:
    assert reading("tell me about the pro") == Facts("", (product("pro"),))
    assert reading("tell me how to descale the pro") is None


def test_a_third_joins_the_comparison() -> None:
    found = reading("and to the pro?", COMPARED)
    assert isinstance(found, Compare) and [one.id for one in found.products] == ["one", "duo", "pro"]


def test_another_machine_or_another_thing_is_tried_for_its_fit() -> None:
    pods, one, duo = product("hazelnut-pods"), product("one"), product("duo")
    assert reading("and the one?", FITTED) == Fits((pods,), (one,))
    assert reading("and the house beans?", FITTED) == Fits((product("house-beans"),), (duo,))


def test_a_flavour_means_the_form_that_was_spoken_of() -> None:
    topic = before(How.FACTS, "are the caramel pods vegan", "caramel-pods")
    assert reading("and the hazelnut ones?", topic) == Facts(topic.text, (product("hazelnut-pods"),))


def test_a_flavour_in_several_forms_is_undecided_until_one_is_named() -> None:
    assert undecided("how much sugar is in hazelnut", brewline())
    assert not undecided("how much sugar is in the hazelnut syrup", brewline())
    assert [one.id for one in meant("decaf hazelnut pods", brewline())] == ["decaf-hazelnut-pods"]


@pytest.mark.parametrize(
    "text",
    [
        "my duo does not take the hazelnut pods",
        "the pods get stuck in my duo",
        "my duo is louder than before",
        "why is the duo louder than the one",
        "i want to return the duo and take the pro instead",
        "how do i descale my duo",
        "where is my order",
        "how much is delivery",
        "do you have it in red",
        "cancel the duo",
        "can i get a cheaper price",
        "thanks",
    ],
)
def test_what_has_words_of_its_own_is_left_alone(text: str) -> None:
    assert reading(text, HEAVY) is None
