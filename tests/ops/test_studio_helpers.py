"""The studio's real helpers on the shipped project: Rasa's validator, and the likeness of its examples."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.adapters.helper import HelperProcess, studio_helper
from bot.settings import ROOT, load

FILE = "data/nlu/support/disposal.yml"


@pytest.fixture
def helper(request: pytest.FixtureRequest) -> Iterator[HelperProcess]:
    process = studio_helper(request.param, replace(load({}), project_dir=ROOT))
    yield process
    process.close()


@pytest.mark.parametrize("helper", ["rasa"], indirect=True)
def test_rasa_finds_nothing_in_what_is_shipped_and_something_in_a_broken_change(helper: HelperProcess) -> None:
    assert helper.ask("validate", edits={}) == []
    text = (ROOT / FILE).read_text()
    assert helper.ask("validate", edits={FILE: text.rstrip("\n") + "\n    - where does a cracked carafe go\n"}) == []
    (said, *_) = helper.ask("validate", edits={FILE: text.replace("support_dispose", "support_throw_away")})
    assert "support_" in said


@pytest.mark.parametrize("helper", ["examples"], indirect=True)
def test_sentences_are_compared_by_what_they_mean(helper: HelperProcess) -> None:
    near = helper.ask("nearest", text="can I chuck the broken brewer in the trash")
    assert "support_dispose" in [one["intent"] for one in near[:3]]
    found = helper.ask("health")
    assert found["examples"] > 5000
    assert all(one["nearest"]["intent"] != one["intent"] for one in found["nearer"])
