"""The manual for replacing the company names every field that the files may have."""

import re

import pytest
from ruamel.yaml import YAML

from bot.services.company_files.catalogue import COMPUTED, STATES
from bot.settings import ROOT
from tests.company import FOLDER

MANUAL = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
# Names that the company chooses itself.
OWN = {"forms", "tastes", "flavours", "facts", "wording"}


def fields(data: object, own: bool = False) -> set[str]:
    if isinstance(data, list):
        return set().union(*(fields(item) for item in data))
    if not isinstance(data, dict):
        return set()
    below = set().union(*(fields(value, key in OWN) for key, value in data.items()))
    return below if own else below | {str(key) for key in data}


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yml")))
def test_every_field_is_explained(file: str) -> None:
    data = YAML(typ="safe").load((FOLDER / file).read_text(encoding="utf-8"))
    words = set(re.findall(r"\w+", MANUAL))
    weekdays = {"tuesday", "wednesday", "thursday", "friday", "saturday"}
    assert not fields(data) - words - weekdays


def test_every_state_and_computed_fact_is_explained() -> None:
    assert not {*STATES, *COMPUTED} - set(re.findall(r"\w+", MANUAL))
