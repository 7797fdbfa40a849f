"""Several requests in one message, split in order; and how well on messages that were never seen."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.evaluate import read_set
from engine.evaluate_requests import MESSAGES, request_figures, scored
from engine.intents import Verdict
from engine.parts import Part
from engine.requests import may_be_several, requests_of

DEVELOPMENT = Path(__file__).parent / "requests_dev.yml"


def verdict(intent, chance=0.9, **others):
    ranking = sorted({intent: chance, **others}.items(), key=lambda guess: -guess[1])
    return Verdict(ranking, intent.split("_")[0], chance, 1.0, in_scope=True)


def split(text, *said, turn=False, whole=0.5):
    """The intents found when the pieces of the text, parted by "|", mean what is said."""
    plain, parts, start = text.replace("|", ""), [], 0
    for number, piece in enumerate(text.split("|")):
        parts.append(Part(start, start + len(piece), turn and number > 0))
        start += len(piece)
    verdicts = [one if isinstance(one, Verdict) else verdict(one) for one in said]
    everything = verdict("chat_out_of_scope", 0.1, **{one.ranking[0][0]: whole for one in verdicts})
    return [request.intent for request in requests_of(plain, parts, verdicts, everything)]


def test_two_different_requests_are_told_apart():
    assert split("cancel it |how do I descale", "service_cancel_order", "support_maintain") == [
        "service_cancel_order",
        "support_maintain",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("where is one |where is the other", ("service_track_order", "service_track_order")),
        ("hello |where is it", ("chat_greet", "service_track_order")),
        ("send somebody |the pump is dead", ("service_book_visit", "support_troubleshoot")),
        ("where is it |hm the thing", ("service_track_order", verdict("support_learn", 0.3))),
    ],
)
def test_one_matter_stays_one(text, said):
    assert split(text, *said) == []


def test_an_intent_that_the_whole_message_has_no_trace_of_is_no_request():
    assert split("cancel it |how do I descale", "service_cancel_order", "support_maintain", whole=0.001) == []


@pytest.mark.parametrize(
    ("others", "several"),
    [
        ({}, False),
        ({"support_maintain": 0.005}, False),
        ({"chat_greet": 0.3}, False),
        ({"support_maintain": 0.02}, True),
    ],
)
def test_only_a_message_that_allows_for_two_requests_is_looked_at_again(others, several):
    assert may_be_several(verdict("service_cancel_order", 0.6, **others)) is several


def test_one_matter_is_two_when_the_wording_says_so():
    said = ("service_book_visit", "support_troubleshoot")
    assert split("send somebody |the pump is dead", *said, turn=True) == list(said)


def test_three_requests_keep_their_order():
    said = ("service_track_order", "support_maintain", "service_ask_hours")
    assert split("where is it |how do I clean |when do you open", *said) == list(said)


def test_the_parser_splits_and_says_where(parser):
    text = "cancel my order and how do I descale the machine?"
    requests = parser.parse(text)["requests"]
    assert [request["intent"]["name"] for request in requests] == ["service_cancel_order", "support_maintain"]
    assert [request["lane"] for request in requests] == ["service", "support"]
    assert [text[request["start"] : request["end"]] for request in requests] == [one["text"] for one in requests]


@pytest.mark.parametrize(
    "text", ["", "where is my order", "my machine is leaking and beeping", "hi, where is my order?"]
)
def test_one_request_is_not_listed(parser, text):
    assert parser.parse(text)["requests"] == []


PIECES = st.lists(
    st.sampled_from(["where is my parcel", "and", "also", "?", "how do I descale", "hi", "\n", '"', "cancel it", "😡"]),
    max_size=20,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=300) | PIECES.map(" ".join))
def test_any_text_has_defined_requests(parser, text):
    parsed = parser.parse(text)
    requests, read = parsed["requests"], parsed["text"]
    assert len(requests) != 1
    for request in requests:
        assert 0 <= request["start"] < request["end"] <= len(read)
        assert read[request["start"] : request["end"]] == request["text"]
        assert 0.0 <= request["intent"]["confidence"] <= 1.0
    json.dumps(requests)


def test_figures_count_what_they_say():
    pairs = [(["a"], ["a"]), (["a"], ["a", "b"]), (["a", "b"], ["a", "b"]), (["a", "b"], ["b", "a"])]
    figures = request_figures(pairs)
    assert figures["right"] == figures["single_split"] == figures["several_right"] == 0.5
    assert figures["several_right_number"] == 1.0


def test_development_messages_are_split(parser):
    figures, _ = scored(parser, read_set(DEVELOPMENT))
    print(figures)
    assert figures["right"] >= 0.78
    assert figures["several_right"] >= 0.8


def test_unseen_messages_are_split_well_and_single_ones_seldom(parser):
    figures, _ = scored(parser, read_set(MESSAGES))
    print(figures)
    assert figures["right"] >= 0.8
    assert figures["single_split"] <= 0.06
    assert figures["several_right"] >= 0.65
