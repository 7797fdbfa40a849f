"""What is wrong with the company's files: all of it at once, each with the place to look at."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import InvalidInput


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"


class KnowledgeError(InvalidInput):
    """Nothing was imported; the last good version stays in force."""

    code = "invalid_knowledge"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
