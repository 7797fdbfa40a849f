"""The examples and the lexicon of moods, read from data/mood at training; what is wrong is named by file and line."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.fingerprint import ROOT

FOLDER = ROOT / "data" / "mood"
MOODS = ("calm", "pleased", "worried", "annoyed", "angry")
FEWEST = 5  # examples of a mood: with fewer, cross-validation has nothing to choose a threshold from


class MoodDataError(ValueError):
    """The moods cannot be learnt; the message says where and why."""


@dataclass(frozen=True)
class Pattern:
    mood: str
    weight: float
    pattern: str


@dataclass(frozen=True)
class Lexicon:
    """`words`: phrase -> (mood, weight); a phrase that ends in "*" stands for all words that begin so."""

    words: dict[str, tuple[str, float]]
    patterns: tuple[Pattern, ...]
    stronger: frozenset[str]
    weaker: frozenset[str]
    negations: frozenset[str]
    trouble: frozenset[str]

    def plain(self) -> dict[str, Any]:
        """JSON, for the model's archive."""
        return {
            "words": [[phrase, mood, weight] for phrase, (mood, weight) in self.words.items()],
            "patterns": [asdict(pattern) for pattern in self.patterns],
            **{name: sorted(getattr(self, name)) for name in LISTS},
        }

    @classmethod
    def restored(cls, plain: dict[str, Any]) -> "Lexicon":
        return cls(
            {phrase: (mood, weight) for phrase, mood, weight in plain["words"]},
            tuple(Pattern(**pattern) for pattern in plain["patterns"]),
            *(frozenset(plain[name]) for name in LISTS),
        )


LISTS = ("stronger", "weaker", "negations", "trouble")


def read_examples(folder: Path = FOLDER / "examples") -> list[tuple[str, str]]:
    """(sentence, mood) from files of the form `mood: [sentences]`; MoodDataError."""
    seen: dict[str, str] = {}
    pairs = []
    for file in sorted(folder.glob("*.yml")):
        for key, value in _pairs(file, _tree(file)):
            mood = _mood(file, key)
            for node in _items(file, value):
                text = _text(file, node)
                if not text:
                    raise MoodDataError(f"{_at(file, node)}: an example without text")
                same = " ".join(text.split())
                if same in seen:
                    raise MoodDataError(f"{_at(file, node)}: {text!r} stands at {seen[same]} already")
                seen[same] = _at(file, node)
                pairs.append((text, mood))
    for mood in MOODS:
        count = sum(label == mood for _, label in pairs)
        if count < FEWEST:
            raise MoodDataError(f"{folder}: {count} examples of {mood}, at least {FEWEST} are needed")
    return pairs


def read_lexicon(file: Path = FOLDER / "lexicon.yml") -> Lexicon:
    """MoodDataError for an unknown section or mood, a weight outside 0 to 1, a phrase given twice, a broken pattern."""
    words: dict[str, tuple[str, float]] = {}
    patterns: list[Pattern] = []
    lists: dict[str, frozenset[str]] = dict.fromkeys(LISTS, frozenset())
    for key, value in _pairs(file, _tree(file)):
        section = _text(file, key)
        if section == "words":
            for mood_key, by_weight in _pairs(file, value):
                mood = _mood(file, mood_key)
                for weight_key, phrases in _pairs(file, by_weight):
                    weight = _weight(file, weight_key)
                    for node in _items(file, phrases):
                        phrase = _text(file, node).lower()
                        if phrase in words:
                            raise MoodDataError(f"{_at(file, node)}: {phrase!r} is there already")
                        words[phrase] = (mood, weight)
        elif section == "patterns":
            patterns += [_pattern(file, node) for node in _items(file, value)]
        elif section in LISTS:
            lists[section] = frozenset(_text(file, node).lower() for node in _items(file, value))
        else:
            raise MoodDataError(f"{_at(file, key)}: {section!r} is none of words, patterns, {', '.join(LISTS)}")
    return Lexicon(words, tuple(patterns), *(lists[name] for name in LISTS))


def _tree(file: Path) -> Node:
    """YAML as nodes, because those know their line."""
    try:
        tree = YAML().compose(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise MoodDataError(f"{file}: {error}") from error
    if tree is None:
        raise MoodDataError(f"{file}: it is empty")
    return tree


def _at(file: Path, node: Node) -> str:
    return f"{file}:{node.start_mark.line + 1}"


def _pairs(file: Path, node: Node) -> Iterator[tuple[Node, Node]]:
    if not isinstance(node, MappingNode):
        raise MoodDataError(f"{_at(file, node)}: a mapping is expected here")
    yield from node.value


def _items(file: Path, node: Node) -> list[Node]:
    if not isinstance(node, SequenceNode):
        raise MoodDataError(f"{_at(file, node)}: a list is expected here")
    return list(node.value)


def _text(file: Path, node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise MoodDataError(f"{_at(file, node)}: a text is expected here")
    return str(node.value).strip()


def _mood(file: Path, node: Node) -> str:
    mood = _text(file, node)
    if mood not in MOODS:
        raise MoodDataError(f"{_at(file, node)}: {mood!r} is no mood ({', '.join(MOODS)})")
    return mood


def _weight(file: Path, node: Node) -> float:
    try:
        weight = float(_text(file, node))
    except ValueError:
        weight = -1.0
    if not 0.0 < weight <= 1.0:
        raise MoodDataError(f"{_at(file, node)}: a weight above 0 and up to 1 is expected here")
    return weight


def _pattern(file: Path, node: Node) -> Pattern:
    fields = {_text(file, key): value for key, value in _pairs(file, node)}
    if set(fields) != {"mood", "weight", "pattern"}:
        raise MoodDataError(f"{_at(file, node)}: a pattern has mood, weight and pattern")
    expression = _text(file, fields["pattern"])
    try:
        re.compile(expression)
    except re.error as error:
        raise MoodDataError(f"{_at(file, fields['pattern'])}: {error}") from error
    return Pattern(_mood(file, fields["mood"]), _weight(file, fields["weight"]), expression)
