"""Bad training files are named with file and line, before or by Rasa's own reading; a few examples are learnt."""

import re

import numpy as np
import pytest
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.loading import load_data

from engine import train
from engine.examples import ExamplesError, check_examples, problems_of, read_examples
from engine.fingerprint import ROOT
from engine.intents import IntentModel


def written(folder, **intents):
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in intents.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    file = folder / "some.yml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_examples_are_read_with_their_places(tmp_path):
    file = written(tmp_path, chat_greet=["hi", "hello [Ann](person)"], chat_thank=['["ta"]{"entity": "x"}'])
    found = [tuple(example) for example in read_examples(file, tmp_path)]
    assert found == [
        ("chat_greet", "hi", "some.yml:5"),
        ("chat_greet", "hello Ann", "some.yml:6"),
        ("chat_thank", '"ta"', "some.yml:9"),
    ]


def test_a_sentence_of_two_intents_is_refused(tmp_path):
    written(tmp_path, chat_greet=["hi", "hello"], chat_thank=["thanks", "Hi "])
    with pytest.raises(ExamplesError, match=r"some.yml:10: 'Hi' is an example of chat_thank here .* at some.yml:5"):
        check_examples(tmp_path, tmp_path)


def test_repeated_and_lonely_examples_are_told(tmp_path):
    written(tmp_path, chat_greet=["hi", "hello", "hi"], chat_thank=["thanks"])
    repeated, lonely = check_examples(tmp_path, tmp_path)
    assert repeated == "some.yml:7: 'hi' stands already at some.yml:5"
    assert lonely.startswith("some.yml:10: chat_thank has a single example")


@pytest.mark.parametrize("intents", [{}, {"chat_greet": ["hi", "hello"]}])
def test_one_intent_cannot_be_learnt(tmp_path, intents):
    written(tmp_path, **intents)
    with pytest.raises(ExamplesError, match=r":5: intents cannot be told apart|data/nlu: intents cannot"):
        check_examples(tmp_path, tmp_path)


def test_the_shipped_examples_are_right():
    files = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
    errors, warnings = problems_of(example for file in files for example in read_examples(file, ROOT))
    assert errors == [] and warnings == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('version: "3.1"\nnlu:\n- intent: a\n  examples: |\n   - b\n  - c: [\n', r"some.yml.*line: 6"),
        ('version: "3.1"\nnlu:\n- intent: a\n  exmples: |\n    - b\n', r"some.yml:3"),
    ],
)
def test_a_file_that_is_no_training_data_is_named(tmp_path, content, said):
    (tmp_path / "some.yml").write_text(content, encoding="utf-8")
    with pytest.raises(RasaException) as caught:
        load_data(str(tmp_path / "some.yml"))
    assert re.search(said, train.reason_of(caught.value), re.DOTALL)


def test_the_reason_is_what_happened_first():
    outer = RuntimeError("Error running graph component")
    outer.__cause__ = ExamplesError("data/nlu/some.yml:5: too few")
    assert train.reason_of(outer) == "data/nlu/some.yml:5: too few"


@pytest.mark.parametrize("counts", [(1, 1), (1, 5), (2, 3)])
def test_a_handful_of_examples_is_learnt(encoder, counts):
    texts = [f"where is my parcel {number}" for number in range(counts[0])]
    texts += [f"the coffee is cold {number}" for number in range(counts[1])]
    labels = ["service_track_order"] * counts[0] + ["support_troubleshoot"] * counts[1]
    vectors = encoder.encode_both(texts)
    verdict = IntentModel.learnt(texts, vectors, labels, encoder.encode_both).judge(texts[0], vectors[0])
    assert verdict.ranking[0][0] == "service_track_order"
    assert np.isfinite([chance for _, chance in verdict.ranking]).all() and 0 <= verdict.scope <= 1
