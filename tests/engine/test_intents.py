"""What the trained classifier says about a message, and how well it does on sentences that it never saw."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.evaluate import FALLBACK, figures, outcome_of, read_examples
from engine.intents import IntentModel, lane_of

LANES = {"support", "service", "success", "chat"}


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("how do I descale my machine?", "support"),
        ("my duo leaks", "support"),
        ("where is my order", "service"),
        ("do you have vanilla pods", "service"),
        ("i want to cancel my subscription", "success"),
        ("can I talk to a person", "chat"),
    ],
)
def test_plain_requests_reach_their_lane(parser, text, lane):
    parsed = parser.parse(text)
    assert parsed["lane"] == lane
    assert parsed["lane_confidence"] > 0.5
    assert lane_of(parsed["intent"]["name"]) == lane


def test_the_ranking_is_plain_sorted_and_ten_long(parser):
    parsed = parser.parse("my machine makes a strange noise")
    ranking = [guess for guess in parsed["intent_ranking"] if guess["name"] != FALLBACK]
    assert len(ranking) == 10
    assert [guess["confidence"] for guess in ranking] == sorted((g["confidence"] for g in ranking), reverse=True)
    json.dumps(parsed)  # one numpy number would make the tracker store fail


def test_a_lane_counts_all_its_intents_not_only_the_ten(parser):
    parsed = parser.parse("I have a problem with my machine")
    shown = sum(guess["confidence"] for guess in parsed["intent_ranking"] if lane_of(guess["name"]) == parsed["lane"])
    assert shown <= parsed["lane_confidence"] + 1e-5 <= 1.0 + 1e-5


@pytest.mark.parametrize("text", ["xkcd qwfp zxcv arstd", "lkjh sdfg mnbv poiu", "ṩ̶̛ ⠁⠃⠉ ╬╬╬"])
def test_gibberish_is_out_of_scope(parser, text):
    assert parser.parse(text)["intent"]["name"] in {FALLBACK, "chat_out_of_scope"}


def test_an_empty_text_is_a_fallback(parser):
    parsed = parser.parse("")
    assert parsed["intent"]["name"] == FALLBACK
    assert parsed["lane_confidence"] == 0.0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=300))
def test_any_text_has_a_defined_parse(parser, text):
    parsed = parser.parse(text)
    assert parsed["lane"] in LANES
    assert 0.0 <= parsed["lane_confidence"] <= 1.0 and 0.0 <= parsed["scope"] <= 1.0
    for entity in parsed["entities"]:
        assert 0 <= entity["start"] < entity["end"] <= len(text)
    json.dumps(parsed["articles"])


def test_unseen_sentences_are_understood(parser):
    outcomes = [outcome_of(parser.parse(text), text, intent) for text, intent in read_examples()]
    scores = figures(outcomes)
    print(scores)
    assert scores["lane_accuracy"] >= 0.94
    assert scores["intent_accuracy"] >= 0.87
    assert scores["called_out_of_scope"] <= 0.03
    assert scores["calibration_error"] <= 0.06


def test_a_model_learns_from_what_it_is_given(encoder):
    texts = ["brew me a cup", "make coffee", "a coffee please", "good night", "sleep well", "see you tomorrow"]
    labels = ["service_brew"] * 3 + ["chat_bye"] * 3
    model = IntentModel.learnt(texts, encoder.encode_both(texts), labels)
    verdict = model.judge("one coffee", encoder.encode_both(["one coffee"])[0])
    assert verdict.ranking[0][0] == "service_brew" and verdict.lane == "service"
    again = IntentModel.restored({name: np.array(value) for name, value in model.arrays().items()})
    assert again.judge("one coffee", encoder.encode_both(["one coffee"])[0]).lane == "service"
