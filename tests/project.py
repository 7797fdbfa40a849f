"""The files that trainers edit, in a folder of a test's own."""

import shutil
from pathlib import Path

from bot.settings import ROOT


def copy_project(to: Path) -> Path:
    for folder in ("data/nlu", "data/stories", "data/texts", "data/knowledge"):
        shutil.copytree(ROOT / folder, to / folder)
    for file in ("domain.yml", "tests/conversations/support.yml"):
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, to / file)
    return to
