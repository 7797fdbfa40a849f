"""The mood of a message: label, strength and what caused it, and how well it does on messages that it never saw."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.evaluate import read_set
from engine.evaluate_moods import MESSAGES, mood_figures, scored
from engine.mood_data import MOODS, read_lexicon
from engine.mood_model import MoodModel, threshold_for, whole


def mood_of(parser, text):
    return parser.parse(text)["mood"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("my order hasn't arrived", "calm"),
        ("my machine leaks", "calm"),
        ("where is BL-10482?", "calm"),
        ("it smells burnt and I'm scared, is it safe?", "worried"),
        ("this is the third time I ask, nobody answers", "annoyed"),
        ("great, broken again", "annoyed"),
        ("you are all useless idiots", "angry"),
        ("GIVE ME MY MONEY BACK NOW!!!", "angry"),
        ("thank you so much, it works again, you're a star!", "pleased"),
    ],
)
def test_a_plain_mood_is_read(parser, text, label):
    assert mood_of(parser, text)["label"] == label


def test_the_words_that_caused_it_are_named(parser):
    words = mood_of(parser, "Where is it? You are LIARS and I am furious!!")["words"]
    assert {"LIARS", "furious", "!!"} <= {word["text"] for word in words}
    assert [word["start"] for word in words] == sorted(word["start"] for word in words)


def test_calm_has_no_strength_and_no_words(parser):
    for text in ("", "   ", "where is my order"):
        assert mood_of(parser, text) == {"label": "calm", "strength": 0.0, "words": []}


def test_shouting_is_stronger_than_saying(parser):
    said, shouted = (mood_of(parser, text) for text in ("you lied to me", "YOU LIED TO ME, YOU CROOKS!!!!"))
    assert said["label"] == shouted["label"] == "angry"
    assert said["strength"] < shouted["strength"]


PIECES = st.lists(st.sampled_from(["NO!", "😡", "😍", "furious", "not", "??", "again", "é", "\n"])).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=300) | PIECES)
def test_any_text_has_a_defined_mood(parser, text):
    parsed = parser.parse(text)
    mood, read = parsed["mood"], parsed["text"]
    assert mood["label"] in MOODS
    assert 0.0 <= mood["strength"] <= 1.0
    for word in mood["words"]:
        assert 0 <= word["start"] < word["end"] <= len(read)
        assert read[word["start"] : word["end"]] == word["text"]
    assert (mood["label"] == "calm") == (not mood["words"])
    json.dumps(mood)


@pytest.mark.parametrize(
    "text",
    ["a" * 20_000, "DAMN! " * 4_000, "😡" * 1_000, "\x00\x1f\u202e", "מה קורה עם ההזמנה שלי"],
    ids=["one endless word", "shouting", "emoji", "control characters", "Hebrew"],
)
def test_odd_texts_have_a_defined_mood(parser, text):
    assert mood_of(parser, text)["label"] in MOODS


def test_a_model_survives_being_stored(encoder):
    said = zip(["all well", "hooray", "will it burn", "again", "liar"], MOODS, strict=True)
    texts, labels = zip(*[(f"{text} {number}", mood) for text, mood in said for number in range(6)], strict=True)
    model = MoodModel.learnt(texts, encoder.encode_both(list(texts)), labels, read_lexicon())
    again = MoodModel.restored({name: np.array(value) for name, value in model.arrays().items()})
    vector = encoder.encode_both(["liar liar"])[0]
    before, after = model.read("liar liar", vector), again.read("liar liar", vector)
    assert (after.label, after.spans) == (before.label, before.spans)
    assert after.strength == pytest.approx(before.strength)


def test_the_threshold_is_the_lowest_that_is_precise_enough():
    chances, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, True, False])
    assert threshold_for(chances, right, 0.9) == 0.7
    assert threshold_for(chances, right, 0.7) == 0.6
    assert threshold_for(chances, np.zeros(4, dtype=bool), 0.9) == 1.0


def test_the_whole_sentence_is_without_its_blanks():
    assert whole("  so what ") == ((2, 9),)
    assert whole("  ") == ()


def test_figures_count_what_they_say():
    figures = mood_figures([("angry", "angry"), ("calm", "angry"), ("calm", "calm"), ("angry", "calm")])
    assert figures["accuracy"] == figures["angry_precision"] == figures["angry_recall"] == 0.5


def test_unseen_messages_are_read_well(parser):
    figures, _ = scored(parser, read_set(MESSAGES))
    print(figures)
    assert figures["angry_precision"] >= 0.90
    assert figures["angry_recall"] >= 0.78
    assert figures["accuracy"] >= 0.82
    assert figures["hard_accuracy"] >= 0.77
