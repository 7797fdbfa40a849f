"""Trains the assistant: `python -m engine.train --out models/live.tar.gz`; `--check` only asks whether it is current.

Beside the archive lies a note of the same name (live.json): the archive's sha256, the hash of what made it
(engine.fingerprint) and how long it took. Both are replaced at once, the note last; a model without its note, or with
another one's, is not current.
"""

import os

from engine.environment import prepare

prepare(threads=2)
os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")  # our own cache of encodings is what makes retraining quick

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from engine.examples import ExamplesError, check_examples
from engine.fingerprint import ROOT, inputs_hash, program_hash
from engine.weights import WeightsError, sha256_of

LIVE = ROOT / "models" / "live.tar.gz"


class TrainingError(RuntimeError):
    """Nothing was trained; the message says why."""


def note_of(archive: Path) -> Path:
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".json")


def is_current(archive: Path, root: Path = ROOT) -> bool:
    return _fits(archive, "inputs", inputs_hash(root))


def stays(archive: Path, root: Path = ROOT) -> bool:
    """Somebody put it live after looking at it, and only the data has changed since: it is not replaced unasked."""
    return _fits(archive, "program", program_hash(root)) and "promoted_at" in _note(archive)


def is_of_another_program(archive: Path, root: Path = ROOT) -> bool:
    """Trained by code that has changed since; False where nothing is known of that."""
    return _note(archive).get("program", program_hash(root)) != program_hash(root)


def _fits(archive: Path, name: str, wanted: str) -> bool:
    note = _note(archive)
    try:
        return bool(note.get(name) == wanted and note.get("archive") == sha256_of(archive))
    except OSError:
        return False


def _note(archive: Path) -> dict[str, Any]:
    try:
        note = json.loads(note_of(archive).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def reason_of(error: BaseException) -> str:
    """What happened first: Rasa wraps what a component says into what it was doing."""
    while error.__cause__:
        error = error.__cause__
    return str(error) or repr(error)


def train(archive: Path, root: Path = ROOT, step: Callable[[str], None] = lambda name: None) -> dict[str, object]:
    """Works in the root folder (relative paths in config.yml); the archive appears only when it is complete.

    `step` is told the class of each component when its training begins.
    """
    from engine.build_encoder import build
    from engine.build_encoder import is_current as encoder_is_current

    started = time.monotonic()
    inputs, program = inputs_hash(root), program_hash(root)
    for warning in check_examples(root, root / "data" / "nlu"):
        print(f"  {warning}", flush=True)
    if not encoder_is_current():
        print("Building the sentence encoder ...", flush=True)
        build()
    print("Loading Rasa ...", flush=True)
    from engine.light import quiet, standins_for_training, without_tensorflow

    quiet()
    without_tensorflow(standins_for_training(root / "config.yml"))
    from rasa.engine.training import graph_trainer
    from rasa.engine.training.hooks import LoggingHook
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    from engine import reading

    class Telling(LoggingHook):
        def on_before_node(self, node_name, *rest, **named):  # type: ignore[no-untyped-def]
            step(self._pruned_schema.nodes[node_name].uses.__name__)
            return super().on_before_node(node_name, *rest, **named)

    graph_trainer.LoggingHook = Telling

    print(f"Training (Rasa was loaded in {time.monotonic() - started:.0f} s) ...", flush=True)
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".training-") as folder, reading.once():
        try:
            result = rasa_train(
                domain=str(root / "domain.yml"),
                config=str(root / "config.yml"),
                training_files=[str(root / "data" / "nlu"), str(root / "data" / "stories")],
                output=folder,
                fixed_model_name="model",
                force_training=True,
            )
        except RasaException as error:
            raise TrainingError(reason_of(error)) from error
        if result.code != 0 or not result.model:
            raise TrainingError("Rasa trained nothing; its lines above say why")
        made = Path(result.model)
        note: dict[str, object] = {
            "archive": sha256_of(made),
            "inputs": inputs,
            "program": program,
            "trained_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - started, 1),
        }
        draft = Path(folder) / "note.json"
        draft.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
        made.replace(archive)
        draft.replace(note_of(archive))
    return note


def main() -> int:
    parser = argparse.ArgumentParser(prog="engine.train", description="Trains the assistant.")
    parser.add_argument("--out", type=Path, default=LIVE, help="where the model goes (models/live.tar.gz)")
    parser.add_argument("--check", action="store_true", help="train nothing: exit 0 if the model may stay, else 1")
    options = parser.parse_args()
    archive = options.out.resolve()
    if options.check:
        if is_current(archive):
            print(f"{archive.name} is up to date")
            return 0
        if stays(archive):
            print(f"{archive.name} was put live by a trainer; a training in the studio learns what has changed since")
            return 0
        print(f"{archive.name} is missing or not up to date")
        return 1
    os.chdir(ROOT)
    try:
        note = train(archive)
    except (TrainingError, WeightsError, ExamplesError) as error:
        print(f"Training failed: {error}", file=sys.stderr)
        return 1
    print(f"Trained {archive.name} in {note['seconds']} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
