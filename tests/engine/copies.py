"""Finds sentences of a frozen test set that stand, nearly word for word, among what the components are trained on."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

ROOT = Path(__file__).parents[2]
MARKUP = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # Rasa's [word](entity) and [word]{"entity": …}
LONG = 5  # words; shorter sentences may only not be equal
NEAR = 88  # of 100 letters


def normalised(text: str) -> str:
    """The words alone: case, punctuation and apostrophes make no new sentence."""
    plain = MARKUP.sub(r"\1", text).lower().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", plain))


def nlu_pairs(folder: Path = ROOT / "data" / "nlu") -> list[tuple[str, str]]:
    """(intent, sentence as written) for every example in the folder's files."""
    found = []
    for file in sorted(folder.rglob("*.yml")):
        for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu", []):
            if "intent" not in block:  # look-ups and synonyms are words, not sentences
                continue
            lines = block["examples"].splitlines() if isinstance(block["examples"], str) else block["examples"]
            for line in lines:
                text = line.get("text", "") if isinstance(line, dict) else line
                found.append((block["intent"], text.strip().removeprefix("- ").strip()))
    return found


def nlu_examples() -> set[str]:
    """The examples of every intent under data/nlu, normalised."""
    return {normalised(sentence) for _, sentence in nlu_pairs()} - {""}


def mood_examples() -> set[str]:
    """Every string under data/mood/examples, however the files are built, whole and line by line, normalised."""
    found = set()
    for file in sorted((ROOT / "data" / "mood" / "examples").rglob("*.yml")):
        for text in strings(yaml.safe_load(file.read_text(encoding="utf-8"))):
            found.update(normalised(one) for one in (text, *text.splitlines()))
    return found - {""}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def is_near(plain: str, examples: set[str]) -> bool:
    """Whether only a few letters, or only the order of the words, differ from one of the examples."""
    scorers = (fuzz.ratio, fuzz.token_sort_ratio)
    return any(process.extractOne(plain, examples, scorer=scorer, score_cutoff=NEAR) for scorer in scorers)


def copies(sentences: list[str], examples: set[str]) -> list[str]:
    """Those of the sentences that are, or nearly are, one of the normalised examples."""
    found = []
    for sentence in sentences:
        plain = normalised(sentence)
        is_long = len(plain.split()) >= LONG
        if plain in examples or (is_long and is_near(plain, examples)):
            found.append(sentence)
    return found
