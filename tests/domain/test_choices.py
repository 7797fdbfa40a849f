"""Buttons and the typed words that count as them."""

import pytest

from bot.domain.choices import (
    BackToBot,
    ForEngine,
    NotSolved,
    Person,
    Score,
    Solved,
    is_farewell,
    meaning_of,
    offered,
    read_answer,
    read_score,
)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "YEP",
        "yes thanks",
        "Yes, thank you so much!",
        "it works now",
        "That did it.",
        "👍",
        "all good, cheers",
    ],
)
def test_words_for_yes(text: str) -> None:
    assert read_answer(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Nope.",
        "not yet",
        "still not working",
        "it didn't",
        "That didn’t help",
        "no, not really",
        "👎",
        "No thank you",
    ],
)
def test_words_for_no(text: str) -> None:
    assert read_answer(text) == "no"


@pytest.mark.parametrize("text", ["person", "a human please", "Can I talk to someone?", "real person"])
def test_words_for_a_person(text: str) -> None:
    assert read_answer(text) == "person"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes but now the milk is cold",
        "no idea",
        "is it solved?",
        "maybe",
        "thanks",
        "working hours",
        "nobody",
        "🙂",
    ],
)
def test_what_is_not_clear_is_left_to_the_engine(text: str) -> None:
    assert read_answer(text) is None


@pytest.mark.parametrize(
    ("text", "score"),
    [("4", 4), ("4/5", 4), ("5 stars!", 5), ("Two", 2), ("3 out of 5", 3), ("⭐⭐⭐", 3), ("1.", 1)],
)
def test_typed_scores(text: str, score: int) -> None:
    assert read_score(text) == score


@pytest.mark.parametrize("text", ["0", "6", "10", "4 pods", "45", "one more thing", "E4", "3.5"])
def test_what_is_no_score(text: str) -> None:
    assert read_score(text) is None


def test_a_choice_shows_its_value_and_keeps_its_payload() -> None:
    stored = offered(
        ("Yes", "/chat_affirm"),
        ("No", "/chat_deny"),
        ("Person", "/chat_request_human"),
        ("Duo", '/chat_give_details{"product":"duo"}'),
        ("4", "gateway:score:4"),
    )
    assert [(choice["id"], choice["value"]) for choice in stored] == [
        ("1", "yes"),
        ("2", "no"),
        ("3", "person"),
        ("4", None),
        ("5", 4),
    ]


def test_what_a_button_means() -> None:
    assert meaning_of("gateway:solved") == Solved()
    assert meaning_of("gateway:not_solved") == NotSolved()
    assert meaning_of("gateway:person") == Person()
    assert meaning_of("/chat_request_human") == Person()
    assert meaning_of("gateway:bot") == BackToBot()
    assert meaning_of("gateway:score:5") == Score(5)
    assert meaning_of("/chat_affirm") == ForEngine("/chat_affirm")
    assert meaning_of("just words") == ForEngine(None)


@pytest.mark.parametrize(
    "text",
    ["thanks", "Thank you so much!", "ok, bye", "Thanks a lot, bye!", "great, thanks for your help. Have a nice day!"],
)
def test_thanks_and_goodbye_alone_are_a_farewell(text: str) -> None:
    assert is_farewell(text)


@pytest.mark.parametrize("text", ["", "no", "thanks, and where is my order?", "thanks for nothing", "by the way"])
def test_what_says_more_is_no_farewell(text: str) -> None:
    assert not is_farewell(text)
