"""Every sentence that the gateway says exists, and can be filled in."""

import re
from pathlib import Path

import pytest

from bot.services.texts import TextsError, load
from bot.settings import ROOT


def test_every_key_that_the_code_says_exists_and_none_is_left_over() -> None:
    sentences = set(load().sentences)
    code = "\n".join(path.read_text() for path in (ROOT / "bot" / "services").rglob("*.py"))
    computed = {key for key in sentences if re.match(r"(queued|score)_", key)}
    assert sentences - computed <= set(re.findall(r'"([a-z_0-9]+)"', code))
    said = re.findall(r'(?:house\.texts|[^.]\btexts|notice)\((?:session, house, conversation, )?"([a-z_0-9]+)"', code)
    assert len(said) > 20
    assert set(said) <= sentences


def test_a_file_without_the_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("widget: {}\n")
    with pytest.raises(TextsError):
        load(tmp_path / "en.yml")
