"""The examples of all intents: read from the files, checked, and edited one line at a time."""

import heapq
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median
from typing import Any

from ruamel.yaml import YAML

from bot.domain.doubts import overlap, parts_of
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.examples import MARKED, Taught, checked, normal, plain, repeated
from bot.domain.lanes import lane_of
from bot.domain.nlu_file import NluFile, read
from bot.domain.patches import FileEdit
from bot.domain.ports import Files
from bot.domain.standins import foreign
from bot.domain.understanding import Understanding
from bot.services.studio_views import IntentDetail, IntentHealth, NearExample

FEWEST, MOST_TIMES = 40, 3
"""As `tests/engine/test_examples.py` asks: at least so many, at most so many times the median."""


@dataclass(frozen=True)
class Examples:
    """All of `data/nlu` as it is now, and what `domain.yml` knows."""

    files: dict[str, NluFile]
    intents: tuple[str, ...]
    entities: frozenset[str]
    actions: frozenset[str]
    titles: dict[str, str]

    @cached_property
    def all(self) -> list[Taught]:
        return [
            Taught(block.intent, example.text, file.path, example.line)
            for file in self.files.values()
            for block in file.blocks
            for example in block.examples
        ]

    def of(self, intent: str) -> list[Taught]:
        return [one for one in self.all if one.intent == intent]

    def home(self, intent: str) -> NluFile:
        """The file whose examples of this intent are extended."""
        if intent not in self.intents:
            raise InvalidInput(f"domain.yml has no intent {intent}.", field="intent", intent=intent)
        found = next((file for file in self.files.values() for block in file.blocks if block.intent == intent), None)
        if found is None:
            raise InvalidInput(f"No file in data/nlu has examples of {intent}.", field="intent", intent=intent)
        return found


def load(project: Files) -> Examples:
    known = _domain(project.read("domain.yml"))
    paths = project.paths("data/nlu", ".yml")
    files = {path: read(path, project.read(path)) for path in paths}
    return Examples(files, known.intents, known.entities, known.actions, _titles(project.read("data/texts/titles.yml")))


def names(project: Files) -> tuple[tuple[str, ...], dict[str, str]]:
    """Of all intents, and what customers read for some of them."""
    return _domain(project.read("domain.yml")).intents, _titles(project.read("data/texts/titles.yml"))


@dataclass(frozen=True)
class _Known:
    intents: tuple[str, ...]
    entities: frozenset[str]
    actions: frozenset[str]


@lru_cache(maxsize=4)
def _domain(text: str) -> _Known:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    actions = {*map(_name, loaded.get("actions") or []), *(loaded.get("responses") or {}), *(loaded.get("forms") or {})}
    return _Known(tuple(map(_name, loaded["intents"])), frozenset(map(_name, loaded["entities"])), frozenset(actions))


@lru_cache(maxsize=4)
def _titles(text: str) -> dict[str, str]:
    titles: dict[str, str] = YAML(typ="safe", pure=True).load(text)["intents"]
    return titles


def _name(entry: Any) -> str:
    return str(next(iter(entry)) if isinstance(entry, dict) else entry)


def fit(examples: Examples, raw: str, intent: str, understood: Understanding, instead_of: Taught | None = None) -> str:
    """The text as it may be saved; InvalidInput or Conflict say why not. `understood` is the parse of `plain(raw)`."""
    examples.home(intent)
    text = harmless(examples, raw, understood)
    twin = repeated(text, (one for one in examples.all if one != instead_of))
    if twin is not None:
        raise Conflict(f"This is already an example of {twin.intent}, at {twin.place}.", file=twin.file, line=twin.line)
    return text


def harmless(examples: Examples, raw: str, understood: Understanding) -> str:
    """Well written, and nobody's personal data."""
    text = checked(raw, examples.entities)
    if understood.masked is None:
        raise InvalidInput("Nobody could look for personal data in this text, so it is not saved.", field="text")
    said = plain(text)
    places = [(place["start"], place["end"]) for place in understood.personal]
    if left := foreign(said, places, [one.text for one in examples.all]):
        shown = ", ".join(repr(said[start:end]) for start, end in left)
        raise InvalidInput(f"{shown} looks personal. Please write something made-up instead.", field="text")
    return text


def added(examples: Examples, intent: str, text: str) -> FileEdit:
    file = examples.home(intent)
    return FileEdit(file.path, file.text, file.add(intent, text).text)


def replaced(examples: Examples, old: Taught, text: str) -> FileEdit:
    file = examples.files[old.file]
    return FileEdit(file.path, file.text, file.replace(old.intent, old.text, text).text)


def removed(examples: Examples, old: Taught) -> FileEdit:
    file = examples.files[old.file]
    return FileEdit(file.path, file.text, file.remove(old.intent, old.text).text)


def moved(examples: Examples, old: Taught, intent: str) -> list[FileEdit]:
    """To another intent; both may stand in one file."""
    source, target = examples.files[old.file], examples.home(intent)
    less = source.remove(old.intent, old.text)
    if source.path == target.path:
        return [FileEdit(source.path, source.text, less.add(intent, old.text).text)]
    return [
        FileEdit(source.path, source.text, less.text),
        FileEdit(target.path, target.text, target.add(intent, old.text).text),
    ]


def find(examples: Examples, intent: str, text: str) -> Taught:
    found = next((one for one in examples.all if one.intent == intent and one.text == text), None)
    if found is None:
        raise Conflict(f"{intent} has no example {text!r} any more; somebody changed it meanwhile.", text=text)
    return found


def nearest(examples: Examples, text: str, most: int = 5) -> list[NearExample]:
    """The examples that share most letters with a sentence: what the bot learnt that looks like it."""
    wanted = parts_of(plain(text))
    found = [(overlap(wanted, _parts(one.text)), one) for one in examples.all]
    best = heapq.nlargest(most, ((share, -place) for place, (share, _) in enumerate(found) if share > 0))
    near = [found[-place] for _, place in best]
    return [{"text": plain(one.text), "intent": one.intent, "alike": round(share, 3)} for share, one in near]


@lru_cache(maxsize=20_000)
def _parts(text: str) -> frozenset[str]:
    return parts_of(plain(text))


def intents_view(examples: Examples) -> list[IntentHealth]:
    counts = Counter(one.intent for one in examples.all)
    usual = median(counts.values()) if counts else 0
    claimed = _claimed(examples)
    found: list[IntentHealth] = []
    for name in examples.intents:
        problems = []
        if counts[name] < FEWEST:
            problems.append("too_few")
        if counts[name] > MOST_TIMES * usual:
            problems.append("too_many")
        problems += sorted(claimed.get(name, set()))
        found.append(
            {
                "name": name,
                "lane": lane_of(name),
                "title": examples.titles.get(name),
                "description": _description(examples, name),
                "count": counts[name],
                "problems": problems,
            }
        )
    return found


def intent_view(examples: Examples, intent: str) -> IntentDetail:
    found = next((one for one in intents_view(examples) if one["name"] == intent), None)
    if found is None:
        raise NotFound("There is no such intent.", intent=intent)
    own: list[Any] = [{"text": one.text, "file": one.file, "line": one.line} for one in examples.of(intent)]
    return {**found, "examples": own}


def _claimed(examples: Examples) -> dict[str, set[str]]:
    """Sentences that stand twice, and words that are marked as different things, by intent."""
    found: dict[str, set[str]] = {}
    first: dict[str, Taught] = {}
    marks: dict[str, tuple[str, str]] = {}
    for one in examples.all:
        twin = first.setdefault(normal(one.text), one)
        if twin is not one:
            problem = "duplicates" if twin.intent == one.intent else "shared"
            for intent in (twin.intent, one.intent):
                found.setdefault(intent, set()).add(problem)
        for words, bare, quoted in MARKED.findall(one.text):
            entity, intent = marks.setdefault(words.lower(), (bare or quoted, one.intent))
            if entity != (bare or quoted):
                for name in (intent, one.intent):
                    found.setdefault(name, set()).add("marks")
    return found


def _description(examples: Examples, intent: str) -> str:
    """What the comment at the top of its file says the intent means."""
    for file in examples.files.values():
        if found := re.search(rf"(?m)^# {re.escape(intent)}: (.*(?:\n#   .*)*)", file.text):
            return " ".join(found[1].replace("\n#", " ").split())
    return ""
