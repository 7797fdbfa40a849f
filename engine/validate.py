"""`rasa data validate` for files that are not saved yet, in half a second once Rasa is loaded.

Rasa's own importer and validator, unchanged, on a folder of links to the project's files in which the changed ones are
real. What took seconds was parsing the same YAML again and checking it against the same schema: both are remembered by
the text. Strict, as with `--fail-on-warnings`, but for what Rasa says of every action that is not called from a story.
"""

import contextlib
import logging
import pickle
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.utils import validation
from rasa.validator import Validator

from engine import reading
from engine.fingerprint import ROOT

FILES = ("domain.yml", "config.yml", "data/nlu/**/*.yml", "data/stories/**/*.yml")
CHECKED = ("domain.yml", "config.yml", "data/nlu/", "data/stories/")
HARMLESS = ("is not used in any story or rule", "Slot auto-fill has been removed")
KEPT = 400
"""Texts of files, the newest: about three versions of each."""

Edits = Mapping[str, "str | None"]
"""What the files with these paths shall be; None: no such file."""


def problems(root: Path, edits: Edits) -> list[str]:
    """What Rasa finds wrong with the changed project that was not wrong with it before."""
    found = list(_problems(root, edits))
    if not found or not edits:
        return found
    before = set(_problems(root, {}))
    return [one for one in found if one not in before]


def _problems(root: Path, edits: Edits) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="careline-validate-") as folder, quick(), told() as heard:
        copy = Path(folder)
        links(root, copy, edits)
        try:
            validate(copy)
        except RasaException as error:
            yield str(error).replace(f"{copy}/", "")
        yield from dict.fromkeys(
            one.replace(f"{copy}/", "") for one in heard if not any(words in one for words in HARMLESS)
        )


def validate(folder: Path) -> None:
    """Every check of `rasa data validate`; what they find is told through warnings and the log."""
    config, domain = str(folder / "config.yml"), str(folder / "domain.yml")
    data = [str(folder / "data" / "nlu"), str(folder / "data" / "stories")]
    validator = Validator.from_importer(TrainingDataImporter.load_from_config(config, domain, data))
    validator.verify_domain_validity()
    validator.verify_actions_in_stories_rules()
    validator.verify_forms_in_stories_rules()
    validator.verify_form_slots()
    validator.verify_slot_mappings()
    validator.verify_nlu(ignore_warnings=False)
    validator.verify_story_structure(ignore_warnings=False)


def links(root: Path, copy: Path, edits: Edits) -> None:
    for pattern in FILES:
        for file in root.glob(pattern):
            path = file.relative_to(root).as_posix()
            if path not in edits:
                place(copy, path).symlink_to(file.resolve())
    if not (root / "config.yml").exists():
        place(copy, "config.yml").symlink_to(ROOT / "config.yml")
    for path, text in edits.items():
        if text is not None and path.startswith(CHECKED):
            place(copy, path).write_text(text, encoding="utf-8")


def place(copy: Path, path: str) -> Path:
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    return copy / path


@contextlib.contextmanager
def told() -> Iterator[list[str]]:
    """What Rasa would print."""
    heard: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    handler, log = Handler(logging.WARNING), logging.getLogger("rasa.validator")
    before = rasa.shared.utils.io.raise_warning
    rasa.shared.utils.io.raise_warning = lambda message, *rest, **named: heard.append(message)
    log.addHandler(handler)
    try:
        yield heard
    finally:
        log.removeHandler(handler)
        rasa.shared.utils.io.raise_warning = before


_read, _check = rasa.shared.utils.io.read_yaml, validation.validate_yaml_schema
_remembered_check = lru_cache(KEPT)(_check)


@lru_cache(KEPT)
def _remembered(content: str) -> bytes:
    return pickle.dumps(_read(content))


def _read_yaml(content: str, reader_type: Any = "safe") -> Any:
    """A copy of its own for each caller: they change what they are given."""
    return pickle.loads(_remembered(content)) if reader_type == "safe" else _read(content, reader_type)


@contextlib.contextmanager
def quick() -> Iterator[None]:
    rasa.shared.utils.io.read_yaml, validation.validate_yaml_schema = _read_yaml, _remembered_check
    try:
        with reading.once():
            yield
    finally:
        rasa.shared.utils.io.read_yaml, validation.validate_yaml_schema = _read, _check
