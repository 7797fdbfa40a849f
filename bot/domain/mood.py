"""How a customer feels, as the engine reads it from a message, and where that goes over a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Label(StrEnum):
    CALM = "calm"
    PLEASED = "pleased"
    WORRIED = "worried"
    ANNOYED = "annoyed"
    ANGRY = "angry"


class Tone(StrEnum):
    """How the bot speaks: the `mood` in the conditions of domain.yml. The customer is never told of it."""

    CALM = "calm"
    WORRIED = "worried"
    ANGRY = "angry"


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


LATEST = 3
"""How many of the customer's last messages tell how they feel now: "a person please" alone says nothing."""
_HEAT = {Label.WORRIED: (0.2, 0.4), Label.ANNOYED: (0.3, 0.6), Label.ANGRY: (0.6, 1.0)}
_CROSS = frozenset({Label.ANNOYED, Label.ANGRY})
_STEP = 0.15
"""Less than that between two messages is no trend."""
STRONG = 0.8
"""The heat from which one angry message is enough to offer a person."""


@dataclass(frozen=True)
class Mood:
    label: Label
    strength: float
    words: tuple[str, ...]

    @property
    def heat(self) -> float:
        """0 to 1: how much has to be done about it; nothing for the calm and the pleased."""
        low, high = _HEAT.get(self.label, (0.0, 0.0))
        return low + (high - low) * self.strength


def mood_of(raw: Any) -> Mood | None:
    """From a message's `nlu["mood"]`; None for what is no mood."""
    label = raw.get("label") if isinstance(raw, Mapping) else None
    if not isinstance(label, str) or label not in set(Label):
        return None
    strength, words = raw.get("strength"), raw.get("words")
    return Mood(
        Label(label),
        min(max(float(strength), 0.0), 1.0) if isinstance(strength, int | float) else 0.0,
        tuple(str(word["text"]) for word in words if isinstance(word, Mapping) and word.get("text"))
        if isinstance(words, list)
        else (),
    )


def now(moods: Sequence[Mood]) -> Mood | None:
    """The most heated of the latest moods, the newest of equals."""
    return max(reversed(moods[-LATEST:]), key=lambda mood: mood.heat, default=None)


def trend(moods: Sequence[Mood]) -> Trend:
    """The last mood beside the mean of all before it."""
    if len(moods) < 2:
        return Trend.STEADY
    before = sum(mood.heat for mood in moods[:-1]) / (len(moods) - 1)
    change = moods[-1].heat - before
    if abs(change) < _STEP:
        return Trend.STEADY
    return Trend.RISING if change > 0 else Trend.FALLING


def tone(moods: Sequence[Mood]) -> Tone:
    """By the latest messages. Annoyance alone is taken for calm: it is mistaken too often to apologise for."""
    felt = now(moods)
    match felt.label if felt else None:
        case Label.ANGRY:
            return Tone.ANGRY
        case Label.ANNOYED if growing(moods):
            return Tone.ANGRY
        case Label.WORRIED:
            return Tone.WORRIED
        case _:
            return Tone.CALM


def growing(moods: Sequence[Mood]) -> bool:
    """The last message is angrier than those before, of which one was annoyed already."""
    return (
        len(moods) > 1
        and moods[-1].label in _CROSS
        and any(mood.label in _CROSS for mood in moods[-LATEST:-1])
        and trend(moods[-LATEST:]) is Trend.RISING
    )


def needs_person(moods: Sequence[Mood]) -> bool:
    """The last message is strongly angry, or anger grows."""
    if not moods:
        return False
    last = moods[-1]
    return (last.label is Label.ANGRY and last.heat >= STRONG) or growing(moods)
