"""Danger in a customer's words, and what is no danger: "no smoke", "it does not smell burnt"."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.clauses import says
from bot.domain.guides import StopSign

NEAR = 3
_CLAUSE_ENDS = re.compile(r"[,;:.!?\n]|\bbut\b")
_UNSURE = re.compile(r"\b(?:not (?:sure|certain|only|just)|(?:don'?t|do not) know|no (?:idea|wonder|clue))\b")
_DENIES = re.compile(r"\b(?:no|not|never|without|nor|neither|isn'?t|wasn'?t|aren'?t|doesn'?t|don'?t|didn'?t|nothing)\b")


def denied(text: str, at: int) -> bool:
    """What stands at this place is denied by one of the few words before it, in the same clause."""
    before = _CLAUSE_ENDS.split(text[:at].casefold().replace("’", "'"))[-1]
    nearest = _UNSURE.sub(" ", before).split()[-NEAR:]
    return _DENIES.search(" ".join(nearest)) is not None


def stop_sign(text: str, signs: Iterable[StopSign]) -> StopSign | None:
    """The first sign with one of its phrases said in the text, in any order and form of its words."""
    return next((sign for sign in signs if _shows(text, sign.words)), None)


def _shows(text: str, phrases: Sequence[str]) -> bool:
    return any(says(phrase, text) for phrase in phrases)
