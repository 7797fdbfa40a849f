"""What the trained classifier says about a message, and how well it does on sentences that it never saw."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.encoder import VECTOR
from engine.evaluate import FALLBACK, figures, outcome_of, read_examples
from engine.intents import OUT_OF_SCOPE, IntentModel, KernelIntentClassifier, drawn, lane_of

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
    assert scores["lane_accuracy"] >= 0.97
    assert scores["intent_accuracy"] >= 0.93 and scores["macro_f1"] >= 0.92
    assert scores["called_out_of_scope"] <= 0.02
    assert scores["out_of_scope_recall"] >= 0.9 and scores["out_of_scope_precision"] >= 0.6
    assert scores["calibration_error"] <= 0.05 and scores["lane_calibration_error"] <= 0.05


def learnt(encoder, texts, labels):
    return IntentModel.learnt(texts, encoder.encode_both(texts), labels, encoder.encode_both)


@pytest.fixture(scope="module")
def small(encoder):
    texts = ["brew me a cup", "make coffee", "a coffee please", "good night", "sleep well", "see you tomorrow"]
    return learnt(encoder, texts, ["service_brew"] * 3 + ["chat_bye"] * 3)


def test_a_model_learns_from_what_it_is_given(small, encoder):
    vector = encoder.encode_both(["one coffee"])[0]
    verdict = small.judge("one coffee", vector)
    assert verdict.ranking[0][0] == "service_brew" and verdict.lane == "service"
    again = IntentModel.restored({name: np.array(value) for name, value in small.arrays().items()})
    assert again.judge("one coffee", vector).scope == pytest.approx(verdict.scope, abs=0.01)


def test_one_example_for_each_intent_is_enough_to_learn_from(encoder):
    texts = ["where is my order", "how do i descale", "hello"]
    model = learnt(encoder, texts, ["service_track", "support_descale", "chat_greet"])
    assert model.judge("hello", encoder.encode_both(["hello"])[0]).ranking[0][0] == "chat_greet"


def test_an_intent_is_known_by_its_name_too(small, encoder):
    assert small.judge("bye", encoder.encode_both(["bye"])[0]).ranking[0][0] == "chat_bye"


def test_the_same_example_under_two_intents_is_a_toss_up(encoder):
    texts = ["where is my order", "hello there", "hello there"]
    model = learnt(encoder, texts, ["service_track", "chat_greet", "chat_bye"])
    (_, first), (_, second), *_ = model.judge(texts[1], encoder.encode_both(texts)[1]).ranking
    assert first == pytest.approx(second, abs=0.02)


def test_what_was_taught_as_out_of_scope_is_less_in_scope(encoder):
    texts = ["where is my order", "track my parcel", "write me a poem", "tell me a story about dragons"]
    unsupported = learnt(encoder, texts, ["service_track"] * 2 + [OUT_OF_SCOPE] * 2)
    wanted = learnt(encoder, texts, ["service_track"] * 2 + ["chat_write"] * 2)
    vector = encoder.encode_both(["write a poem"])[0]
    assert unsupported.judge("write a poem", vector).scope < 0.5 * wanted.judge("write a poem", vector).scope


@pytest.mark.parametrize("text", ["", " ", "☕" * 500, "where is my order " * 1_200, "\x00\x07", "где мой заказ"])
def test_odd_texts_have_a_verdict(small, encoder, text):
    verdict = small.judge(text, encoder.encode_both([text])[0])
    assert sum(chance for _, chance in verdict.ranking) == pytest.approx(1.0)
    assert 0.0 <= verdict.scope <= 1.0 and 0.5 <= verdict.lane_confidence <= 1.0


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_has_a_verdict(small, encoder, text):
    verdict = small.judge(text, encoder.encode_both([text])[0])
    assert 0.0 <= verdict.scope <= 1.0 and 0.0 < verdict.lane_confidence <= 1.0


@pytest.mark.parametrize("intents", [[], ["chat_greet"], ["chat_greet", "chat_greet"]])
def test_fewer_than_two_intents_are_an_error(intents):
    examples = [Message.build(text="hello", intent=intent) for intent in intents]
    with pytest.raises(ValueError, match="at least 2 are needed"):
        KernelIntentClassifier({}, None, None).train(TrainingData(examples))


def test_of_too_many_examples_some_are_drawn_and_no_intent_is_forgotten():
    labels = ["chat_greet"] * 500 + ["chat_bye"] * 30 + ["chat_thank"]
    chosen = [labels[place] for place in drawn(labels, 100)]
    assert len(chosen) == 100
    assert chosen.count("chat_thank") == 1
    assert chosen.count("chat_bye") >= 20
    assert list(drawn(labels, 1000)) == list(range(len(labels)))


def test_a_training_with_too_many_examples_says_so(monkeypatch, capsys, encoder):
    monkeypatch.setattr("engine.intents.MAX_EXAMPLES", 4)
    monkeypatch.setattr("engine.intents.shared_encoder", lambda: encoder)
    examples = [Message.build(text=f"{word} {n}", intent=f"chat_{word}") for word in ("greet", "bye") for n in range(9)]
    for example in examples:
        example.set(VECTOR, encoder.encode_both([example.get("text")])[0])
    classifier = KernelIntentClassifier({"scope_loss": 0.02}, None, None)
    classifier.learn(TrainingData(examples))
    assert "4 of 18 examples" in capsys.readouterr().out
    assert classifier.model.intents == ["chat_bye", "chat_greet"]
