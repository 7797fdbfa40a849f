"""Measures a model on held-out sentences: `python -m engine.evaluate [--model ...] [--examples tests/engine/heldout]`.

Prints one JSON line for each figure, then one for each error. The model's own pipeline parses every sentence, as it
would a customer's.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.fingerprint import ROOT

HELD_OUT = ROOT / "tests" / "engine" / "heldout"
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Outcome:
    text: str
    expected: str
    got: str  # nlu_fallback where the model said so
    likeliest: str  # the best intent whatever the model said about scope
    confidence: float
    lane: str
    lane_confidence: float

    @property
    def expected_lane(self) -> str:
        return self.expected.split("_", 1)[0]


def read_examples(folder: Path = HELD_OUT) -> list[tuple[str, str]]:
    """(sentence, intent) pairs from files of the form `intent: [sentences]`."""
    pairs = []
    for file in sorted(folder.glob("*.yml")):
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}
        pairs += [(str(text), intent) for intent, texts in content.items() for text in texts]
    return pairs


class Parser:
    """A trained model, without server, tracker or actions."""

    def __init__(self, archive: Path) -> None:
        from engine.light import quiet, without_tensorflow

        quiet()
        without_tensorflow()
        from rasa.core.agent import Agent

        os.chdir(ROOT)  # the spaCy model's path is relative to it
        self.processor = Agent.load(str(archive)).processor
        if self.processor is None:
            raise SystemExit(f"there is no model at {archive}: run `make train`")

    def parse(self, text: str) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage
        from rasa.shared.core.trackers import DialogueStateTracker

        from engine.parse import neutral

        message = UserMessage(neutral(text)[0])
        tracker = DialogueStateTracker.from_events("evaluation", [])
        return dict(self.processor._parse_message_with_graph(message, tracker))


def outcome_of(parsed: dict[str, Any], text: str, expected: str) -> Outcome:
    ranking = [guess for guess in parsed["intent_ranking"] if guess["name"] != FALLBACK]
    best = ranking[0] if ranking else {"name": FALLBACK, "confidence": 0.0}
    return Outcome(
        text,
        expected,
        parsed["intent"]["name"],
        best["name"],
        best["confidence"],
        parsed["lane"],
        parsed["lane_confidence"],
    )


def figures(outcomes: list[Outcome]) -> dict[str, float]:
    count = len(outcomes)
    right = [outcome.likeliest == outcome.expected for outcome in outcomes]
    gaps = 0.0
    for low in range(10):  # expected calibration error, ten bins
        members = [
            place for place, outcome in enumerate(outcomes) if low <= min(9, int(outcome.confidence * 10)) < low + 1
        ]
        if members:
            hits = sum(right[place] for place in members)
            gaps += abs(hits - sum(outcomes[place].confidence for place in members)) / count
    return {
        "sentences": count,
        "lane_accuracy": sum(outcome.lane == outcome.expected_lane for outcome in outcomes) / count,
        "intent_accuracy": sum(right) / count,
        "macro_f1": macro_f1(outcomes),
        "called_out_of_scope": sum(outcome.got == FALLBACK for outcome in outcomes) / count,
        "calibration_error": gaps,
    }


def macro_f1(outcomes: Iterable[Outcome]) -> float:
    outcomes = list(outcomes)
    hits = Counter(outcome.expected for outcome in outcomes if outcome.expected == outcome.likeliest)
    expected = Counter(outcome.expected for outcome in outcomes)
    given = Counter(outcome.likeliest for outcome in outcomes)
    return sum(2 * hits[intent] / (expected[intent] + given[intent]) for intent in expected) / len(expected)


def main() -> int:
    parser = argparse.ArgumentParser(prog="engine.evaluate", description="Measures a model on held-out sentences.")
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "live.tar.gz")
    parser.add_argument("--examples", type=Path, default=HELD_OUT)
    parser.add_argument("--scores-only", action="store_true", help="leave the errors out")
    options = parser.parse_args()
    model = Parser(options.model.resolve())
    examples = read_examples(options.examples.resolve())
    if not examples:
        print(f"there are no examples in {options.examples}", file=sys.stderr)
        return 1
    outcomes = [outcome_of(model.parse(text), text, intent) for text, intent in examples]
    for name, value in figures(outcomes).items():
        print(json.dumps({"figure": name, "value": round(value, 4)}))
    if not options.scores_only:
        for outcome in outcomes:
            if outcome.likeliest != outcome.expected or outcome.lane != outcome.expected_lane:
                print(json.dumps({"error": asdict(outcome)}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
