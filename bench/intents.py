"""How well messages are classified on public sets: part of `make bench`, in the engine's environment.

The folder of the sets comes from CARELINE_BENCH_DATA: banking77/banking77.csv and clinc150/data_full.csv, each with the
columns text, intent and split. Where one is missing, its figures are listed as not run. The sets go through the very
components of config.yml, with their options there, from training data to messages; only the encoder's precision is
varied (int8 on the full BANKING77 alone), and its cache lies apart from the one of the shipped data, so that a second
run is quick. One JSON line for each figure.

What decides about scope: for CLINC150 the threshold is the one that 95 % of the in-scope validation sentences pass. For
near misses 27 of BANKING77's 77 intents are kept back, in three draws; the threshold is the one that 95 % of a tenth of
the training sentences pass, which were not trained on; the misses are the test sentences of the intents kept back.
"""

from engine.environment import prepare

prepare(threads=2)

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from ruamel.yaml import YAML

from engine.fingerprint import ROOT
from engine.light import quiet

DRAWS, NEAR_DRAWS, SHOTS, KEPT_BACK = 5, 3, 10, 27
ACCEPTED = 0.95
FALLBACK = "nlu_fallback"
OUTSIDE = "oos"
TEST_OUTSIDE = (OUTSIDE, "test")
CACHES = ROOT / "var" / "bench"


class Row(NamedTuple):
    text: str
    intent: str
    split: str


class Read(NamedTuple):
    """What the components say about one message."""

    intent: str  # the likeliest, whatever was decided about scope
    confidence: float
    scope: float


def read_rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as content:
        return [Row(row["text"], row["intent"], row["split"]) for row in csv.DictReader(content)]


class Pipeline:
    """The featurizer and the classifier, as Rasa makes them from config.yml."""

    def __init__(self, precision: str, folder: Path) -> None:
        import engine.encoder
        import engine.intents
        from engine.sentences import CachedEncoder

        engine.encoder.CachedEncoder = partial(CachedEncoder, file=CACHES / f"encodings-{precision}.npz")
        options = {entry["name"]: entry for entry in YAML(typ="safe").load(ROOT / "config.yml")["pipeline"]}
        self._folder = folder
        self._classifier = engine.intents.KernelIntentClassifier
        self._options = options["engine.intents.KernelIntentClassifier"]
        self._featurizer = self._made(
            engine.encoder.SentenceFeaturizer,
            {**options["engine.encoder.SentenceFeaturizer"], "precision": precision},
        )

    def _made(self, component: type, options: dict[str, Any], how: str = "create") -> Any:
        from rasa.engine.graph import ExecutionContext, GraphSchema
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.engine.storage.resource import Resource

        name = component.__name__
        context = ExecutionContext(GraphSchema({}), node_name=name)
        return getattr(component, how)(options, LocalModelStorage(self._folder), Resource(name), context)

    def messages(self, rows: Iterable[Row]) -> list[Any]:
        """Encoded, in order. As in training, because that keeps what it encoded; single sentences get the same."""
        from rasa.shared.nlu.training_data.message import Message
        from rasa.shared.nlu.training_data.training_data import TrainingData

        rows = list(rows)
        examples = [Message.build(text=row.text, intent=row.intent) for row in rows]
        encoded = self._featurizer.process_training_data(TrainingData(examples)).training_examples
        of_row = {(message.get("text"), message.get("intent")): message for message in encoded}  # doubles are gone
        return [of_row[row.text, row.intent] for row in rows]

    def trained(self, examples: Sequence[Any]) -> Any:
        """A classifier as it is served: stored and loaded again."""
        from rasa.shared.nlu.training_data.training_data import TrainingData

        self._made(self._classifier, self._options).train(TrainingData(list(examples)))
        return self._made(self._classifier, self._options, "load")


def read(classifier: Any, messages: Iterable[Any]) -> list[Read]:
    """What the classifier says; the messages stay as they are, for the next one."""
    found = []
    for message in classifier.process([type(message)(data=dict(message.data)) for message in messages]):
        best = next(guess for guess in message.get("intent_ranking") if guess["name"] != FALLBACK)
        found.append(Read(best["name"], best["confidence"], message.get("scope")))
    return found


def accuracy(found: Sequence[Read], rows: Sequence[Row]) -> float:
    return 100 * float(np.mean([read.intent == row.intent for read, row in zip(found, rows, strict=True)]))


def calibration_error(found: Sequence[Read], rows: Sequence[Row]) -> float:
    from engine.evaluate import calibration_error

    return calibration_error(
        [(read.confidence, read.intent == row.intent) for read, row in zip(found, rows, strict=True)]
    )


def scope_threshold(found: Sequence[Read]) -> float:
    return float(np.quantile([read.scope for read in found], 1 - ACCEPTED))


def refused(found: Sequence[Read], threshold: float) -> float:
    return 100 * float(np.mean([read.scope < threshold for read in found]))


def figure(name: str, value: float, wanted: float | None = None, unit: str = "%", **about: Any) -> None:
    line = {"bench": "intents", "figure": name, "value": round(value, 3), "unit": unit, "wanted": wanted, **about}
    print(json.dumps({key: item for key, item in line.items() if item is not None}), flush=True)


def not_run(names: Iterable[str], why: str) -> None:
    for name in names:
        print(json.dumps({"bench": "intents", "figure": name, "not_run": why}), flush=True)


def part(rows: Sequence[Row], messages: Sequence[Any], split: str) -> tuple[list[Row], list[Any]]:
    """The rows of one part and their messages, in the same order."""
    places = [place for place, row in enumerate(rows) if row.split == split and row.intent != OUTSIDE]
    return [rows[place] for place in places], [messages[place] for place in places]


def full(pipeline: Pipeline, rows: list[Row], names: Sequence[str], wanted: float, **about: Any) -> None:
    messages = pipeline.messages(rows)
    started = time.perf_counter()
    classifier = pipeline.trained(part(rows, messages, "train")[1])
    about["fit_seconds"] = round(time.perf_counter() - started, 1)
    answers, asked = part(rows, messages, "test")
    found = read(classifier, asked)
    figure(names[0], accuracy(found, answers), wanted, test=len(answers), **about)
    figure(names[1], calibration_error(found, answers), unit="", test=len(answers), **about)
    outside = [message for row, message in zip(rows, messages, strict=True) if (row.intent, row.split) == TEST_OUTSIDE]
    if outside:
        threshold = scope_threshold(read(classifier, part(rows, messages, "val")[1]))
        about |= {"test": len(outside), "accepted": round(100 - refused(found, threshold), 1)}
        figure(names[2], refused(read(classifier, outside), threshold), 91.0, **about)


def few(pipeline: Pipeline, rows: list[Row], names: Sequence[str], wanted: float, **about: Any) -> None:
    messages = pipeline.messages(rows)
    answers, asked = part(rows, messages, "test")
    of_intent: dict[str, list[Any]] = {}
    for row, message in zip(*part(rows, messages, "train"), strict=True):
        of_intent.setdefault(row.intent, []).append(message)
    scores = []
    for draw in range(DRAWS):
        random = np.random.default_rng(draw)
        picked = [
            of_intent[intent][place]
            for intent in sorted(of_intent)
            for place in random.choice(len(of_intent[intent]), SHOTS, replace=False)
        ]
        scores.append(accuracy(read(pipeline.trained(picked), asked), answers))
    figure(names[0], float(np.mean(scores)), wanted, draws=[round(score, 2) for score in scores], **about)


def near(pipeline: Pipeline, rows: list[Row], names: Sequence[str], wanted: float, **about: Any) -> None:
    messages = pipeline.messages(rows)
    intents = sorted({row.intent for row in rows})
    shares = []
    for draw in range(NEAR_DRAWS):
        random = np.random.default_rng(draw)
        away = set(random.choice(intents, KEPT_BACK, replace=False))
        kept = [message for message in part(rows, messages, "train")[1] if message.get("intent") not in away]
        order = random.permutation(len(kept))
        aside = [kept[place] for place in order[: len(kept) // 10]]
        classifier = pipeline.trained([kept[place] for place in order[len(kept) // 10 :]])
        threshold = scope_threshold(read(classifier, aside))
        asked = part(rows, messages, "test")[1]
        known = read(classifier, [message for message in asked if message.get("intent") not in away])
        unknown = read(classifier, [message for message in asked if message.get("intent") in away])
        shares.append((refused(unknown, threshold), 100 - refused(known, threshold)))
    lost, accepted = np.mean(shares, axis=0)
    figure(names[0], lost, wanted, draws=[round(share, 1) for share, _ in shares], accepted=round(accepted, 1), **about)


class Measure(NamedTuple):
    file: str
    run: Callable[..., None]
    precision: str
    wanted: float
    figures: tuple[str, ...]


BANKING, CLINC = "banking77/banking77.csv", "clinc150/data_full.csv"
MEASURES = {
    "few": Measure(BANKING, few, "fp32", 86.5, ("BANKING77, 10 an intent",)),
    "banking": Measure(BANKING, full, "fp32", 94.2, ("BANKING77", "BANKING77, calibration error")),
    "int8": Measure(BANKING, full, "int8", 93.9, ("BANKING77 in int8", "BANKING77 in int8, calibration error")),
    "near": Measure(BANKING, near, "fp32", 45.0, ("BANKING77, near misses refused",)),
    "clinc": Measure(
        CLINC, full, "fp32", 96.5,
        ("CLINC150 in scope", "CLINC150 in scope, calibration error", "CLINC150 out of scope refused"),
    ),
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.intents", description="Measures the classifier on public sets.")
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES))
    options = parser.parse_args()
    folder = os.environ.get("CARELINE_BENCH_DATA")
    quiet()
    for name in options.only:
        measure = MEASURES[name]
        path = Path(folder, measure.file) if folder else None
        if path is None or not path.is_file():
            not_run(measure.figures, f"{path} is missing" if path else "CARELINE_BENCH_DATA is not set")
            continue
        with tempfile.TemporaryDirectory() as models:
            pipeline = Pipeline(measure.precision, Path(models))
            measure.run(pipeline, read_rows(path), measure.figures, measure.wanted, precision=measure.precision)
    return 0


if __name__ == "__main__":
    sys.exit(main())
