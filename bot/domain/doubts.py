"""Why a message is worth a trainer's look, how much it is worth, and which messages say the same."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

SURE = 0.5
CLEAR = 0.15
KNOWN = 0.25
"""Just above where the engine itself gives up (0.17 for the shipped data, see `engine.intents`). Of 456 messages that
were understood in tests/conversations and tests/engine/requests_dev.yml 60 lie below 0.5 and 9 below this."""
ALIKE = 0.7
WORD = re.compile(r"\w+")


class Doubt(StrEnum):
    FLAGGED = "flagged"
    THUMB_DOWN = "thumb_down"
    NOT_SOLVED = "not_solved"
    LOW_SCORE = "low_score"
    FALLBACK = "fallback"
    DISAGREEMENT = "disagreement"
    LOW_CONFIDENCE = "low_confidence"
    SMALL_MARGIN = "small_margin"
    OUT_OF_SCOPE = "out_of_scope"
    FLIPPED = "flipped"
    TEST = "test"


WORTH: dict[str, float] = {
    Doubt.FLAGGED: 5,
    Doubt.FLIPPED: 4,
    Doubt.TEST: 4,
    Doubt.FALLBACK: 3,
    Doubt.DISAGREEMENT: 3,
    Doubt.THUMB_DOWN: 2.5,
    Doubt.NOT_SOLVED: 2.5,
    Doubt.LOW_SCORE: 2,
    Doubt.LOW_CONFIDENCE: 2,
    Doubt.SMALL_MARGIN: 1.5,
    Doubt.OUT_OF_SCOPE: 1,
}
"""What people said comes before what the model says of itself."""


def doubts_of(nlu: Mapping[str, Any], misunderstood: bool) -> set[Doubt]:
    """What the parse of one message shows by itself."""
    found: set[Doubt] = set()
    ranking = [guess for guess in nlu.get("ranking") or [] if guess["name"] != "nlu_fallback"]
    intent, confidence = nlu.get("intent"), nlu.get("confidence") or 0.0
    if misunderstood or intent in {None, "nlu_fallback"}:
        found.add(Doubt.FALLBACK)
    elif confidence < SURE:
        found.add(Doubt.LOW_CONFIDENCE)
    if len(ranking) > 1 and ranking[0]["confidence"] - ranking[1]["confidence"] < CLEAR:
        found.add(Doubt.SMALL_MARGIN)
    scope = nlu.get("scope")
    if intent == "chat_out_of_scope" or (isinstance(scope, float | int) and scope < KNOWN):
        found.add(Doubt.OUT_OF_SCOPE)
    return found


def worth(reasons: Sequence[str], confidence: float, others: int) -> float:
    """How much a look at it may teach: its reasons, the model's doubt, and how many others wrote the same."""
    return sum(WORTH.get(reason, 0) for reason in reasons) + (1 - confidence) + min(others, 10) * 0.5


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Places of texts that say nearly the same, the first of each group first."""
    found: list[list[int]] = []
    heads: list[frozenset[str]] = []
    holders: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        parts = parts_of(text)
        rivals = {group for part in parts for group in holders.get(part, ())}
        like = next((group for group in sorted(rivals) if overlap(parts, heads[group]) >= ALIKE), None)
        if like is not None:
            found[like].append(place)
            continue
        for part in parts:
            holders.setdefault(part, []).append(len(found))
        found.append([place])
        heads.append(parts)
    return found


def parts_of(text: str) -> frozenset[str]:
    """Three letters at a time, word by word: a typing error changes few of them."""
    words = [f" {word} " for word in WORD.findall(text.casefold())]
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2)) or frozenset({text})


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: how much of both is in both."""
    return len(one & other) / len(one | other)
