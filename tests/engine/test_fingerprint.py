"""A model is current as long as nothing that makes it has changed."""

import json
import subprocess
import sys

from engine.fingerprint import ROOT, inputs_hash, program_hash
from engine.train import is_current, is_of_another_program, note_of, stays
from engine.weights import sha256_of


def project(folder):
    for name in ("config.yml", "domain.yml", "engine/intents.py", "engine/channel.py", "data/nlu/chat/smalltalk.yml",
                 "data/knowledge/articles/a.md", "data/knowledge/catalogue.yml",
                 "data/knowledge/unanswerable.yml", "data/mood/examples/calm.yml"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_the_hash_changes_with_everything_that_makes_a_model(tmp_path):
    before = inputs_hash(project(tmp_path))
    for name in ("config.yml", "engine/intents.py", "data/nlu/chat/smalltalk.yml", "data/knowledge/articles/a.md",
                 "data/knowledge/unanswerable.yml", "data/mood/examples/calm.yml"):  # fmt: skip
        (tmp_path / name).write_text("changed")
        assert inputs_hash(tmp_path) != before
        (tmp_path / name).write_text(name)
    assert inputs_hash(tmp_path) == before


def test_a_moved_example_and_what_only_serves_are_told_apart(tmp_path):
    before = inputs_hash(project(tmp_path))
    (tmp_path / "engine" / "channel.py").write_text("changed")
    assert inputs_hash(tmp_path) == before
    (tmp_path / "data/nlu/chat/smalltalk.yml").rename(tmp_path / "data/nlu/chat/other.yml")
    assert inputs_hash(tmp_path) != before


def test_a_model_is_current_only_with_its_own_note(tmp_path):
    root = project(tmp_path)
    archive = tmp_path / "live.tar.gz"
    assert not is_current(archive, root)
    archive.write_bytes(b"a model")
    note_of(archive).write_text(json.dumps({"inputs": inputs_hash(root), "archive": sha256_of(archive)}))
    assert is_current(archive, root)
    archive.write_bytes(b"another model")
    assert not is_current(archive, root)


def test_what_a_trainer_put_live_stays_while_only_the_data_changes(tmp_path):
    root = project(tmp_path)
    archive = tmp_path / "live.tar.gz"
    archive.write_bytes(b"a model")
    made = {"inputs": inputs_hash(root), "program": program_hash(root), "archive": sha256_of(archive)}
    note_of(archive).write_text(json.dumps(made))
    (root / "data/nlu/chat/smalltalk.yml").write_text("changed")
    assert not stays(archive, root)
    note_of(archive).write_text(json.dumps({**made, "promoted_at": "2026-11-18T11:00:00+00:00"}))
    assert stays(archive, root) and not is_current(archive, root)
    (root / "engine/intents.py").write_text("another version")
    assert not stays(archive, root)
    archive.write_bytes(b"torn")
    assert not stays(archive, root)


def test_a_model_of_another_program_is_known(tmp_path):
    root = project(tmp_path)
    archive = tmp_path / "live.tar.gz"
    assert not is_of_another_program(archive, root)
    note_of(archive).write_text(json.dumps({"program": program_hash(root)}))
    assert not is_of_another_program(archive, root)
    (root / "engine/intents.py").write_text("another version")
    assert is_of_another_program(archive, root)


def test_the_check_needs_no_rasa(tmp_path):
    """The supervisor asks often; importing Rasa would take ten seconds each time."""
    program = (
        "import sys, engine.train as t; from pathlib import Path;"
        f"print(t.is_current(Path({str(tmp_path / 'none.tar.gz')!r})), 'rasa' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
