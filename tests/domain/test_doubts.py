"""Why a message is worth a look, and which say the same."""

from typing import Any

import pytest

from bot.domain.doubts import Doubt, doubts_of, groups, worth
from bot.domain.standins import STANDINS, filled, foreign


def nlu(*shares: float, **more: Any) -> dict[str, Any]:
    ranking = [{"name": f"support_{place}", "confidence": share} for place, share in enumerate(shares)]
    return {"intent": "support_0", "confidence": shares[0], "ranking": ranking, "scope": 0.9, **more}


@pytest.mark.parametrize(
    ("read", "misunderstood", "doubts"),
    [
        (nlu(0.9, 0.05), False, set()),
        (nlu(0.9, 0.05), True, {Doubt.FALLBACK}),
        (nlu(0.4, 0.1), False, {Doubt.LOW_CONFIDENCE}),
        (nlu(0.5, 0.4), False, {Doubt.SMALL_MARGIN}),
        (nlu(0.9, 0.05, intent="nlu_fallback"), False, {Doubt.FALLBACK}),
        (nlu(0.9, 0.05, scope=0.4), False, set()),
        (nlu(0.9, 0.05, scope=0.2), False, {Doubt.OUT_OF_SCOPE}),
        (nlu(0.9, 0.05, intent="chat_out_of_scope", scope=None), False, {Doubt.OUT_OF_SCOPE}),
    ],
)
def test_doubts_come_from_the_parse(read: dict[str, Any], misunderstood: bool, doubts: set[Doubt]) -> None:
    assert doubts_of(read, misunderstood) == doubts


def test_what_people_said_is_worth_more_than_what_the_model_says_of_itself() -> None:
    assert worth([Doubt.FLAGGED], 0.99, 0) > worth([Doubt.LOW_CONFIDENCE, Doubt.SMALL_MARGIN], 0.3, 0)
    assert worth([Doubt.LOW_CONFIDENCE], 0.3, 5) > worth([Doubt.LOW_CONFIDENCE], 0.3, 0)


def test_nearly_the_same_words_are_one_group() -> None:
    texts = ["how do I clean the frother", "where is my order", "How do i clean the frotherr?", "", "👍", "👍"]
    assert groups(texts) == [[0, 2], [1], [3], [4, 5]]


def test_stand_ins_are_nobodys() -> None:
    assert filled("[NAME 1] and [NAME 2], [ORDER]") == "Robin Baker and Kim Fisher, BL-90001"
    assert filled("[ID] stays") == "[ID] stays"
    for values in STANDINS.values():
        for value in values:
            assert foreign(f"x {value}", [(2, 2 + len(value))], []) == []


def test_what_is_in_the_examples_already_is_no_secret() -> None:
    assert foreign("hi Bea", [(3, 6)], ["hello bea!"]) == []
    assert foreign("hi Bea", [(3, 6)], ["the beans"]) == [(3, 6)]
