"""Held-out sentences measure something only as long as nobody trains on them: nothing in data/nlu may be near one.

A failure names the held-out sentence alone: change that one (or the example, if it was copied from here).
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.engine.copies import ROOT, copies, nlu_examples, normalised

HELDOUT = Path(__file__).parent / "heldout"
QUESTIONS = Path(__file__).parent / "heldout_questions.yml"
FEWEST = 6


def heldout() -> list[tuple[str, str]]:
    files = sorted(HELDOUT.glob("*.yml"))
    return [
        (intent, sentence)
        for file in files
        for intent, sentences in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        for sentence in sentences
    ]


@pytest.mark.parametrize(
    ("example", "found"),
    [
        ("- Where is my [parcel](item) now, please?", True),
        ("- where is my parcel nowe please", True),
        ("- now please where is my parcel", True),
        ("- is there a parcel shop near me now", False),
    ],
)
def test_a_copy_is_noticed_in_spite_of_markup_typos_and_order(example: str, found: bool) -> None:
    examples = {normalised(example.removeprefix("- "))}
    assert bool(copies(["Where is my parcel now please"], examples)) is found


def test_no_heldout_sentence_is_a_training_example() -> None:
    examples = nlu_examples()
    enough = len(examples) > 500
    assert enough, "the training examples were not read"
    found = copies([sentence for _, sentence in heldout()], examples)
    assert not found, "\n".join(found)  # never the examples: who writes held-out sentences must not see them


def test_no_heldout_sentence_stands_twice() -> None:
    counts = Counter(normalised(sentence) for _, sentence in heldout())
    assert not [sentence for sentence, count in counts.items() if count > 1]


def test_every_intent_has_heldout_sentences_in_the_file_of_its_lane() -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    names = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in intents} - {"nlu_fallback"}
    counts = Counter(intent for intent, _ in heldout())
    assert not {name: counts[name] for name in names if counts[name] < FEWEST}
    assert set(counts) <= names
    for file in HELDOUT.glob("*.yml"):
        lanes = {intent.split("_")[0] for intent in yaml.safe_load(file.read_text(encoding="utf-8"))}
        assert lanes == {file.stem}


def test_questions_name_existing_articles() -> None:
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    articles = {file.stem for file in (ROOT / "data" / "knowledge" / "articles").glob("*.md")}
    named = [one["article"] if isinstance(one["article"], list) else [one["article"]] for one in questions]
    wanted = {article for several in named for article in several if article is not None}
    assert not wanted - articles
    assert sum(several == [None] for several in named) >= 55
    assert len(questions) >= 230
    asked = Counter(article for several in named for article in several)
    assert not {article for article in articles if asked[article] < 2}


def test_no_held_out_question_is_taught_as_unanswerable() -> None:
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    taught = yaml.safe_load((ROOT / "data" / "knowledge" / "unanswerable.yml").read_text(encoding="utf-8"))
    found = copies([one["question"] for one in questions], {normalised(question) for question in taught})
    assert not found, "\n".join(found)


def test_no_question_stands_twice() -> None:
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    counts = Counter(normalised(one["question"]) for one in questions)
    assert not [question for question, count in counts.items() if count > 1]
