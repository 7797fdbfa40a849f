"""Measures a model on held-out sentences: `python -m engine.evaluate [--model ...] [--examples tests/engine/heldout]`.

Prints one JSON line for each figure, then one for each error. The model's own pipeline parses every sentence, as it
would a customer's.
"""

from engine.environment import prepare

prepare(threads=1)

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.fingerprint import ROOT

HELD_OUT = ROOT / "tests" / "engine" / "heldout"
FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "chat_out_of_scope"


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


def read_set(file: Path) -> list[dict[str, Any]]:
    """A frozen set of messages, each a mapping; see tests/engine/sets."""
    return list(YAML(typ="safe").load(file.read_text(encoding="utf-8")))


def set_options(program: str, purpose: str, messages: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=program, description=purpose)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "live.tar.gz")
    parser.add_argument("--messages", type=Path, default=messages)
    parser.add_argument("--scores-only", action="store_true", help="leave the errors out")
    return parser.parse_args()


def print_lines(figures: dict[str, float], errors: Iterable[Any], scores_only: bool) -> None:
    """One JSON line for each figure, and for each error unless only the scores are wanted."""
    for name, value in figures.items():
        print(json.dumps({"figure": name, "value": round(value, 4)}))
    if not scores_only:
        for error in errors:
            print(json.dumps({"error": error}, ensure_ascii=False))


class Parser:
    """A trained model, without server, tracker or actions."""

    def __init__(self, archive: Path, light: bool = True) -> None:
        from engine.light import quiet, without_tensorflow

        quiet()
        if light:  # stock Rasa is measured as it comes
            without_tensorflow()
            from engine import quick

            quick.once()
        from rasa.core.agent import Agent

        os.chdir(ROOT)  # the spaCy model's path is relative to it
        self.processor = Agent.load(str(archive)).processor
        if self.processor is None:
            raise SystemExit(f"there is no model at {archive}: run `make train`")

    def parse(self, text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage
        from rasa.shared.core.trackers import DialogueStateTracker

        from engine.parse import neutral

        message = UserMessage(neutral(text)[0], metadata=metadata)
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
    lanes = [(outcome.lane_confidence, outcome.lane == outcome.expected_lane) for outcome in outcomes]
    intents = [(outcome.confidence, outcome.likeliest == outcome.expected) for outcome in outcomes]
    precision, recall = out_of_scope(outcomes)
    return {
        "sentences": count,
        "lane_accuracy": sum(right for _, right in lanes) / count,
        "intent_accuracy": sum(right for _, right in intents) / count,
        "macro_f1": macro_f1(outcomes),
        "called_out_of_scope": sum(outcome.got == FALLBACK for outcome in outcomes) / count,
        "out_of_scope_precision": precision,
        "out_of_scope_recall": recall,
        "calibration_error": calibration_error(intents),
        "lane_calibration_error": calibration_error(lanes),
    }


def out_of_scope(outcomes: Iterable[Outcome]) -> tuple[float, float]:
    """Precision and recall of saying so, whether as the intent or as a fallback; 0 where there is nothing to count."""
    said = [(outcome.got in {FALLBACK, OUT_OF_SCOPE}, outcome.expected == OUT_OF_SCOPE) for outcome in outcomes]
    hits = sum(got and expected for got, expected in said)
    return hits / (sum(got for got, _ in said) or 1), hits / (sum(expected for _, expected in said) or 1)


def calibration_error(answers: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error of (confidence, was right): the gap between both in bins of equal width, weighted."""
    gaps = [0.0] * bins
    for confidence, right in answers:
        gaps[min(bins - 1, int(confidence * bins))] += right - confidence
    return sum(map(abs, gaps)) / len(answers)


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
