"""Other ways to say an example, made from phrases that stand for each other, products, small words and typing errors.

Nobody says that they are good: the encoder drops what means something else, and a trainer looks at the rest.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

WORD = re.compile(r"[a-z]{5,}")
MADE_FROM = 40
"""Examples of an intent that are looked at; more would make more of the same."""


class Way(StrEnum):
    """How a suggestion was made. `customer`: somebody wrote it."""

    CUSTOMER = "customer"
    OPENER = "opener"
    PRODUCT = "product"
    WORD = "word"
    POLITE = "polite"
    TYPO = "typo"


@dataclass(frozen=True)
class Phrases:
    """data/paraphrases.yml. `products`: groups of names of which each may stand where another stands."""

    openers: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    products: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Made:
    text: str
    way: Way
    source: str


def paraphrases(examples: Sequence[str], phrases: Phrases, seed: str) -> list[Made]:
    """Of plain examples, way by way in turn, so that the first ones are of all kinds. The same seed makes the same."""
    chance = random.Random(seed)  # noqa: S311, for variety
    some = chance.sample(list(examples), min(MADE_FROM, len(examples)))
    made: dict[Way, list[Made]] = {way: [] for way in Way if way != Way.CUSTOMER}
    for text in some:
        made[Way.OPENER] += [Made(other, Way.OPENER, text) for other in _opened(text, phrases, chance)]
        made[Way.PRODUCT] += [Made(other, Way.PRODUCT, text) for other in _swapped(text, phrases.products, chance)]
        made[Way.WORD] += [Made(other, Way.WORD, text) for other in _swapped(text, phrases.words, chance)]
        made[Way.POLITE] += [Made(other, Way.POLITE, text) for other in _polite(text, phrases, chance)]
        made[Way.TYPO] += [Made(other, Way.TYPO, text) for other in _mistyped(text, chance)]
    found: list[Made] = []
    for turn in range(max(map(len, made.values()), default=0)):
        found += [ways[turn] for ways in made.values() if turn < len(ways)]
    return found


def _opened(text: str, phrases: Phrases, chance: random.Random) -> Iterator[str]:
    for group in phrases.openers:
        for opener in sorted(group, key=len, reverse=True):
            if text.lower().startswith(f"{opener} "):
                yield chance.choice([one for one in group if one != opener]) + text[len(opener) :]
                return


def _swapped(text: str, groups: Sequence[Sequence[str]], chance: random.Random) -> Iterator[str]:
    for group in groups:
        for word in group:
            found = re.search(rf"(?<![\w'-]){re.escape(word)}(?![\w'-])", text, re.IGNORECASE)
            others = [one for one in group if one != word]
            if found and others:
                yield text[: found.start()] + chance.choice(others) + text[found.end() :]
                return


def _polite(text: str, phrases: Phrases, chance: random.Random) -> Iterator[str]:
    if len(text.split()) < 8:
        front = chance.random() < 0.5
        yield (
            f"{chance.choice(phrases.before)} {text}"
            if front
            else f"{text.rstrip('?!.')} {chance.choice(phrases.after)}"
        )


def _mistyped(text: str, chance: random.Random) -> Iterator[str]:
    """Two letters change places, or one is missing, in one longer word."""
    if words := list(WORD.finditer(text)):
        word = chance.choice(words)
        at = word.start() + chance.randrange(1, len(word.group()) - 2)
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        yield swapped if chance.random() < 0.5 and swapped != text else text[:at] + text[at + 1 :]
