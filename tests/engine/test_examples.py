"""The examples teach one thing each: enough of them, balanced, none twice, none that two intents claim."""

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from tests.engine.copies import MARKUP, ROOT, nlu_pairs, normalised

FOLDER = ROOT / "data" / "nlu"
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
FEWEST = 40
MOST = 3  # times the median
NEAR = 90  # of 100 letters
BLOCK = 500
ENTITY = re.compile(r"\]\((\w+)|\"entity\": \"(\w+)\"")

Pair = tuple[str, str]  # intent, sentence


def names(entries: list) -> set[str]:
    return {next(iter(entry)) if isinstance(entry, dict) else entry for entry in entries}


def told_apart_by_nothing(pairs: list[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Pairs of different intents whose words are the same but for a tenth of the letters."""
    entries = sorted(((normalised(pair[1]) or pair[1], pair) for pair in pairs), key=lambda entry: len(entry[0]))
    plain = [text for text, _ in entries]
    lengths = [len(text) for text in plain]
    for start in range(0, len(plain), BLOCK):
        stop = min(start + BLOCK, len(plain))
        # 2 * short / (short + long) is the highest score that two lengths allow.
        end = int(np.searchsorted(lengths, lengths[stop - 1] * (200 - NEAR) / NEAR, side="right"))
        scores = process.cdist(plain[start:stop], plain[start:end], score_cutoff=NEAR, scorer=fuzz.ratio)
        for row, column in zip(*np.nonzero(scores), strict=True):
            one, other = entries[start + row][1], entries[start + column][1]
            if row < column and one[0] != other[0]:
                yield one, other


def test_every_intent_has_enough_examples_and_none_drowns_the_others() -> None:
    counts = Counter(intent for intent, _ in nlu_pairs())
    assert set(counts) == names(DOMAIN["intents"]) - {"nlu_fallback"}
    assert not {intent: count for intent, count in counts.items() if count < FEWEST}
    assert not {intent: count for intent, count in counts.items() if count > MOST * median(counts.values())}


def test_no_example_stands_twice() -> None:
    counts = Counter(normalised(sentence) or sentence for _, sentence in nlu_pairs())
    assert not [sentence for sentence, count in counts.items() if count > 1]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("i want to change my order", "I want to cancel my order!", True),
        ("where's my [duo](product)", "wheres my duo", True),
        ("it works now", "it never worked", False),
        ("👍", "👎", False),
    ],
)
def test_a_copy_under_another_intent_is_noticed(one: str, other: str, found: bool) -> None:
    assert bool(list(told_apart_by_nothing([("a", one), ("b", other)]))) is found
    assert not list(told_apart_by_nothing([("a", one), ("a", other)]))


def test_no_two_intents_claim_the_same_words() -> None:
    found = [f"{one}: {said} | {other}: {too}" for (one, said), (other, too) in told_apart_by_nothing(nlu_pairs())]
    assert not found, "\n".join(found)


def test_every_annotation_is_closed_and_names_an_entity() -> None:
    for _, sentence in nlu_pairs():
        rest = MARKUP.sub("", sentence)
        assert "[" not in rest and "](" not in rest and "]{" not in rest, sentence
        entities = {bare or quoted for bare, quoted in ENTITY.findall(sentence)}
        assert entities <= names(DOMAIN["entities"]), sentence


def test_every_file_says_what_its_intents_mean() -> None:
    for file in FOLDER.rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        told = set(re.findall(r"^# (\w+): ", text.split("\nnlu:")[0], re.MULTILINE))
        assert told == {block["intent"] for block in yaml.safe_load(text)["nlu"]}, file.name
