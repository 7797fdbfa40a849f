"""Measures a model's articles: `python -m engine.evaluate_questions [--model ...] [--questions ...] [--scores-only]`.

Prints one JSON line for each figure, then one for each error. The model's own pipeline parses every question, as it
would a customer's. The refusal "at 95" is free of the shipped threshold: with the one that accepts 95 % of the
questions that are answered.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from engine.evaluate import Parser
from engine.fingerprint import ROOT

HELD_OUT = ROOT / "tests" / "engine" / "heldout_questions.yml"
ACCEPTED = 0.95


@dataclass(frozen=True)
class Question:
    text: str
    articles: tuple[str, ...]  # any of them answers; none where nothing does


@dataclass(frozen=True)
class Found:
    question: str
    wanted: tuple[str, ...]
    best: tuple[str, ...]  # the three first
    rank: int  # of the first wanted article; 0 if it was not reported
    score: float
    answerable: bool


def read_questions(file: Path = HELD_OUT) -> list[Question]:
    """From a list of {question, article}, `article` being an id, a list of ids, or null."""
    content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    named = [(one["question"], one["article"]) for one in content]
    return [Question(text, tuple(ids if isinstance(ids, list) else [ids] if ids else [])) for text, ids in named]


def found_of(parser: Parser, question: Question) -> Found:
    parsed = parser.parse(question.text)
    ids = [article["id"] for article in parsed["articles"]]
    rank = min((ids.index(one) + 1 for one in question.articles if one in ids), default=0)
    score = parsed["articles"][0]["score"] if ids else 0.0
    return Found(question.text, question.articles, tuple(ids[:3]), rank, score, parsed["answerable"])


def figures(found: list[Found]) -> dict[str, float]:
    asked = [one for one in found if one.wanted]
    other = [one for one in found if not one.wanted]
    if not asked or not other:
        raise ValueError("questions with and without an answer are needed")
    threshold = float(np.quantile([one.score for one in asked], 1 - ACCEPTED, method="lower"))
    return {
        "questions": len(asked),
        "recall_at_1": sum(one.rank == 1 for one in asked) / len(asked),
        "recall_at_3": sum(1 <= one.rank <= 3 for one in asked) / len(asked),
        "mean_reciprocal_rank": sum(1 / one.rank for one in asked if one.rank) / len(asked),
        "without_an_answer": len(other),
        "refused_at_95_accepted": sum(one.score < threshold for one in other) / len(other),
        "accepted_at_shipped_threshold": sum(one.answerable for one in asked) / len(asked),
        "refused_at_shipped_threshold": sum(not one.answerable for one in other) / len(other),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="engine.evaluate_questions", description="Measures a model's articles.")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "live.tar.gz")
    parser.add_argument("--questions", type=Path, default=HELD_OUT)
    parser.add_argument("--scores-only", action="store_true", help="leave the errors out")
    options = parser.parse_args()
    questions = read_questions(options.questions.resolve())
    model = Parser(options.model.resolve())
    found = [found_of(model, question) for question in questions]
    for name, value in figures(found).items():
        print(json.dumps({"figure": name, "value": round(value, 4)}))
    if not options.scores_only:
        for one in found:
            if one.answerable != bool(one.wanted) or (one.wanted and not 1 <= one.rank <= 3):
                print(json.dumps({"error": asdict(one)}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
