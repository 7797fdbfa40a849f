"""The README is checked where it can be wrong."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = sorted(set(re.findall(r'"(CARELINE_[A-Z_]+)"', (ROOT / "bot" / "settings.py").read_text(encoding="utf-8"))))


def test_there_are_settings_to_look_for() -> None:
    assert len(SETTINGS) > 20


@pytest.mark.parametrize("name", SETTINGS)
def test_the_readme_names_every_setting(name: str) -> None:
    assert f"`{name}`" in README


def test_the_readme_names_only_settings_that_exist() -> None:
    assert set(re.findall(r"CARELINE_[A-Z_]*[A-Z]", README)) <= set(SETTINGS)


def test_the_readme_names_every_command() -> None:
    groups = get_command(app).commands  # type: ignore[attr-defined]
    for name, command in groups.items():
        assert f"./careline {name}" in README
        for verb in getattr(command, "commands", {}):
            assert re.search(rf"careline {name} [\w|]*\b{verb}\b", README), f"{name} {verb}"


@pytest.mark.parametrize("path", re.findall(r"\]\((docs/[^)]+)\)", README))
def test_every_picture_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("target", re.findall(r"`?make ([a-z]+)`?", README))
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
