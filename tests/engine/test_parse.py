"""What must be done to a text before Rasa may see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.parse import neutral, parse_of, payload_intent


@pytest.mark.parametrize(
    ("text", "clean", "shift"),
    [
        ("hello", "hello", 0),
        ("/restart", "restart", 1),
        ("  /restart", "restart", 3),
        (" / / //restart ", "restart", 7),
        ("\u00a0/chat_affirm", "chat_affirm", 2),
        ("w/o milk", "w/o milk", 0),
        ("///", "", 3),
        ("", "", 0),
        ("half \ud83d pair", "half \ufffd pair", 0),
        ("whole \U0001f600", "whole \U0001f600", 0),
    ],
)
def test_a_text_is_never_a_command(text, clean, shift):
    assert neutral(text) == (clean, shift)


@given(st.text())
def test_no_text_becomes_a_command_and_offsets_can_be_moved_back(text):
    clean, shift = neutral(text)
    assert not clean.strip().startswith("/")
    assert text[shift : shift + len(clean)] == clean
    clean.encode("utf-8")


@pytest.mark.parametrize(
    ("payload", "intent"),
    [
        ("/chat_affirm", "chat_affirm"),
        ('/chat_give_details{"product": "duo"}', "chat_give_details"),
        ("chat_affirm", None),
        ("/chat_affirm{broken", None),
        ("/chat_affirm[1]", None),
        ("/", None),
        (7, None),
        (None, None),
    ],
)
def test_a_payload_names_an_intent(payload, intent):
    assert payload_intent(payload) == intent


def test_offsets_are_those_of_the_text_as_written():
    raw = {"text": "BL-10482", "entities": [{"entity": "order_number", "value": "BL-10482", "start": 0, "end": 8}]}
    entity = parse_of(raw, 3)["entities"][0]
    assert (entity["start"], entity["end"], entity["text"]) == (3, 11, "BL-10482")


def test_the_words_of_a_mood_and_the_parts_of_a_message_move_too():
    word = {"text": "liar", "start": 0, "end": 4}
    part = {"text": "where is it", "start": 5, "end": 16, "intent": {"name": "service_track_order", "confidence": 0.9}}
    raw = {"text": "liar where is it", "mood": {"label": "angry", "strength": 0.9, "words": [word]}, "requests": [part]}
    parsed = parse_of(raw, 2)
    assert parsed["mood"] == {"label": "angry", "strength": 0.9, "words": [{"text": "liar", "start": 2, "end": 6}]}
    assert parsed["requests"] == [{**part, "start": 7, "end": 18}]


def test_a_model_without_moods_has_none():
    assert parse_of({"text": "hello"})["mood"] is None
