"""One training run: trains a candidate and compares it with the live model, in one process that loads Rasa once.

    python -m engine.prove --out models/candidates/ID.tar.gz --report FILE [--live models/live.tar.gz] [--messages FILE]

Says how far it is in lines `@step {"name", "done"}`, once `@facts {...}` (what it is made from), and at last
`@failed {"code", "message"}` if it failed; all other lines are its log. The archive and its note appear together and
whole, the report after them; whoever ends this process on the way finds neither.
"""

import os

from engine.environment import prepare

prepare(threads=2)
os.environ.setdefault("LOG_LEVEL", "ERROR")  # no progress bars of Rasa's: the steps are our own

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from engine import train
from engine.check import check_files
from engine.compare import compare
from engine.examples import ExamplesError
from engine.fingerprint import ROOT, hash_of, input_files, inputs_hash, program_hash
from engine.weights import WeightsError

TELL_EVERY = 0.02
# What is trained, in the words that a trainer's page has for it; all others are "preparing".
STEPS = {
    "SpacyLanguage": "language",
    "SentenceFeaturizer": "language",
    "EntityFinder": "language",
    "KernelIntentClassifier": "intents",
    "MoodReader": "mood",
    "PersonalDataMasker": "mood",
    "ArticleRetriever": "articles",
}


def say(kind: str, content: dict[str, Any]) -> None:
    print(f"@{kind} {json.dumps(content)}", flush=True)


class Steps:
    """Tells a step when it begins, and how far it is whenever that is worth a line."""

    def __init__(self) -> None:
        self.name = ""
        self.done = 0.0

    def __call__(self, name: str, done: float = 0.0) -> None:
        if name != self.name or done - self.done >= TELL_EVERY:
            self.name, self.done = name, done
            say("step", {"name": name, "done": round(done, 3)})

    def component(self, name: str) -> None:
        self(STEPS.get(name, self.name or "preparing"))


def facts() -> dict[str, str]:
    """Hashes of what the model is made from, so that two runs can be told apart."""
    return {
        "inputs": inputs_hash(),
        "domain": hash_of(input_files(patterns=("domain.yml",))),
        "data": hash_of(input_files(patterns=("data/nlu/**/*.yml", "data/stories/**/*.yml", "data/mood/**/*.yml"))),
        "knowledge": hash_of(input_files(patterns=("data/knowledge/**/*.yml", "data/knowledge/articles/*.md"))),
        "program": program_hash(),
    }


def prove(out: Path, live: Path | None, messages: Path | None, report: Path) -> None:
    step = Steps()
    step("preparing")
    say("facts", facts())
    check_files(ROOT)
    train.train(out, step=step.component)
    started = time.monotonic()
    with threadpool_limits(1):  # a sentence is small: threads that wait for each other cost more than they give
        found = compare(live, out, messages, step)
    print(f"Compared in {time.monotonic() - started:.1f} s.", flush=True)
    draft = report.with_suffix(".new")
    draft.write_text(json.dumps(found), encoding="utf-8")
    draft.replace(report)


def main() -> int:
    parser = argparse.ArgumentParser(prog="engine.prove", description="Trains a candidate and compares it.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--live", type=Path)
    parser.add_argument("--messages", type=Path)
    given = parser.parse_args()
    os.chdir(ROOT)
    try:
        prove(given.out.resolve(), given.live, given.messages, given.report)
    except (ExamplesError, train.TrainingError) as error:
        say("failed", {"code": "data", "message": str(error).replace(f"{ROOT}/", "")})
    except WeightsError as error:
        say("failed", {"code": "installation", "message": str(error)})
    except OSError as error:
        say("failed", {"code": "disk", "message": str(error)})
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
