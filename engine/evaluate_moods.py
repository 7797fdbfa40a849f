"""Measures a model's moods on unseen messages: `python -m engine.evaluate_moods [--model ...] [--scores-only]`.

Prints one JSON line for each figure, then one for each error. The model's own pipeline parses every message.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from engine.evaluate import Parser, print_lines, read_set, set_options
from engine.fingerprint import ROOT

MESSAGES = ROOT / "tests" / "engine" / "sets" / "moods.yml"


def mood_figures(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """From (expected, got) pairs: accuracy, macro-F1, and precision and recall of each mood (0 where undefined)."""
    hits = Counter(expected for expected, got in pairs if expected == got)
    expected_of, got_of = Counter(expected for expected, _ in pairs), Counter(got for _, got in pairs)
    figures = {"messages": float(len(pairs)), "accuracy": sum(hits.values()) / max(1, len(pairs))}
    figures["macro_f1"] = sum(2 * hits[mood] / (count + got_of[mood]) for mood, count in expected_of.items()) / max(
        1, len(expected_of)
    )
    for mood, count in sorted(expected_of.items()):
        figures[f"{mood}_precision"] = hits[mood] / max(1, got_of[mood])
        figures[f"{mood}_recall"] = hits[mood] / count
    return figures


def scored(model: Parser, messages: Sequence[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figures of all messages and of the hard ones, and the errors."""
    got = [model.parse(message["text"])["mood"] for message in messages]
    pairs = [(message["mood"], mood["label"]) for message, mood in zip(messages, got, strict=True)]
    hard = [pair for pair, message in zip(pairs, messages, strict=True) if message["hard"]]
    figures = mood_figures(pairs)
    figures["hard_accuracy"] = mood_figures(hard)["accuracy"]
    errors = [
        {"text": message["text"], "expected": message["mood"], "got": mood}
        for message, mood in zip(messages, got, strict=True)
        if mood["label"] != message["mood"]
    ]
    return figures, errors


def main() -> int:
    options = set_options("engine.evaluate_moods", "Measures a model's moods on unseen messages.", MESSAGES)
    figures, errors = scored(Parser(options.model.resolve()), read_set(options.messages))
    print_lines(figures, errors, options.scores_only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
