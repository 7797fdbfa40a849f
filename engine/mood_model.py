"""The mood of a text, learnt from examples: a linear head over n-grams, the sentence's encoding and outward signs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.cues import MAX_CHARACTERS, TOKEN, Cue, CueFinder, Reading
from engine.lexical import STOP
from engine.linear import LinearHead, best_temperature, fit_head, probabilities, simplified
from engine.mood_data import MOODS, Lexicon
from engine.normal import normal

CALM, ANGRY = MOODS.index("calm"), MOODS.index("angry")
FOLDS = 4
# Of the fit, of the marks and capitals beside the encoding, and what a sign of full weight adds to its mood's logit.
# The lexicon was written beside the examples. Inside the fit it raised cross-validated accuracy from 79 to 88 %, but on
# 134 sentences written without looking at it that fell from 78 to 60 %; as a fixed term of weight 1 it costs nothing.
STRENGTH, SURFACE_WEIGHT, SIGN_WEIGHT = 10.0, 1.0, 1.0
# A false alarm costs trust: the share of those called angry in cross-validation that have to be so.
ANGRY_PRECISION = 0.93
# Which signs explain which mood.
SIGNS = {
    "pleased": {"pleased"},
    "worried": {"worried"},
    "annoyed": {"annoyed", "angry", "loud"},
    "angry": {"angry", "annoyed", "loud"},
}
MOST_WORDS = 8
MAX_TOKENS = 40  # of a sentence that is searched word by word for what the head saw in it


@dataclass(frozen=True)
class Mood:
    label: str
    strength: float  # 0 to 1; 0 for calm
    spans: tuple[tuple[int, int], ...]  # what caused it, in order; empty for calm
    chances: tuple[float, ...]  # of MOODS


class MoodModel:
    def __init__(self, head: LinearHead, lexicon: Lexicon, temperature: float, angry_from: float) -> None:
        self.head = head
        self.lexicon = lexicon
        self.finder = CueFinder(lexicon)
        self.temperature = temperature
        self.angry_from = angry_from

    @classmethod
    def learnt(cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], lexicon: Lexicon) -> "MoodModel":
        """`vectors` are those of `encode_both(normal(text))`; every mood has examples (see read_examples)."""
        readings = list(map(CueFinder(lexicon).read, texts))
        rows = np.array([joined(vector, reading) for vector, reading in zip(vectors, readings, strict=True)])
        numbers = np.array([MOODS.index(label) for label in labels])
        fit = fit_head([normal(text) for text in texts], rows, numbers, len(MOODS), FOLDS, STRENGTH)
        temperature = best_temperature(fit.held_out_logits, numbers)
        angry = probabilities(fit.held_out_logits, temperature)[:, ANGRY]
        return cls(fit.head, lexicon, temperature, threshold_for(angry, numbers == ANGRY, ANGRY_PRECISION))

    def read(self, text: str, vector: np.ndarray) -> Mood:
        reading = self.finder.read(text)
        logits = self.head.logits([normal(text)], joined(vector, reading)[np.newaxis, :])
        chances = probabilities(logits + SIGN_WEIGHT * reading.weights, self.temperature)[0]
        number = self._decided(chances)
        label = MOODS[number]
        if number == CALM:
            return Mood(label, 0.0, (), tuple(chances.tolist()))
        causes = [cue for cue in reading.cues if cue.mood in SIGNS[label]]
        spans = merged(causes) or self._words_of(text, number) or whole(text)
        loudest = max((cue.weight for cue in causes if cue.mood in {label, "loud"}), default=0.0)
        strength = 0.5 * float(chances[number]) + 0.5 * max(loudest, float(chances[number]) - 0.5)
        return Mood(label, min(max(strength, 0.0), 1.0), spans, tuple(chances.tolist()))

    def _decided(self, chances: np.ndarray) -> int:
        if chances[ANGRY] >= self.angry_from:
            return ANGRY
        rest = chances.copy()
        rest[ANGRY] = -1.0
        return int(rest.argmax())

    def _words_of(self, text: str, number: int) -> tuple[tuple[int, int], ...]:
        """The words whose n-grams speak for this mood against calm, where no sign does: the three that say most."""
        speaks = self.head.sparse_weights
        scored = []
        for match in list(TOKEN.finditer(text))[:MAX_TOKENS]:
            if len(match.group()) > 2 and match.group().lower() not in STOP:
                places, weights = self.head.words.row(simplified(match.group()))
                score = weights @ (speaks[places, number] - speaks[places, CALM])
                scored.append((float(score), match.span()))
        best = [entry for entry in sorted(scored, reverse=True)[:3] if entry[0] > 0.0]
        return tuple(sorted(span for _, span in best))

    def arrays(self) -> dict[str, np.ndarray]:
        about = {"temperature": self.temperature, "angry_from": self.angry_from, "lexicon": self.lexicon.plain()}
        return {**self.head.arrays(), "about": np.array(json.dumps(about))}

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "MoodModel":
        about: dict[str, Any] = json.loads(str(arrays["about"]))
        lexicon = Lexicon.restored(about["lexicon"])
        return cls(LinearHead.restored(arrays), lexicon, about["temperature"], about["angry_from"])


def joined(vector: np.ndarray, reading: Reading) -> np.ndarray:
    return np.concatenate([vector, SURFACE_WEIGHT * reading.surface]).astype(np.float32)


def threshold_for(chances: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The lowest chance from which at least this share is right (1 where there is none), but at least one half."""
    order = np.argsort(-chances)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= precision)
    return max(float(chances[order[enough[-1]]]), 0.5) if len(enough) else 1.0


def merged(cues: Sequence[Cue]) -> tuple[tuple[int, int], ...]:
    """The spans of the strongest signs in order; those that overlap are one."""
    strongest = sorted(cues, key=lambda cue: -cue.weight)[: 2 * MOST_WORDS]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((cue.start, cue.end) for cue in strongest):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans[:MOST_WORDS])


def whole(text: str) -> tuple[tuple[int, int], ...]:
    """Of a long text what was read of it."""
    text = text[:MAX_CHARACTERS]
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return ((start, end),) if start < end else ()
