"""The files that trainers edit, or all of the project, in a folder of a test's own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from ruamel.yaml import YAML

from bot.settings import ROOT


def copy_project(to: Path) -> Path:
    for folder in ("data/nlu", "data/stories", "data/texts", "data/knowledge"):
        shutil.copytree(ROOT / folder, to / folder)
    for file in ("domain.yml", "data/paraphrases.yml", "tests/conversations/support.yml"):
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, to / file)
    return to


def copy_whole(to: Path, examples: int, held_out: int) -> Path:
    """All that Careline needs to run and to train, with so many examples and frozen sentences of each intent, and so
    many conversations of each topic.

    The environments are shared. Models are linked: they are replaced, never written into.
    """
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if not name.startswith(("docs/", "web/", "bench/")):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    for name in (".venv", "engine/.venv", "bot/static"):
        (to / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "models", to / "models", copy_function=os.link, ignore=_no_candidates, dirs_exist_ok=True)
    for file in (to / "data" / "nlu").rglob("*.yml"):
        file.write_text(_first(file.read_text(), examples))
    for file in (to / "tests" / "engine" / "heldout").glob("*.yml"):
        content = YAML(typ="safe").load(file.read_text()) or {}
        with file.open("w") as fewer:
            YAML().dump({intent: texts[:held_out] for intent, texts in content.items()}, fewer)
    for file in (to / "tests" / "conversations").glob("*.yml"):
        conversations = YAML(typ="safe").load(file.read_text())
        with file.open("w") as fewer:
            YAML().dump(conversations[:held_out], fewer)
    return to


def _no_candidates(folder: str, names: list[str]) -> set[str]:
    return {"candidates", "README.md"} & set(names)


def _first(text: str, examples: int) -> str:
    """The first examples of each block of them; what is not an example stays."""
    lines, seen = [], 0
    for line in text.splitlines():
        seen = seen + 1 if re.match(r"\s+- ", line) else 0
        if seen <= examples:
            lines.append(line)
    return "\n".join(lines) + "\n"
