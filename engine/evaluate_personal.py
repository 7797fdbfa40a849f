"""Measures masking: `python -m engine.evaluate_personal [--set tests/engine/sets/personal.yml] [--scores-only]`.

The set: a list of {text, hard, personal: [{type, text}]}, the pieces in the order of the text.
A piece counts as found when masks, of whatever type, cover
all its characters that are no blanks. Prints one JSON line for each figure, then one for each error. The word lists are
those that a training now would make.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from engine.fingerprint import ROOT
from engine.masking import mask
from engine.personal import Personal
from engine.words import read_words

SET = ROOT / "tests" / "engine" / "sets" / "personal.yml"
LETTERS = re.compile(r"\w+")


class Outcome(NamedTuple):
    text: str
    hard: bool
    wanted: list[tuple[str, str, bool]]  # type, words, found
    wrong: list[str]  # words outside the wanted pieces that were masked
    others: int  # words outside the wanted pieces


def shipped() -> Personal:
    """As a training now would make it: with the options of config.yml."""
    pipeline = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    options = next(part for part in pipeline if part["name"] == "engine.privacy.PersonalDataMasker")
    return Personal(read_words(options["not_names"]))


def next_place(text: str, part: str, begin: int) -> int:
    """Where a piece stands next; as words of its own ("tom" is not in "customer"), if it does so at all."""
    found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(text, begin)
    place = found.start() if found else text.find(part, begin)
    if place < 0:
        raise ValueError(f"{part!r} is not in {text!r}")
    return place


def outcome_of(case: dict[str, Any], personal: Personal) -> Outcome:
    text = case["text"]
    covered = {place for span in mask(text, personal).spans for place in range(span.start, span.end)}
    inside: set[int] = set()
    wanted = []
    end = 0
    for piece in case.get("personal") or []:  # in the order of the text
        start = next_place(text, piece["text"], end)
        end = start + len(piece["text"])
        places = {place for place in range(start, end) if not text[place].isspace()}
        inside |= places
        wanted.append((piece["type"], piece["text"], places <= covered))
    words = [found for found in LETTERS.finditer(text) if not inside.intersection(range(*found.span()))]
    wrong = [found.group() for found in words if covered.intersection(range(*found.span()))]
    return Outcome(text, bool(case.get("hard")), wanted, wrong, len(words))


def figures(outcomes: list[Outcome]) -> Iterator[tuple[str, float]]:
    yield "messages", len(outcomes)
    for name, chosen in (
        ("", outcomes),
        ("_hard", [one for one in outcomes if one.hard]),
        ("_easy", [one for one in outcomes if not one.hard]),
    ):
        pieces = [found for one in chosen for _, _, found in one.wanted]
        yield f"spans_found{name}", sum(pieces) / max(1, len(pieces))
        yield (
            f"other_words_masked{name}",
            sum(len(one.wrong) for one in chosen) / max(1, sum(one.others for one in chosen)),
        )
    counts = Counter(kind for one in outcomes for kind, _, _ in one.wanted)
    hits = Counter(kind for one in outcomes for kind, _, found in one.wanted if found)
    for kind, count in sorted(counts.items()):
        yield f"spans_found_{kind}", hits[kind] / count


def measured(file: Path, personal: Personal) -> list[Outcome]:
    cases = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return [outcome_of(case, personal) for case in cases]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="engine.evaluate_personal", description="Measures the masking of personal data."
    )
    parser.add_argument("--set", type=Path, default=SET)
    parser.add_argument("--scores-only", action="store_true", help="leave the errors out")
    options = parser.parse_args()
    if not options.set.is_file():
        print(f"there is no set at {options.set}", file=sys.stderr)
        return 1
    personal = shipped()
    begun = time.perf_counter()
    outcomes = measured(options.set, personal)
    per_message = (time.perf_counter() - begun) * 1000 / max(1, len(outcomes))
    for name, value in (*figures(outcomes), ("ms_per_message", per_message)):
        print(json.dumps({"figure": name, "value": round(value, 4)}))
    if not options.scores_only:
        for one in outcomes:
            missed = [(kind, words) for kind, words, found in one.wanted if not found]
            if missed or one.wrong:
                print(json.dumps({"text": one.text, "missed": missed, "wrongly_masked": one.wrong}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
