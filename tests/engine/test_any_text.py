"""Whatever a customer writes: the whole trained pipeline answers in plain JSON, with offsets into the written text."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from engine.parse import neutral, parse_of

WALLS = {
    "nothing": "",
    "only blanks": " \t\n\u00a0\u2003",
    "only slashes": "/ // /",
    "only emoji": "😡🤬👎🏽👨‍👩‍👧‍👦🇦🇹" * 20,
    "Arabic": "أين طلبي BL-10482؟ أنا غاضب جدا",
    "Chinese": "我的咖啡机坏了，红灯一直在闪。请打电话给我 +43 660 1234567",
    "Greek, Thai and Cyrillic": "πού είναι; เครื่องเสีย где мой заказ",
    "control characters": "".join(map(chr, range(32))) + "help\x7f\x00me",
    "right to left marks and joiners": "re\u202eturn\u202c my\u200d\u200b o\u0301rder \ufeffBL-10482",
    "half a surrogate pair": "broken \ud83d text",
    "one endless word": "a" * 20_000,
    "20,000 characters": "my machine leaks and I want a refund for order BL-10482. " * 350 + "x" * 50,
    "20,000 digits": "1234567890" * 2_000,
    "20,000 emoji": "🔥" * 20_000,  # for a run of signs spaCy takes time by the square of its length
    "20,000 line breaks": "\n" * 20_000,
    "an endless address": "a@" * 10_000,
    "numbers and dashes": "+43-660-" * 2_500,
    "markup and quotes": "<script>alert('x')</script> \"; drop table orders; -- {{7*7}} ${x} %s %n",
}


def parsed(parser, text):
    """What the gateway is told about this text."""
    clean, shift = neutral(text)
    message = UserMessage(clean, metadata={})
    raw = parser.processor._parse_message_with_graph(message, DialogueStateTracker.from_events("anybody", []))
    return parse_of(dict(raw), shift)


def spans_in(value):
    """Everything in a parse that says where it stands."""
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from spans_in(part)


def check(parse, text):
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a pair has no encoding
    assert json.loads(json.dumps(parse, allow_nan=False)) == parse, "not plain JSON"
    for span in spans_in(parse):
        assert 0 <= span["start"] < span["end"] <= len(text)
        if "text" in span:
            assert span["text"] == text[span["start"] : span["end"]]
    for name in ("lane_confidence", "scope"):
        assert 0.0 <= parse[name] <= 1.0
    assert all(0.0 <= guess["confidence"] <= 1.0 for guess in [parse["intent"], *parse["ranking"]])
    assert parse["lane"] in {"support", "service", "success", "chat"}


@pytest.mark.parametrize("name", WALLS)
def test_a_text_like_no_other_is_parsed(parser, name):
    check(parsed(parser, WALLS[name]), WALLS[name])


PIECES = [
    "BL-10482",
    "€",
    "e3",
    "a@b.co",
    "+43",
    "\n",
    "Ann",
    "😀",
    "next",
    "tuesday",
    "1010",
    "/",
    " ",
    "angry",
    "and",
]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_parsed(parser, text):
    check(parsed(parser, text), text)
