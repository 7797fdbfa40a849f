"""Reading the training data once gives what Rasa's own reading gives, and leaves nothing behind."""

import json

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message

from engine import reading
from engine.fingerprint import ROOT


def everything():
    paths = [str(ROOT / "data" / "nlu"), str(ROOT / "data" / "stories")]
    importer = TrainingDataImporter.load_from_config(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), paths)
    nlu = importer.get_nlu_data(language="en")
    examples = [json.dumps(message.data, sort_keys=True, default=str) for message in nlu.training_examples]
    stories = [step.as_story_string() for step in importer.get_stories().story_steps]
    return examples, stories, importer.get_domain().as_dict(), nlu.entity_synonyms


def test_the_same_is_read():
    expected = everything()
    with reading.once():
        assert everything() == expected
    assert len(expected[0]) > 1_000 and expected[1]


def test_a_repeated_example_is_read_once(tmp_path):
    one, two = tmp_path / "one.yml", tmp_path / "two.yml"
    one.write_text('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hi\n    - hi\n    - hello\n')
    two.write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hi\n- intent: part\n  examples: |\n    - hi\n'
    )
    with reading.once():
        data = loading.load_data(str(tmp_path))
    pairs = [(message.get("text"), message.get("intent")) for message in data.training_examples]
    assert sorted(pairs) == [("hello", "greet"), ("hi", "greet"), ("hi", "part")]


def test_nothing_is_left_behind():
    before = (Message.__hash__, loading._load)
    with reading.once():
        assert (Message.__hash__, loading._load) != before
    assert (Message.__hash__, loading._load) == before
