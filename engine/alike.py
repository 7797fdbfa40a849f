"""Which examples mean the same, which lie nearer to another intent than to their own, and which sentences would fit.

By the sentence encoder alone, on the files as they are now: nothing here needs a trained model. Likeness is the mean of
the cosines of both encodings, 1 for the same words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from engine.examples import Example, read_examples
from engine.normal import normal
from engine.sentences import CachedEncoder, SentenceEncoder

DOUBLE = 0.97
"""From here on two sentences differ in a word that does not matter, a typing error or a sign."""
NEARER = 0.1
"""By so much another intent must be nearer. Most of what that shows in the shipped data is meant to be so ("the
cappuccino is to die for" is praise): a person decides, once for each sentence."""
OVERLAP = 0.08
"""Of the examples of two intents, the share that lies nearer to the other one."""
MOST = 200
CHUNK = 1_000
SAME = 0.9
"""A suggestion that is this like another one, or like an example, teaches little."""


@dataclass(frozen=True)
class Library:
    """All examples with their vectors, [examples, 768] of length 1; those of an intent lie side by side."""

    examples: list[Example]
    vectors: np.ndarray

    @cached_property
    def intents(self) -> list[str]:
        return list(dict.fromkeys(one.intent for one in self.examples))

    @cached_property
    def starts(self) -> np.ndarray:
        counts = Counter(one.intent for one in self.examples)
        return np.cumsum([0, *(counts[intent] for intent in self.intents)])

    @cached_property
    def numbers(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.intents)), np.diff(self.starts))

    def by_intent(self, likeness: np.ndarray) -> np.ndarray:
        """[sentences, intents]: the mean of the two most alike of each intent."""
        first = np.maximum.reduceat(likeness, self.starts[:-1], axis=1)
        rest = np.where(likeness >= first[:, self.numbers], -1.0, likeness)
        second = np.maximum.reduceat(rest, self.starts[:-1], axis=1)
        return np.where(second > -1.0, (first + second) / 2, first)


class Shelf:
    """The library of a project; only what is new is encoded."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.encoder = CachedEncoder(SentenceEncoder())
        self._seen: list[Example] = []
        self._library: Library | None = None
        self._health: tuple[Library, dict[str, Any]] | None = None

    def health(self) -> dict[str, Any]:
        """As long as no example changes, it is worked out once."""
        library = self.library()
        if self._health is None or self._health[0] is not library:
            self._health = library, health(library)
        return self._health[1]

    def library(self) -> Library:
        files = sorted((self.root / "data" / "nlu").rglob("*.yml"))
        found = [one for file in files for one in read_examples(file, self.root)]
        if self._library is None or found != self._seen:
            self._seen = found
            ordered = sorted(found, key=lambda one: one.intent)
            self._library = Library(ordered, self.vectors([one.text for one in ordered]))
        return self._library

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return self.encoder.encode_both([normal(text) for text in texts]) / np.float32(np.sqrt(2))

    def sentences(self, texts: Sequence[str]) -> np.ndarray:
        """Of what is no example: not remembered on disk, it may be a customer's."""
        return self.encoder.encoder.encode_both([normal(text) for text in texts]) / np.float32(np.sqrt(2))


def health(library: Library) -> dict[str, Any]:
    """`nearer`, `doubles` and `overlaps`, the clearest first; a sentence is {text, intent, place}."""
    nearer: list[dict[str, Any]] = []
    doubles: list[dict[str, Any]] = []
    crossing: Counter[tuple[int, int]] = Counter()
    numbers, count = library.numbers, len(library.examples)
    for start in range(0, count, CHUNK):
        rows = np.arange(start, min(start + CHUNK, count))
        likeness = library.vectors[rows] @ library.vectors.T
        for row, other in zip(*np.nonzero(np.triu(likeness, start + 1) >= DOUBLE), strict=True):
            pair = (library.examples[rows[row]], library.examples[other])
            doubles.append({**sentence(pair[0]), "twin": sentence(pair[1]), "alike": shown(likeness[row, other])})
        likeness[np.arange(len(rows)), rows] = -1.0
        found = library.by_intent(likeness)
        own = found[np.arange(len(rows)), numbers[rows]]
        found[np.arange(len(rows)), numbers[rows]] = -1.0
        best = found.argmax(axis=1)
        gain = np.where(own > -1.0, found[np.arange(len(rows)), best] - own, 0.0)
        crossing.update(zip(numbers[rows[gain > 0]].tolist(), best[gain > 0].tolist(), strict=True))
        for row in np.flatnonzero(gain > NEARER):
            span = slice(library.starts[best[row]], library.starts[best[row] + 1])
            nearest = library.examples[span.start + int(likeness[row, span].argmax())]
            mine = slice(library.starts[numbers[rows[row]]], library.starts[numbers[rows[row]] + 1])
            nearer.append(
                {
                    **sentence(library.examples[rows[row]]),
                    "nearest": sentence(nearest),
                    "alike": shown(likeness[row, span].max()),
                    "own": shown(likeness[row, mine].max()),
                    "by": shown(gain[row]),
                }
            )
    nearer.sort(key=lambda one: -one["by"])
    doubles.sort(key=lambda one: -one["alike"])
    return {
        "examples": count,
        "nearer": nearer[:MOST],
        "doubles": doubles[:MOST],
        "overlaps": overlaps(library, crossing),
    }


def overlaps(library: Library, crossing: Counter[tuple[int, int]]) -> list[dict[str, Any]]:
    sizes = np.diff(library.starts)
    found = []
    for one, other in {(min(pair), max(pair)) for pair in crossing}:
        crossed = crossing[one, other] + crossing[other, one]
        share = crossed / (sizes[one] + sizes[other])
        if share >= OVERLAP:
            names = [library.intents[one], library.intents[other]]
            found.append({"intents": names, "crossed": crossed, "share": shown(share)})
    return sorted(found, key=lambda pair: -pair["share"])


def nearest(shelf: Shelf, text: str, most: int = 8) -> list[dict[str, Any]]:
    """The examples that mean most nearly the same."""
    library = shelf.library()
    likeness = library.vectors @ shelf.sentences([text])[0]
    return [
        {**sentence(library.examples[place]), "alike": shown(likeness[place])} for place in np.argsort(-likeness)[:most]
    ]


def fitting(shelf: Shelf, intent: str, candidates: Sequence[str]) -> list[dict[str, Any]]:
    """Those that are nearest to this intent and like no example or earlier candidate: {place, alike, by}.

    `by`: how much nearer than the next intent. Candidates come in the order of their worth.
    """
    library = shelf.library()
    if intent not in library.intents or not candidates:
        return []
    number = library.intents.index(intent)
    vectors = shelf.sentences(candidates)
    likeness = vectors @ library.vectors.T
    found = library.by_intent(likeness)
    own = found[:, number].copy()
    found[:, number] = -1.0
    by = own - found.max(axis=1)
    kept: list[int] = []
    for place in range(len(candidates)):
        new = likeness[place].max() < DOUBLE and all(vectors[place] @ vectors[other] < SAME for other in kept)
        if by[place] > 0 and new:
            kept.append(place)
    return [{"place": place, "alike": shown(own[place]), "by": shown(by[place])} for place in kept]


def sentence(one: Example) -> dict[str, str]:
    return {"text": one.text, "intent": one.intent, "place": one.place}


def shown(value: Any) -> float:
    return round(float(value), 3)
