"""The number in "9 out of 10" or "I'd give you a nine"."""

import re
from enum import Enum, auto

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
OUT_OF_TEN = re.compile(
    r"\b(\d{1,2})(?:[.,]\d)?\s*(?:/|out of|of|von|points? (?:out )?of)\s*(?:10|ten)\b", re.IGNORECASE
)
SHORT_WORDS = 4
NUMBER = re.compile(r"(?<![\w.,-])(\d{1,2})(?![\w%€]|[.,]\d)")
WORD = re.compile(
    rf"\b({'|'.join(WORDS)})\b(?=\s*(?:$|[.,!;:)]|out of|/|points?|because|since|from|for|stars?|it'?s|but))",
    re.IGNORECASE,
)


class Feeling(Enum):
    """The three groups of a net promoter score."""

    PROMOTER = auto()
    PASSIVE = auto()
    DETRACTOR = auto()


def feeling(score: int) -> Feeling:
    return Feeling.PROMOTER if score >= 9 else Feeling.PASSIVE if score >= 7 else Feeling.DETRACTOR


def read_answer(text: str) -> int | None:
    """The score in what answers the question for one: "7", "9 out of 10", "10, because..."; not "I have 2 machines"."""
    begins = re.match(rf"\W*(\d{{1,2}}|{'|'.join(WORDS)})\b", text, re.IGNORECASE)
    short = len(text.split()) <= SHORT_WORDS
    return read_score(text) if begins or short or OUT_OF_TEN.search(text) else None


def read_score(text: str) -> int | None:
    """A score from 0 to 10, or None where no such number stands."""
    for match in (OUT_OF_TEN.search(text), NUMBER.search(text)):
        if match and int(match.group(1)) <= 10:
            return int(match.group(1))
    word = WORD.search(text)
    return WORDS.index(word.group(1).lower()) if word else None
