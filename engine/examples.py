"""What must be right about the training examples, said with file and line before a training begins.

Rasa reads what it is given: it drops repeated examples silently, learns a sentence under two intents at once, and says
of an intent with a single example only that there is one.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

FEWEST = 2
INTENT = re.compile(r"-\s*intent:\s*['\"]?([^'\"#\s]+)")
EXAMPLE = re.compile(r"\s+-\s+(.*\S)")
MARKUP = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class ExamplesError(ValueError):
    """The examples cannot be learnt; each line of the message names a file and a line."""


class Example(NamedTuple):
    intent: str
    text: str
    place: str  # file:line


def read_examples(file: Path, root: Path) -> Iterator[Example]:
    """By lines, not by YAML, which would not say where an example stands inside its block."""
    intent = None
    name = file.relative_to(root).as_posix()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("-"):
            found = INTENT.match(line)
            intent = found.group(1) if found else None
        elif intent and (found := EXAMPLE.match(line)):
            yield Example(intent, MARKUP.sub(r"\1", found.group(1)), f"{name}:{number}")


def problems_of(examples: Iterable[Example]) -> tuple[list[str], list[str]]:
    """What makes a training impossible, and what a trainer should hear of."""
    errors, warnings = [], []
    first: dict[str, Example] = {}
    members: dict[str, list[Example]] = {}
    for example in examples:
        members.setdefault(example.intent, []).append(example)
        other = first.setdefault(" ".join(example.text.lower().split()), example)
        if other.intent != example.intent:
            errors.append(
                f"{example.place}: {example.text!r} is an example of {example.intent} here and of {other.intent} "
                f"at {other.place}"
            )
        elif other is not example:
            warnings.append(f"{example.place}: {example.text!r} stands already at {other.place}")
    for intent, own in members.items():
        if len(own) < FEWEST:
            warnings.append(f"{own[0].place}: {intent} has a single example; it will hardly ever be recognised")
    if len(members) < 2:
        where = next(iter(members.values()))[0].place if members else "data/nlu"
        errors.append(f"{where}: intents cannot be told apart, because there are not two of them with examples")
    return errors, warnings


def check_examples(root: Path, folder: Path) -> list[str]:
    """The warnings; raises ExamplesError when nothing can be learnt."""
    files = sorted(folder.rglob("*.yml"))
    errors, warnings = problems_of(example for file in files for example in read_examples(file, root))
    if errors:
        raise ExamplesError("\n".join(errors))
    return warnings
