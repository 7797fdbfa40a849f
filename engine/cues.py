"""Outward signs of a mood in a text: words of the lexicon, patterns, shouting, runs of marks, irony."""

import re
from dataclasses import dataclass

import numpy as np

from engine.mood_data import MOODS, Lexicon

MAX_CHARACTERS = 2_000
LONGEST = 6  # words of a phrase
REACH = 3  # words before a cue in which a negation changes it
TOKEN = re.compile(r"\w+(?:'\w+)*|[^\w\s]")
CLAUSE_END = frozenset(".!?;:,")
# Capitals that are no shouting: codes and common abbreviations have digits or at most three letters.
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:'[A-Z]+)?\b")
RUN = re.compile(r"[!?]{2,}")
STRONGER, WEAKER, NEGATED = 1.3, 0.6, 0.6


@dataclass(frozen=True)
class Cue:
    mood: str
    weight: float
    start: int
    end: int


SURFACE = 6  # numbers of `Reading.surface`


@dataclass(frozen=True)
class Reading:
    """`weights`: float64 [moods], the strongest sign of each; `surface`: float32 [SURFACE], see `_surface`."""

    cues: tuple[Cue, ...]
    weights: np.ndarray
    surface: np.ndarray


class CueFinder:
    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        words = lexicon.words.items()
        self.phrases = {tuple(TOKEN.findall(phrase)): what for phrase, what in words if not phrase.endswith("*")}
        self.beginnings = {phrase[:-1]: what for phrase, what in words if phrase.endswith("*")}
        self.shortest = min((len(beginning) for beginning in self.beginnings), default=0)
        self.trouble = {word for word in lexicon.trouble if not word.endswith("*")}
        self.trouble_beginnings = tuple(word[:-1] for word in lexicon.trouble if word.endswith("*"))
        self.modifiers = [
            (factor, {tuple(words.split()) for words in group})
            for factor, group in ((WEAKER, lexicon.weaker), (STRONGER, lexicon.stronger))
        ]
        self.patterns = [(re.compile(entry.pattern, re.IGNORECASE), entry) for entry in lexicon.patterns]

    def read(self, text: str) -> Reading:
        """Offsets are those of `text`; nothing behind MAX_CHARACTERS is looked at."""
        text = text[:MAX_CHARACTERS]
        plain = text.replace("\u2019", "'")
        tokens = [(found.group().lower(), found.start(), found.end()) for found in TOKEN.finditer(plain)]
        words = [word for word, _, _ in tokens]
        cues = self._words(tokens, words)
        for pattern, entry in self.patterns:
            spans = [found.span() for found in pattern.finditer(plain) if found.group().strip()]
            cues += [Cue(entry.mood, entry.weight, *span) for span in spans]
        shouts = shouts_of(plain)
        surface = self._surface(plain, words, shouts, cues)
        weights = np.array([max((cue.weight for cue in cues if cue.mood == mood), default=0.0) for mood in MOODS])
        if surface[TROUBLED]:
            weights[MOODS.index("pleased")] = 0.0  # irony, or joy that the head sees without our help
        return Reading(tuple(cues + shouts), weights, surface)

    def _words(self, tokens: list[tuple[str, int, int]], words: list[str]) -> list[Cue]:
        cues = []
        place = 0
        while place < len(tokens):
            length, what = self._longest(words, place)
            if what is not None:
                mood, weight = what
                cue = self._weighed(words, place, mood, weight)
                if cue is not None:
                    cues.append(Cue(*cue, tokens[place][1], tokens[place + length - 1][2]))
            place += max(length, 1)
        return cues

    def _longest(self, words: list[str], place: int) -> tuple[int, tuple[str, float] | None]:
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            what = self.phrases.get(tuple(words[place : place + length]))
            if what is not None:
                return length, what
        word = words[place]
        for length in range(len(word), self.shortest - 1, -1):
            what = self.beginnings.get(word[:length])
            if what is not None:
                return 1, what
        return 0, None

    def _weighed(self, words: list[str], place: int, mood: str, weight: float) -> tuple[str, float] | None:
        """What the words before make of a cue: stronger, weaker, its opposite, or nothing."""
        for factor, group in self.modifiers:
            if any(tuple(words[max(0, place - count) : place]) in group for count in (1, 2)):
                weight *= factor
                break
        before = words[max(0, place - REACH) : place]
        for back in range(len(before) - 1, -1, -1):
            if before[back] in CLAUSE_END:
                break
            if before[back] in self.lexicon.negations:
                return ("annoyed", weight * NEGATED) if mood == "pleased" else None
        return mood, min(weight, 1.0)

    def _surface(self, text: str, words: list[str], shouts: list[Cue], cues: list[Cue]) -> np.ndarray:
        """Share of capitals, shouted words, exclamation marks, runs with ?, words of trouble, praise beside trouble."""
        letters = [letter for letter in text if letter.isalpha()]
        capitals = sum(letter.isupper() for letter in letters) / len(letters) if len(letters) >= 5 else 0.0
        shouted = sum(text[cue.start].isalpha() for cue in shouts)
        doubts = sum("?" in text[cue.start : cue.end] for cue in shouts)
        trouble = sum(word in self.trouble or word.startswith(self.trouble_beginnings) for word in words)
        praised = any(cue.mood == "pleased" and cue.weight > 0.4 for cue in cues)
        return np.array(
            [
                capitals,
                min(shouted, 4) / 4,
                min(text.count("!"), 4) / 4,
                min(doubts, 2) / 2,
                min(trouble, 3) / 3,
                float(trouble > 0 and praised),
            ],
            dtype=np.float32,
        )


TROUBLED = 4  # the place of the words of trouble in `surface`


def shouts_of(text: str) -> list[Cue]:
    """Words in capitals, where there are enough of them to mean it, and runs of !! or ?!; their mood is "loud"."""
    capitals = [found.span() for found in SHOUTED.finditer(text)]
    long = sum(end - start >= 4 for start, end in capitals)
    loud = len(capitals) >= 4 or (long >= 1 and len(capitals) >= 2)
    runs = [found.span() for found in RUN.finditer(text)]
    return [Cue("loud", 0.5, *span) for span in (capitals if loud else [])] + [
        Cue("loud", min(1.0, 0.2 * (end - start)), start, end) for start, end in runs
    ]
