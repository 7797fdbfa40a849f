"""Held-out sentences measure something only as long as nobody trains on them: nothing in data/nlu may be near one.

A failure names the held-out sentence alone: change that one (or the example, if it was copied from here).
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HELDOUT = Path(__file__).parent / "heldout"
QUESTIONS = Path(__file__).parent / "heldout_questions.yml"
MARKUP = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # Rasa's [word](entity) and [word]{"entity": …}
FEWEST = 6
LONG = 5  # words; shorter sentences may only not be equal
NEAR = 0.88


def normalised(text: str) -> str:
    """The words alone: case, punctuation and apostrophes make no new sentence."""
    plain = MARKUP.sub(r"\1", text).lower().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", plain))


def heldout() -> list[tuple[str, str]]:
    files = sorted(HELDOUT.glob("*.yml"))
    return [
        (intent, sentence)
        for file in files
        for intent, sentences in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        for sentence in sentences
    ]


def trained() -> set[str]:
    found = set()
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu", []):
            if "intent" not in block:  # look-ups and synonyms are words, not sentences
                continue
            lines = block["examples"].splitlines() if isinstance(block["examples"], str) else block["examples"]
            for line in lines:
                text = line.get("text", "") if isinstance(line, dict) else line
                found.add(normalised(text.strip().removeprefix("- ")))
    return found - {""}


def similar(one: str, other: str) -> bool:
    """Whether only a few letters, or only the order of the words, differ."""
    mine, theirs = set(one.split()), set(other.split())
    if 2 * len(mine & theirs) < min(len(mine), len(theirs)):  # most pairs: spares the slow comparison
        return False
    orders = [(one, other), (" ".join(sorted(one.split())), " ".join(sorted(other.split())))]
    matches = [SequenceMatcher(None, left, right, autojunk=False) for left, right in orders]
    return any(match.real_quick_ratio() >= NEAR and match.ratio() >= NEAR for match in matches)


def copies(sentences: list[str], examples: set[str]) -> list[str]:
    found = []
    for sentence in sentences:
        plain = normalised(sentence)
        is_long = len(plain.split()) >= LONG
        if plain in examples or (is_long and any(similar(plain, example) for example in examples)):
            found.append(sentence)
    return found


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
    examples = trained()
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
    assert sum(several == [None] for several in named) >= 25
    assert len(questions) >= 110
