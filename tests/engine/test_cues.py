"""Outward signs of a mood and where they stand."""

import pytest

from engine.cues import MAX_CHARACTERS, CueFinder
from engine.mood_data import read_lexicon


@pytest.fixture(scope="module")
def finder():
    return CueFinder(read_lexicon())


def found(finder, text):
    return {(cue.mood, text[cue.start : cue.end]) for cue in finder.read(text).cues}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am furious.", ("angry", "furious")),
        ("what a DISGRACEFUL thing", ("angry", "DISGRACEFUL")),
        ("you’ll hear from my lawyer", ("angry", "hear from my lawyer")),
        ("what the f*** is this", ("angry", "f***")),
        ("cancel it right now", ("angry", "cancel it right now")),
        ("🤬", ("angry", "🤬")),
        ("the third time already", ("annoyed", "third time")),
        ("I'm not happy with that", ("annoyed", "not happy")),
        ("I told you that twice", ("annoyed", "told you that twice")),
        ("it isn't exactly brilliant", ("annoyed", "brilliant")),
        ("I'm a bit worried", ("worried", "worried")),
        ("is the cable still safe?", ("worried", "is the cable still safe?")),
        ("couldn't be happier!", ("pleased", "couldn't be happier")),
        ("WHERE IS MY MONEY", ("loud", "MONEY")),
        ("now?!?!", ("loud", "?!?!")),
    ],
)
def test_a_sign_is_found_with_its_words(finder, text, expected):
    assert expected in found(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not angry, I only want to know",
        "where is my order",
        "my order hasn't arrived",
        "the DUO or the PRO?",
        "My serial is D2419-0731, order BL-10482",
        "please send it to EC1A 1BB",
    ],
)
def test_nothing_is_found_where_nothing_is(finder, text):
    assert not {mood for mood, _ in found(finder, text)} & {"angry", "loud", "worried"}


def test_words_before_a_sign_make_it_stronger_or_weaker(finder):
    weights = [finder.read(text).cues[0].weight for text in ("slightly annoyed", "annoyed", "very annoyed")]
    assert weights == sorted(weights) and len(set(weights)) == 3


def test_praise_beside_trouble_does_not_count_as_praise(finder):
    praise = [finder.read(text).weights[1] for text in ("brilliant", "brilliant, it broke again")]
    assert praise[0] > 0.0 and praise[1] == 0.0


def test_only_the_beginning_of_a_long_text_is_read(finder):
    assert not finder.read("a " * MAX_CHARACTERS + "furious").cues
