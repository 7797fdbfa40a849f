"""What is wrong between the files, said with file and line before a training stumbles over it."""

import re
from collections.abc import Iterator

from bot.domain.errors import InvalidInput
from bot.domain.ports import Project
from bot.domain.yaml_lines import check_yaml
from bot.services.examples import load
from bot.services.studio_views import FileProblem

INTENT = re.compile(r"\bintent:\s*['\"]?([A-Za-z]\w*)")
BUILT_IN = frozenset({"nlu_fallback", "restart", "back", "session_start", "out_of_scope"})
"""Rasa's own intents, which no domain lists."""


def problems(project: Project) -> list[FileProblem]:
    """Nothing, or what a person has to mend by hand; the first file that cannot be read hides what is behind it."""
    try:
        return list(_problems(project))
    except InvalidInput as error:
        return [_problem(str(error.details.get("file", "")), int(error.details.get("line", 1)), error.message)]


def _problems(project: Project) -> Iterator[FileProblem]:
    known = load(project)
    for path, file in known.files.items():
        for block in file.blocks:
            if block.intent not in known.intents:
                yield _problem(path, block.line, f"{block.intent} has examples and is missing in domain.yml")
    for path in project.paths("data/stories", ".yml"):
        text = project.read(path)
        check_yaml(path, text)
        for number, line in enumerate(text.splitlines(), 1):
            found = INTENT.search(line.partition("#")[0])
            if found and found[1] not in known.intents and found[1] not in BUILT_IN:
                yield _problem(path, number, f"{found[1]} is used here and is missing in domain.yml")


def _problem(file: str, line: int, message: str) -> FileProblem:
    return {"file": file, "line": line, "message": message}
