"""What a run says about itself, and how it ends when it cannot be carried out."""

import json

import pytest

from engine import prove, train
from engine.examples import ExamplesError


def said(capsys, kind):
    lines = capsys.readouterr().out.splitlines()
    return [json.loads(line.partition(" ")[2]) for line in lines if line.startswith(f"@{kind} ")]


def test_a_step_is_told_when_it_begins_and_when_it_has_come_further(capsys):
    step = prove.Steps()
    step.component("SchemaValidator")
    step.component("KernelIntentClassifier")
    step.component("KernelIntentClassifier")
    for done in (0.0, 0.01, 0.5, 0.51):
        step("candidate", done)
    told = [(one["name"], one["done"]) for one in said(capsys, "step")]
    assert told == [("preparing", 0), ("intents", 0), ("candidate", 0), ("candidate", 0.5)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ExamplesError("data/nlu/a.yml:3: twice"), "data"),
        (train.TrainingError("a story that contradicts"), "data"),
        (OSError(28, "No space left on device"), "disk"),
    ],
)
def test_what_stops_a_run_is_said_in_one_line(monkeypatch, capsys, tmp_path, error, code):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(train, "train", fail)
    monkeypatch.setattr("sys.argv", ["prove", "--out", str(tmp_path / "a.tar.gz"), "--report", str(tmp_path / "r")])
    assert prove.main() == 1
    (failed,) = said(capsys, "failed")
    assert failed["code"] == code
    assert str(error) in failed["message"]
    assert not list(tmp_path.iterdir())
