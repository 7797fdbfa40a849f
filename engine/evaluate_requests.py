"""Measures how several requests are told apart: `python -m engine.evaluate_requests [--model ...] [--scores-only]`.

Prints one JSON line for each figure, then one for each error. A message is right when the number of its requests and
their intents in order are right; one without a split counts with the intent of the whole.
"""

import sys
from collections.abc import Sequence
from typing import Any

from engine.evaluate import FALLBACK, Parser, print_lines, read_set, set_options
from engine.fingerprint import ROOT

MESSAGES = ROOT / "tests" / "engine" / "sets" / "requests.yml"


def intents_of(parsed: dict[str, Any]) -> list[str]:
    """What was asked for, in order; the likeliest intent of a single request whatever was said about its scope."""
    if parsed["requests"]:
        return [request["intent"]["name"] for request in parsed["requests"]]
    return [guess["name"] for guess in parsed["intent_ranking"] if guess["name"] != FALLBACK][:1]


def request_figures(pairs: Sequence[tuple[list[str], list[str]]]) -> dict[str, float]:
    """From (expected, got) lists of intents. Shares of nothing are 0."""
    single = [(expected, got) for expected, got in pairs if len(expected) == 1]
    several = [(expected, got) for expected, got in pairs if len(expected) > 1]
    return {
        "messages": float(len(pairs)),
        "right": share(expected == got for expected, got in pairs),
        "right_number": share(len(expected) == len(got) for expected, got in pairs),
        "single": float(len(single)),
        "single_split": share(len(got) > 1 for _, got in single),
        "several": float(len(several)),
        "several_right": share(expected == got for expected, got in several),
        "several_right_number": share(len(expected) == len(got) for expected, got in several),
    }


def share(hits: Any) -> float:
    hits = list(hits)
    return sum(hits) / max(1, len(hits))


def scored(model: Parser, messages: Sequence[dict[str, Any]]) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figures of all messages and of the hard ones, and the errors."""
    expected = [[part["intent"] for part in message["parts"]] for message in messages]
    pairs = [
        (wanted, intents_of(model.parse(message["text"]))) for wanted, message in zip(expected, messages, strict=True)
    ]
    hard = [pair for pair, message in zip(pairs, messages, strict=True) if message.get("hard")]
    figures = {**request_figures(pairs), "hard_right": request_figures(hard)["right"]}
    errors = [
        {"text": message["text"], "expected": wanted, "got": got}
        for (wanted, got), message in zip(pairs, messages, strict=True)
        if wanted != got
    ]
    return figures, errors


def main() -> int:
    options = set_options("engine.evaluate_requests", "Measures how several requests are told apart.", MESSAGES)
    figures, errors = scored(Parser(options.model.resolve()), read_set(options.messages))
    print_lines(figures, errors, options.scores_only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
