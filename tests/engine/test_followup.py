"""Messages that lean on the turn before."""

import pytest
from ruamel.yaml import YAML

from engine.fingerprint import ROOT
from engine.followup import Context, context_of, points_back, stands_alone, together

QUESTIONS = ROOT / "tests" / "engine" / "questions.yml"
NAMES = {"one": "one", "duo": "duo", "brewline duo": "duo", "pro": "pro"}


def said_before(text, article=None, products=()):
    return {"context": {"text": text, "intent": None, "lane": "support", "products": [*products], "article": article}}


@pytest.mark.parametrize("text", ["and how often?", "the Pro?", "and on the duo", "how long does it take", "why", "?"])
def test_a_message_without_words_of_its_own_does_not_stand_alone(text):
    assert not stands_alone(text, NAMES)


@pytest.mark.parametrize("text", ["how do I descale", "and the filter?", "it leaks", "why " * 10])
def test_one_with_words_of_its_own_does(text):
    assert stands_alone(text, NAMES)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("how do I clean it", True),
        ("and the warranty?", True),
        ("my coffee is lukewarm", False),
        ("the coffee from it is bitter and watery and cold and there is sludge", False),
    ],
)
def test_pointing_back_is_short_and_says_so(text, points):
    assert points_back(text, NAMES) is points


def test_a_machine_that_is_named_takes_the_place_of_the_one_before():
    assert together("Descaling the Brewline Duo", "and the pro?", NAMES, frozenset({"pro"})) == (
        "Descaling the and the pro?"
    )
    assert together("Descaling the Duo", "how often?", NAMES, frozenset()) == "Descaling the Duo how often?"


@pytest.mark.parametrize(
    "metadata",
    [None, {}, {"context": None}, {"context": {"text": 5, "products": [], "article": None}}, {"context": "x"}, "x",
     {"context": {"text": " ", "products": [], "article": None}}, {"context": {"text": "x", "products": []}}],
)  # fmt: skip
def test_what_is_no_context_is_none(metadata):
    assert context_of(metadata) is None


def test_a_context_is_read():
    assert context_of(said_before("descale", "descale-the-duo", ["duo"])) == Context(
        "descale", frozenset({"duo"}), "descale-the-duo"
    )


def test_follow_ups_find_their_article(parser):
    content = YAML(typ="safe").load(QUESTIONS.read_text())["follow_ups"]
    firsts = {True: [], False: []}
    for entry in content:
        before = parser.parse(entry["before"])
        products = [found["value"] for found in before["entities"] if found["entity"] == "product"]
        parsed = parser.parse(entry["message"], said_before(entry["before"], entry["article"], products))
        firsts[entry.get("follows", True)].append(parsed["articles"][0]["id"] in entry["articles"])
    shares = {follows: sum(right) / len(right) for follows, right in firsts.items()}
    print(shares)
    assert len(firsts[True]) >= 30 and shares[True] >= 0.8
    assert shares[False] >= 0.9


def test_a_message_that_stands_alone_is_read_without_the_context(parser):
    text = "how do I connect it to a new wifi"
    alone, after = parser.parse(text), parser.parse(text, said_before("where do the pods go", "recycle-used-pods"))
    assert alone["articles"] == after["articles"]


def test_thanks_are_no_follow_up(parser):
    alone, after = (parser.parse("thank you", data) for data in (None, said_before("descale", "descale-the-duo")))
    assert alone["articles"] == after["articles"]


def test_a_context_without_a_known_article_is_its_text(parser):
    parsed = parser.parse("and how often?", said_before("how do I descale my pro", "gone", ["pro"]))
    assert parsed["articles"][0]["id"] == "descale-the-pro"
