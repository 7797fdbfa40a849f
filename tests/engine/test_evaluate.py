"""The figures that a model is judged by, on outcomes made up for it."""

import pytest

from engine.evaluate import FALLBACK, OUT_OF_SCOPE, Outcome, calibration_error, figures, out_of_scope


def outcome(expected: str, got: str, likeliest: str | None = None, confidence: float = 1.0) -> Outcome:
    likeliest = likeliest or got
    return Outcome("text", expected, got, likeliest, confidence, likeliest.split("_")[0], confidence)


def test_certainty_that_is_right_as_often_as_it_says_has_no_error():
    assert calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0.0
    assert calibration_error([(1.0, True)]) == 0.0


def test_gaps_of_a_bin_cancel_out_and_those_of_two_do_not():
    assert calibration_error([(0.99, True), (0.99, False)]) == pytest.approx(0.49)
    assert calibration_error([(0.95, False), (0.05, True)]) == pytest.approx(0.95)


def test_a_fallback_counts_as_having_said_out_of_scope():
    outcomes = [
        outcome(OUT_OF_SCOPE, OUT_OF_SCOPE),
        outcome(OUT_OF_SCOPE, FALLBACK, "chat_greet"),
        outcome(OUT_OF_SCOPE, "chat_greet"),
        outcome("chat_greet", FALLBACK, "chat_greet"),
        outcome("chat_greet", "chat_greet"),
    ]
    assert out_of_scope(outcomes) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_nothing_out_of_scope_is_no_error():
    assert out_of_scope([outcome("chat_greet", "chat_greet")]) == (0.0, 0.0)


def test_a_fallback_is_judged_by_its_likeliest_intent():
    scores = figures([outcome("chat_greet", FALLBACK, "chat_greet", 0.5), outcome("chat_bye", "support_learn")])
    assert scores["intent_accuracy"] == 0.5 and scores["lane_accuracy"] == 0.5
    assert scores["called_out_of_scope"] == 0.5
