"""What the studio's editor writes, Rasa's own reader reads back."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
EDIT = """
import json, sys
from bot.domain.nlu_file import read
for line in sys.stdin:
    path, intent, old, new = json.loads(line)
    file = read(path, open(path, newline="").read())
    print(json.dumps(file.replace(intent, old, new).add(intent, new + " too").text))
"""
ODD = ["# is it: a comment?", "50% off [the duo](product), really", "'quoted' and \"both\"", "{not} a: map, 100€ – ok"]


@pytest.fixture(scope="module")
def edited() -> list[tuple[Path, str, str, str, str]]:
    """One random edit of every shipped file, made by the application's own Python."""
    chance = random.Random(7)
    wanted = []
    for path in SHIPPED:
        examples = RasaYAMLReader().reads(path.read_text(encoding="utf-8")).intent_examples
        one = chance.choice([example for example in examples if not example.get("entities")])
        wanted.append((path, one.get("intent"), one.get("text"), chance.choice(ODD)))
    lines = "".join(json.dumps([str(path), *rest]) + "\n" for path, *rest in wanted)
    done = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", EDIT], input=lines, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    texts = [json.loads(line) for line in done.stdout.splitlines()]
    return [(*each, text) for each, text in zip(wanted, texts, strict=True)]


def examples_in(text: str) -> list[tuple[str, str]]:
    return [(one.get("intent"), one.get("text")) for one in RasaYAMLReader().reads(text).intent_examples]


def test_rasa_reads_the_same_examples_but_for_the_edited_one(edited: list[tuple[Path, str, str, str, str]]) -> None:
    assert len(edited) > 20
    for path, intent, old, new, text in edited:
        said = new.replace("[the duo](product)", "the duo")
        before, after = examples_in(path.read_text(encoding="utf-8")), examples_in(text)
        kept = [one for one in before if one != (intent, old)]
        assert sorted(after) == sorted([*kept, (intent, said), (intent, said + " too")]), path.name
