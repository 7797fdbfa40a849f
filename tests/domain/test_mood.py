"""Moods over a conversation."""

from typing import Any

import pytest

from bot.domain.mood import Label, Mood, Tone, Trend, mood_of, needs_person, now, tone, trend

CALM, PLEASED = Mood(Label.CALM, 0.0, ()), Mood(Label.PLEASED, 0.9, ("great",))
ANNOYED, ANGRY = Mood(Label.ANNOYED, 0.6, ("again",)), Mood(Label.ANGRY, 0.8, ("liars",))


def test_a_mood_is_read_with_its_words() -> None:
    raw = {"label": "angry", "strength": 0.8, "words": [{"text": "liars", "start": 8, "end": 13}]}
    assert mood_of(raw) == ANGRY


@pytest.mark.parametrize("raw", [None, "angry", {}, {"label": "cross"}, {"label": ["angry"]}])
def test_what_is_no_mood_is_none(raw: Any) -> None:
    assert mood_of(raw) is None


def test_a_mood_with_odd_details_keeps_its_label() -> None:
    assert mood_of({"label": "angry", "strength": 7, "words": ["x", {"start": 1}]}) == Mood(Label.ANGRY, 1.0, ())
    assert mood_of({"label": "calm", "strength": None, "words": None}) == CALM


def test_heat_grows_from_calm_to_angry() -> None:
    heats = [mood.heat for mood in (CALM, Mood(Label.WORRIED, 0.6, ()), ANNOYED, ANGRY)]
    assert heats == sorted(heats)
    assert PLEASED.heat == CALM.heat == 0.0


@pytest.mark.parametrize(
    ("moods", "felt"),
    [
        ([], None),
        ([CALM], CALM),
        ([CALM, PLEASED], PLEASED),
        ([ANGRY, CALM], ANGRY),
        ([ANGRY, CALM, PLEASED, CALM], CALM),
    ],
)
def test_the_latest_messages_tell_the_mood_of_now(moods: list[Mood], felt: Mood | None) -> None:
    assert now(moods) == felt


@pytest.mark.parametrize(
    ("moods", "expected"),
    [
        ([], Trend.STEADY),
        ([ANGRY], Trend.STEADY),
        ([CALM, ANNOYED], Trend.RISING),
        ([ANNOYED, ANGRY], Trend.RISING),
        ([ANGRY, CALM], Trend.FALLING),
        ([CALM, PLEASED], Trend.STEADY),
    ],
)
def test_a_trend_needs_two_messages_and_a_step(moods: list[Mood], expected: Trend) -> None:
    assert trend(moods) is expected


WORRIED, SOFTLY = Mood(Label.WORRIED, 0.6, ()), Mood(Label.ANGRY, 0.2, ())


@pytest.mark.parametrize(
    ("moods", "expected"),
    [
        ([], Tone.CALM),
        ([PLEASED], Tone.CALM),
        ([ANNOYED], Tone.CALM),
        ([WORRIED], Tone.WORRIED),
        ([ANGRY, CALM], Tone.ANGRY),
        ([ANGRY, CALM, CALM, CALM], Tone.CALM),
        ([CALM, Mood(Label.ANNOYED, 0.1, ()), Mood(Label.ANNOYED, 0.9, ())], Tone.ANGRY),
    ],
)
def test_the_tone_follows_the_latest_moods(moods: list[Mood], expected: Tone) -> None:
    assert tone(moods) is expected


def test_a_person_is_needed_for_strong_or_growing_anger_only() -> None:
    assert needs_person([ANGRY])
    assert needs_person([ANNOYED, SOFTLY, ANGRY])
    assert needs_person([Mood(Label.ANNOYED, 0.1, ()), SOFTLY])
    assert not needs_person([])
    assert not needs_person([SOFTLY])
    assert not needs_person([ANNOYED])
    assert not needs_person([CALM, ANNOYED])
    assert not needs_person([ANGRY, CALM]), "the anger is over"
