"""What the gateway keeps of a parse."""

from typing import Any

import pytest

from bot.domain.understanding import Understanding, understanding_of

PARTS = [
    {"text": "cancel it", "start": 0, "end": 9, "intent": {"name": "service_cancel_order", "confidence": 0.9},
     "lane": "service"},
    {"text": "how do I descale", "start": 14, "end": 30, "intent": {"name": "support_maintain", "confidence": 0.8},
     "lane": "support"},
]  # fmt: skip


def test_several_requests_are_kept_in_order() -> None:
    understanding = understanding_of({"intent": {"name": "service_cancel_order", "confidence": 0.6}, "requests": PARTS})
    assert understanding.requests == tuple(PARTS)
    assert understanding.stored()["requests"] == PARTS


def test_the_mood_is_kept_with_its_words() -> None:
    mood = {"label": "angry", "strength": 0.8, "words": [{"text": "liars", "start": 0, "end": 5}]}
    assert understanding_of({"mood": mood}).stored()["mood"] == mood


@pytest.mark.parametrize("parse", [None, [], {"requests": "two", "mood": "bad"}, {"requests": [1], "mood": []}])
def test_what_is_of_the_wrong_kind_was_not_said(parse: Any) -> None:
    assert understanding_of(parse) == Understanding()
