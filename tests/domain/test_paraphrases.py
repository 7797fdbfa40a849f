"""Other ways to say an example: every way makes its own kind of change, and the same seed makes the same."""

from bot.domain.paraphrases import Made, Phrases, Way, paraphrases

PHRASES = Phrases(
    openers=(("how do i", "whats the way to"),),
    words=(("don't", "dont"), ("pods", "capsules")),
    before=("hi",),
    after=("please",),
    products=(("hazelnut", "vanilla"), ("duo", "pro")),
)


def made(text: str) -> dict[Way, set[str]]:
    found: dict[Way, set[str]] = {}
    for one in paraphrases([text], PHRASES, "seed"):
        assert one.source == text
        found.setdefault(one.way, set()).add(one.text)
    return found


def test_openers_products_and_words_stand_for_each_other() -> None:
    found = made("How do I order hazelnut pods")
    assert found[Way.OPENER] == {"whats the way to order hazelnut pods"}
    assert found[Way.PRODUCT] == {"How do I order vanilla pods"}
    assert found[Way.WORD] == {"How do I order hazelnut capsules"}


def test_only_whole_words_are_replaced() -> None:
    assert made("the podsy duodenum").keys() == {Way.POLITE, Way.TYPO}
    assert made("i don't drink").get(Way.WORD) == {"i dont drink"}


def test_a_typing_error_changes_one_longer_word_a_little() -> None:
    (text,) = made("the coffee is cold")[Way.TYPO]
    assert text != "the coffee is cold"
    assert text.startswith("the c") and text.endswith(" is cold")
    assert sorted(text) == sorted("the coffee is cold") or len(text) == len("the coffee is cold") - 1
    assert Way.TYPO not in made("it is me")


def test_the_same_seed_makes_the_same_and_kinds_take_turns() -> None:
    examples = [f"how do i order hazelnut pods for {number} people" for number in range(9)]
    first = paraphrases(examples, PHRASES, "seed")
    assert first == paraphrases(examples, PHRASES, "seed")
    assert len({one.way for one in first[:4]}) == 4
    assert paraphrases([], PHRASES, "seed") == []
    assert all(isinstance(one, Made) and one.way != Way.CUSTOMER for one in first)
