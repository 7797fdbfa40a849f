"""The folder models/: the live model, and under candidates/ every other one that may still be wanted.

An archive lies beside its note of the same name (engine/train.py). Files are linked, never copied: a model that goes
live stays among the candidates, where it is found again for a rollback.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.runs import TrainedModel
from bot.settings import ROOT

MODELS = ROOT / "models"
LIVE = "live.tar.gz"


class ModelDamaged(Exception):
    """The file is missing or not what it was; the message says which."""


class ModelFiles:
    def __init__(self, folder: Path = MODELS) -> None:
        self.live = folder / LIVE
        self.candidates = folder / "candidates"
        self._next_note = folder / "live.next.json"

    def archive(self, name: str) -> Path:
        """`name` is a model's id, or a run's while it is trained."""
        return self.candidates / f"{name}.tar.gz"

    def live_model(self) -> TrainedModel | None:
        """None when there is none, or one that was not trained here. Ends a change that was cut off."""
        if self._next_note.exists():
            if _read_note(self._next_note).get("archive") == _sha256(self.live):
                self._next_note.replace(_note_of(self.live))
            else:
                self._next_note.unlink()
        try:
            model = _model_of(_read_note(_note_of(self.live)))
        except (KeyError, ValueError, TypeError):
            return None
        return model if _sha256(self.live) == model.archive else None

    def adopt(self, name: str) -> TrainedModel:
        """What a run trained gets its own name; ModelDamaged when it is not whole."""
        made = self.archive(name)
        try:
            model = _model_of(_read_note(_note_of(made)))
        except (KeyError, ValueError, TypeError) as error:
            raise ModelDamaged(f"{made.name} has no note") from error
        if _sha256(made) != model.archive:
            raise ModelDamaged(f"{made.name} is damaged: its sha256 differs")
        _note_of(made).replace(_note_of(self.archive(model.id)))
        made.replace(self.archive(model.id))
        return model

    def checked(self, model_id: str, sha256: str) -> Path:
        """The archive, if it is what was trained."""
        path = self.archive(model_id)
        if not path.exists():
            raise ModelDamaged(f"models/candidates/{path.name} is missing")
        if _sha256(path) != sha256:
            raise ModelDamaged(f"models/candidates/{path.name} is damaged: its sha256 differs")
        return path

    def keep_live(self, model: TrainedModel) -> None:
        """The live model is among the candidates, too."""
        if not self.archive(model.id).exists():
            self.candidates.mkdir(parents=True, exist_ok=True)
            _link(_note_of(self.live), _note_of(self.archive(model.id)))
            _link(self.live, self.archive(model.id))

    def put_live(self, model_id: str, promoted_at: datetime) -> None:
        """Cut off at any point, the live model is the old one or the new one, with its own note."""
        note = {
            **_read_note(_note_of(self.archive(model_id))),
            "promoted_at": promoted_at.isoformat(timespec="seconds"),
        }
        draft = self._next_note.with_suffix(".new")
        draft.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
        draft.replace(self._next_note)
        _link(self.archive(model_id), self.live)
        self._next_note.replace(_note_of(self.live))

    def discard(self, name: str) -> None:
        for path in (self.archive(name), _note_of(self.archive(name))):
            path.unlink(missing_ok=True)

    def clear(self, keep: Collection[str]) -> None:
        """Leftovers of trainings that were cut off, and models that nobody will want again."""
        for path in self.candidates.glob(".training-*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in self.candidates.glob("*"):
            if path.is_file() and path.name.split(".")[0] not in keep:
                path.unlink(missing_ok=True)


def _note_of(archive: Path) -> Path:
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".json")


def _read_note(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _model_of(note: dict[str, Any]) -> TrainedModel:
    trained_at = datetime.fromisoformat(note["trained_at"])
    return TrainedModel(str(note["archive"]), str(note["inputs"]), trained_at, float(note["seconds"]))


def _sha256(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _link(source: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    os.link(source, draft)
    draft.replace(target)
