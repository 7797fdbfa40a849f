"""Where a message may be cut into requests."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.parts import MAX_PARTS, asks, parts_of


def pieces(text):
    return [text[part.start : part.end] for part in parts_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cancel my order and how do I descale", ["cancel my order", "how do I descale"]),
        ("where's my parcel? also do you have oat syrup", ["where's my parcel?", "do you have oat syrup"]),
        ("1. Where is it? 2. Can I pay by card?", ["Where is it?", "Can I pay by card?"]),
        ("stop it, send me the bill and tell me your hours", ["stop it", "send me the bill", "tell me your hours"]),
        ("It leaks. By the way, I moved", ["It leaks", "I moved"]),
        ("cancel my order how do i descale", ["cancel my order", "how do i descale"]),
        ("where’s my parcel and what’s the price", ["where’s my parcel", "what’s the price"]),
    ],
)  # fmt: skip
def test_a_message_is_cut_where_something_new_begins(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "where is my order",
        "my machine is leaking and beeping",
        "I want to cancel and get my money back",
        "do you have hazelnut, vanilla and caramel pods",
        "I want to know how much is the pro",
        'he said "where is it? and how do I descale" to me',
        "and... and?!",
    ],
)
def test_nothing_is_cut_where_there_is_one_clause(text):
    assert parts_of(text) == []


def test_words_that_announce_something_else_are_noticed():
    assert [part.turn for part in parts_of("my order is late. also my pump is loud and the lid is broken")] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("where is it", True),
        ("please send it", True),
        ("it is gone?", True),
        ("I moved", False),
        ("my lid broke", False),
    ],
)
def test_wishes_and_questions_are_told_from_news(text, asked):
    assert asks(text) is asked


WORDS = st.sampled_from(
    ["and", "also", "?", ".", "where is my order", "how do I", "1.", "my lid is off", '"', "\n", ","]
)


@given(st.text(max_size=400) | st.lists(WORDS, max_size=60).map(" ".join))
def test_pieces_are_in_order_and_inside_the_text(text):
    parts = parts_of(text)
    assert len(parts) != 1 and len(parts) <= MAX_PARTS
    assert all(0 <= part.start < part.end <= len(text) for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
