"""What is wrong in and between the files, said with file and line before a training stumbles over it."""

import re
from collections.abc import Iterator

from bot.domain.errors import InvalidInput
from bot.domain.examples import Taught, check_marks, normal
from bot.domain.ports import Files
from bot.domain.yaml_lines import check_yaml
from bot.services.examples import Examples, load
from bot.services.studio_views import FileProblem

INTENT = re.compile(r"\bintent:\s*['\"]?([A-Za-z]\w*)")
ACTION = re.compile(r"\baction:\s*['\"]?([A-Za-z]\w*)")
BUILT_IN = frozenset({"nlu_fallback", "restart", "back", "session_start", "out_of_scope"})
"""Rasa's own intents, which no domain lists."""
OWN_ACTIONS = re.compile(r"action_(listen|restart|session_start|back|default_\w+|unlikely_intent|deactivate_loop)")
"""And its own actions."""


def problems(project: Files) -> list[FileProblem]:
    """Nothing, or what a person has to mend by hand; the first file that cannot be read hides what is behind it."""
    try:
        return list(_problems(project))
    except InvalidInput as error:
        return [_problem(str(error.details.get("file", "")), int(error.details.get("line", 1)), error.message)]


def _problems(project: Files) -> Iterator[FileProblem]:
    known = load(project)
    for path, file in known.files.items():
        for block in file.blocks:
            if block.intent not in known.intents:
                yield _problem(path, block.line, f"{block.intent} has examples and is missing in domain.yml")
    yield from _in_examples(known)
    for path in project.paths("data/stories", ".yml"):
        text = project.read(path)
        check_yaml(path, text)
        yield from _in_stories(known, path, text)


def _in_examples(known: Examples) -> Iterator[FileProblem]:
    first: dict[str, Taught] = {}
    for one in known.all:
        try:
            check_marks(one.text, known.entities)
        except InvalidInput as error:
            yield _problem(one.file, one.line, error.message)
        twin = first.setdefault(normal(one.text), one)
        if twin.intent != one.intent:
            said = f"{one.text!r} is an example of {one.intent} here and of {twin.intent} at {twin.place}"
            yield _problem(one.file, one.line, said)


def _in_stories(known: Examples, path: str, text: str) -> Iterator[FileProblem]:
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0]
        intent, action = INTENT.search(said), ACTION.search(said)
        if intent and intent[1] not in known.intents and intent[1] not in BUILT_IN:
            yield _problem(path, number, f"the intent {intent[1]} is used here and is missing in domain.yml")
        if action and action[1] not in known.actions and not OWN_ACTIONS.fullmatch(action[1]):
            yield _problem(path, number, f"the action {action[1]} is used here and is missing in domain.yml")


def _problem(file: str, line: int, message: str) -> FileProblem:
    return {"file": file, "line": line, "message": message}
