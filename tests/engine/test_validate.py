"""Rasa's validator on files that are not saved yet: what a change breaks is said, what was broken before is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.fingerprint import ROOT
from engine.validate import problems

DOMAIN = """version: "3.1"
intents: [support_clean, support_install]
responses:
  utter_clean: [{text: Rinse it.}]
  utter_install: [{text: Plug it in.}]
"""
NLU = """version: "3.1"
nlu:
- intent: support_clean
  examples: |
    - how do I clean it
    - it is dirty
- intent: support_install
  examples: |
    - where do I plug it in
    - set it up
"""
STORIES = """version: "3.1"
rules:
- rule: Cleaning
  steps: [{intent: support_clean}, {action: utter_clean}]
- rule: Installing
  steps: [{intent: support_install}, {action: utter_install}]
"""
FILE, RULES = "data/nlu/support/clean.yml", "data/stories/support/clean.yml"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    for path, text in (("domain.yml", DOMAIN), (FILE, NLU), (RULES, STORIES)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    shutil.copy(ROOT / "config.yml", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yml")}
    yield tmp_path
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yml")} == before


def test_a_sound_change_of_a_sound_project_is_fine(project: Path) -> None:
    assert problems(project, {}) == []
    assert problems(project, {FILE: NLU + "    - fresh words\n"}) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (FILE, NLU.replace("intent: support_clean", "intent: support_cleen"), "support_cleen"),
        (FILE, NLU.replace("set it up", "it is dirty"), "multiple different intents"),
        (FILE, NLU + "  broken: [yaml\n", "data/nlu/support/clean.yml"),
        (RULES, STORIES.replace("intent: support_clean", "intent: support_gone"), "support_gone"),
        (RULES, STORIES.replace("action: utter_clean", "action: action_gone"), "action_gone"),
        (RULES, STORIES.replace("intent: support_clean", "intint: support_clean"), "Key 'intint' was not defined"),
        ("domain.yml", DOMAIN.replace("support_clean, ", ""), "support_clean"),
        (FILE, None, "is not found in the NLU training data"),
    ],
)
def test_what_a_change_breaks_is_named(project: Path, path: str, text: str | None, said: str) -> None:
    found = problems(project, {path: text})
    assert any(said in one for one in found), found


def test_what_was_broken_before_does_not_stop_another_change(project: Path) -> None:
    broken = STORIES.replace("intent: support_install", "intent: support_gone")
    (project / RULES).write_text(broken)
    assert problems(project, {})
    assert problems(project, {FILE: NLU + "    - fresh words\n"}) == []
    assert problems(project, {RULES: STORIES}) == []
    (project / RULES).write_text(STORIES)


def test_a_project_without_a_config_of_its_own_is_checked_with_ours(project: Path) -> None:
    config = (project / "config.yml").read_bytes()
    (project / "config.yml").unlink()
    assert problems(project, {}) == []
    (project / "config.yml").write_bytes(config)
