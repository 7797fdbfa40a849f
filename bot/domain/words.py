"""Words as customers type them, made comparable: case, accents, plurals and small slips of the finger."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

Phrase = tuple[str, ...]
SPLIT = re.compile(r"[^\w.&+%]+|(?<!\d)\.|\.(?!\d)")
SHORTEST_TO_GUESS = 5
NO_PLURALS = frozenset({"always", "news", "perhaps", "pros"})


@lru_cache(maxsize=4096)
def spelled(text: str) -> tuple[str, ...]:
    """The words of a text in small plain letters, otherwise as typed; `phrase` gives as many."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(word for word in SPLIT.split(re.sub(r"'s\b|'", "", plain)) if word)


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    """The words of a text in comparable form: "The Duo's pods!" becomes ("the", "duo", "pod")."""
    return tuple(singular(word) for word in spelled(text))


def singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in NO_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


def slip(typed: str, meant: str) -> bool:
    """Whether a word is a typo of another: the same first letter, one slip, or two in a long word."""
    if len(typed) < SHORTEST_TO_GUESS or len(meant) < SHORTEST_TO_GUESS or typed[0] != meant[0]:
        return False
    if typed.endswith(("ed", "ing")) and not meant.endswith(("ed", "ing")):
        return False  # "descaled" is a verb, no descaler
    allowed = 2 if min(len(typed), len(meant)) >= 8 else 1
    return OSA.distance(typed, meant, score_cutoff=allowed) <= allowed


def places(wanted: Phrase, words: Sequence[str]) -> list[int]:
    """Where a phrase begins in a text."""
    size = len(wanted)
    return [at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == wanted]


def mentions(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """Which of the phrases occur in the text as whole words."""
    words = phrase(text)
    return tuple(one for one in phrases if places(phrase(one), words))


def join(items: Sequence[str], last: str) -> str:
    """a, b and c"""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
