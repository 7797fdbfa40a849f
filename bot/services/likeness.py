"""The health of the examples by their meaning, as the studio shows it; `engine/alike.py` does the comparing."""

import re
from collections import defaultdict
from typing import Any

from sqlalchemy.orm import Session

from bot.db.models.studio import Aside
from bot.domain.errors import Unavailable
from bot.domain.examples import MARKED, Taught, entity_of, plain
from bot.domain.ports import Helper, HelperFailure
from bot.services.aside import among, key_of
from bot.services.examples import Examples
from bot.services.studio_views import Double, ExamplesHealth, MarkedWords, NearerExample, NearExample, PlacedExample

MOST_NEAR = 8
OFTEN = 2
"""A word that is marked so often should be marked wherever it stands."""
SHOWN = 3


def ask(helper: Helper, do: str, **given: Any) -> Any:
    """Takes seconds the first time; no transaction may be open. Unavailable."""
    try:
        return helper.ask(do, **given)
    except HelperFailure:
        why = "The examples cannot be compared at the moment. Please try again."
        raise Unavailable(why, part="examples") from None


def examples_health(session: Session, known: Examples, found: dict[str, Any]) -> ExamplesHealth:
    """`found` is what the engine says. What was kept by a trainer, or has changed since, is not in it."""
    at = {one.place: one for one in known.all}
    nearer, doubles = _nearer(at, found["nearer"]), _doubles(at, found["doubles"])
    kept = among(session, Aside.NEARER, [one["id"] for one in nearer])
    both = among(session, Aside.DOUBLE, [one["id"] for one in doubles])
    return {
        "examples": found["examples"],
        "nearer": [one for one in nearer if one["id"] not in kept],
        "doubles": [one for one in doubles if one["id"] not in both],
        "overlaps": found["overlaps"],
        "marks": marks(known),
    }


def near(found: list[dict[str, Any]]) -> list[NearExample]:
    return [{"text": one["text"], "intent": one["intent"], "alike": one["alike"]} for one in found[:MOST_NEAR]]


def _nearer(at: dict[str, Taught], found: list[dict[str, Any]]) -> list[NearerExample]:
    shown: list[NearerExample] = []
    for one in found:
        example, other = _same(at, one), _same(at, one["nearest"])
        if example and other:
            shown.append(
                {
                    "id": key_of(example.text, example.intent, other.intent),
                    "example": _placed(example),
                    "nearest": _placed(other),
                    "alike": one["alike"],
                    "own": one["own"],
                }
            )
    return shown


def _doubles(at: dict[str, Taught], found: list[dict[str, Any]]) -> list[Double]:
    shown: list[Double] = []
    for one in found:
        example, twin = _same(at, one), _same(at, one["twin"])
        if example and twin:
            key = key_of(*sorted((example.text, twin.text)))
            shown.append({"id": key, "example": _placed(example), "twin": _placed(twin), "alike": one["alike"]})
    return shown


def _same(at: dict[str, Taught], sentence: dict[str, Any]) -> Taught | None:
    """The example where it stands; None when the file has changed since."""
    found = at.get(sentence["place"])
    same = found is not None and found.intent == sentence["intent"] and plain(found.text) == sentence["text"]
    return found if same else None


def _placed(one: Taught) -> PlacedExample:
    return {"text": one.text, "intent": one.intent, "file": one.file, "line": one.line}


def marks(known: Examples) -> list[MarkedWords]:
    """Words that are marked as different things, or often marked and sometimes not."""
    seen: dict[str, dict[str | None, list[Taught]]] = defaultdict(lambda: defaultdict(list))
    for one in known.all:
        for words, bare, quoted in MARKED.findall(one.text):
            seen[words.lower()][entity_of(bare, quoted)].append(one)
    often = [words for words, by in seen.items() if sum(map(len, by.values())) >= OFTEN]
    for one in known.all if often else []:
        rest = MARKED.sub(" ", one.text).lower()
        for words in often:
            if words in rest and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", rest):
                seen[words][None].append(one)
    return [
        {
            "words": words,
            "seen": [
                {"entity": entity, "count": len(ones), "examples": [_placed(one) for one in ones[:SHOWN]]}
                for entity, ones in sorted(by.items(), key=lambda item: -len(item[1]))
            ],
        }
        for words, by in sorted(seen.items())
        if len(by) > 1
    ]
