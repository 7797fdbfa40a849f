"""What would stop a training, or quietly spoil it, said with file and line before it begins.

Rasa stops at the first byte that is not UTF-8 without naming the file, and only warns of an intent that the domain does
not know: the model would then never say it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from engine.examples import ExamplesError
from engine.fingerprint import input_files

USED = re.compile(r"\s*-?\s*intent:\s*['\"]?([\w/]+)")
RASAS_OWN = {"nlu_fallback", "restart", "back", "session_start"}
TOLD = 20


def check_files(root: Path) -> None:
    """ExamplesError, one line for each problem."""
    problems = [*not_utf8(root)] or [*not_yaml(root)] or [*unknown_intents(root)]
    if problems:
        more = f"\n… and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
        raise ExamplesError("\n".join(problems[:TOLD]) + more)


def not_utf8(root: Path) -> Iterator[str]:
    for file in input_files(root):
        content = file.read_bytes()
        try:
            content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            byte = content[error.start]
            yield f"{name_of(file, root)}:{line}: byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"


def not_yaml(root: Path) -> Iterator[str]:
    for file in input_files(root, ("domain.yml", "config.yml", "data/nlu/**/*.yml", "data/stories/**/*.yml")):
        try:
            YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            yield f"{name_of(file, root)}{line}: this is not YAML: {getattr(error, 'problem', None) or error}"


def unknown_intents(root: Path) -> Iterator[str]:
    """Intents that have examples or stand in a story, and that domain.yml does not list."""
    listed = YAML(typ="safe").load((root / "domain.yml").read_text(encoding="utf-8")).get("intents") or []
    known = {next(iter(one)) if isinstance(one, dict) else one for one in listed} | RASAS_OWN
    for file in input_files(root, ("data/nlu/**/*.yml", "data/stories/**/*.yml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found = USED.match(line)
            if found and found.group(1) not in known:
                yield f"{name_of(file, root)}:{number}: domain.yml does not list the intent {found.group(1)}"


def name_of(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()
