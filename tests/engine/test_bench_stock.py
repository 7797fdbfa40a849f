"""The benchmarks against stock Rasa: what stock is, how a command is timed or ended, what both learn from when the
examples grow, and what stock's actions do.
"""

import json
import sys
import urllib.request

import pytest
import yaml

from bench import growth, stock_talks
from bench import stock as bench
from engine.examples import check_examples


def test_stock_is_what_rasa_fills_in_for_a_new_project():
    config = yaml.safe_load(bench.stock_config(100))
    names = {part["name"]: part.get("epochs") for part in config["pipeline"] + config["policies"]}
    assert names["DIETClassifier"] == names["TEDPolicy"] == 100 and "FallbackClassifier" in names
    assert yaml.safe_load(bench.stock_config(2))["pipeline"][5] == {**config["pipeline"][5], "epochs": 2}


def test_a_command_is_timed(tmp_path):
    took = bench.run([sys.executable, "-c", "sum(range(3_000_000))"], tmp_path, 60)
    assert took["wall"] > 0 and took["processor"] > 0


def test_a_command_that_takes_too_long_is_ended(tmp_path):
    assert bench.run([sys.executable, "-c", "import signal; signal.pause()"], tmp_path, 0.2) is None


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(SystemExit, match="no such luck"):
        bench.run([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path, 60)


def test_a_training_that_was_ended_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "KEPT", tmp_path)
    monkeypatch.setattr(bench, "run", lambda *_: None)
    folder, took = bench.train_stock(100, 0.5)
    assert took["ended_after"] == 30 and (folder / "data" / "nlu").is_dir() and (folder / "domain.yml").is_file()
    monkeypatch.setattr(bench, "run", lambda *_: pytest.fail("trained again"))
    assert bench.train_stock(100, 0.5) == (folder, took)


def test_every_custom_action_gets_the_same_short_answer():
    with stock_talks.actions() as url:
        for action in ("action_greet", "action_track_order"):
            request = urllib.request.Request(url, json.dumps({"next_action": action}).encode())
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert json.load(answer) == {"events": [], "responses": [{"text": "Here you are."}]}


def test_grown_examples_are_as_many_as_they_say_and_can_be_learnt(tmp_path):
    growth.lay_out(tmp_path)
    once, thrice = growth.grow(tmp_path, 1), growth.grow(tmp_path, 3)
    assert 2.9 * once < thrice <= 3 * once
    check_examples(tmp_path, tmp_path / "data" / "nlu")  # which refuses a sentence under two intents


def test_a_training_that_was_ended_is_printed_as_longer(tmp_path, capsys):
    growth.measure("stock", [sys.executable, "-c", "import signal; signal.pause()"], tmp_path, 0.001, times=5)
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "longer than" in line["figure"] and line["value"] == 0.06 and line["times"] == 5
