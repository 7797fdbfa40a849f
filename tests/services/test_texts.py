"""Every sentence that the gateway says exists, and can be filled in."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.api.words import widget_texts
from bot.domain import house_rules, problems
from bot.services.texts import FILE, TextsError, load
from bot.settings import ROOT


def test_every_key_that_the_code_says_exists_and_none_is_left_over() -> None:
    sentences = set(load().sentences)
    code = "\n".join(path.read_text() for path in (ROOT / "bot" / "services").rglob("*.py"))
    computed = {key for key in sentences if re.match(r"(queued|score|recommend)_", key)}
    assert sentences - computed <= set(re.findall(r'"([a-z_0-9]+)"', code))
    said = re.findall(r'(?:house\.texts|[^.]\btexts|notice)\((?:session, house, conversation, )?"([a-z_0-9]+)"', code)
    assert len(said) > 20
    assert set(said) <= sentences


ENGLISH = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
CATALOGUES = sorted(file for file in FILE.parent.glob("??.yml") if file != FILE)


def _shape(text: Any) -> Any:
    """What must be the same in every language: keys, plural forms, how many there are, what is filled in."""
    match text:
        case dict():
            return {key: _shape(value) for key, value in text.items()}
        case list():
            return [_shape(value) for value in text]
        case _:
            return sorted(re.findall(r"\{\w+\}", str(text)))


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_every_language_says_the_same_things(file: Path) -> None:
    sections = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    assert set(sections) <= set(ENGLISH)
    for name, texts in sections.items():
        assert _shape(texts) == _shape(ENGLISH[name]), name


def test_the_widget_speaks_german_too() -> None:
    assert "de" in {file.stem for file in CATALOGUES}
    assert "de" in load().others
    assert widget_texts("fr-CA,de-AT,en")[0] == "de"
    assert widget_texts("../en,,x" * 50)[0] == "en"


def test_a_file_without_the_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("widget: {}\n")
    with pytest.raises(TextsError):
        load(tmp_path / "en.yml")


def test_the_admin_page_has_words_for_every_rule_mistake_and_change() -> None:
    said = set(ENGLISH["admin"])
    code = "\n".join(
        path.read_text() for folder in ("api", "services") for path in (ROOT / "bot" / folder).glob("*.py")
    )
    noted = re.findall(r'(?:admin\.id|staff_id|by|conversation), "([a-z]+_[a-z_]+)"', code)
    noted = {action for action in noted if re.match(r"(staff|team|canned|password|personal|label|visitor)_", action)}
    assert {"team_changed", "canned_removed", "staff_added", "personal_data_viewed"} <= noted
    assert {f"did_{action}" for action in noted} <= said
    assert {f"problem_{problem}" for problem in problems.WORDS} <= said
    assert {f"rule_{field}" for fields in house_rules.GROUPS.values() for field in fields} <= said
    assert {f"group_{name}" for name in house_rules.GROUPS} | {f"about_{name}" for name in house_rules.GROUPS} <= said
