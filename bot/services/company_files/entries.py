"""A YAML mapping read field by field: wrong ones become problems with file and line, and reading goes on.

Every getter gives a harmless stand-in after a problem, so that one look finds all of them; what was read is thrown
away in the end if there was any.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.domain.company import Period
from bot.domain.timetable import BadPeriod, read_periods
from bot.services.company_files.problems import Problem, did_you_mean


@dataclass
class Entry:
    file: str
    data: CommentedMap
    path: str
    problems: list[Problem]
    first_line: int = 0
    asked: set[str] = field(default_factory=set)

    # --- where
    def line(self, key: str | None = None) -> int:
        if key is not None and key in self.data:
            return int(self.data.lc.key(key)[0]) + self.first_line + 1
        return int(self.data.lc.line or 0) + self.first_line + 1

    def problem(self, key: str | None, message: str, line: int | None = None) -> None:
        field = ".".join(part for part in (self.path, key) if part)
        self.problems.append(Problem(self.file, line or self.line(key), field, message))

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return self.data.get(key) is not None

    def _get(self, key: str, required: bool) -> Any:
        self.asked.add(key)
        value = self.data.get(key)
        if value is None and required:
            self.problem(key, "is empty." if key in self.data else "is missing.")
        return value

    # --- one value
    def text(self, key: str, required: bool = True) -> str:
        return self.maybe_text(key, required) or ""

    def maybe_text(self, key: str, required: bool = False) -> str | None:
        value = self._get(key, required)
        if value is None:
            return None
        if isinstance(value, (bool, CommentedMap, CommentedSeq, date)):
            self.problem(key, f"should be text, not {value!r}; put it in quotes.")
            return None
        text = " ".join(str(value).split())
        if not text and required:
            self.problem(key, "is empty.")
        return text or None

    def value(self, key: str) -> str:
        """Text or a number as people write it: 1.0 becomes 1."""
        value = self.data.get(key)
        return f"{value:g}" if isinstance(value, float) else self.text(key)

    def one_of(self, key: str, choices: tuple[str, ...], required: bool = False) -> str | None:
        value = self.maybe_text(key, required)
        if value is not None and value not in choices:
            self.problem(key, f'"{value}" is none of {", ".join(choices)}.{did_you_mean(value, choices)}')
            return None
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._get(key, required=default is None)
        if value is not None and not isinstance(value, bool):
            self.problem(key, f"should be true or false, not {value!r}.")
        return value if isinstance(value, bool) else bool(default)

    def number(self, key: str, low: int = 0) -> int:
        value = self._get(key, required=True)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            self.problem(key, f"should be a whole number from {low}, not {value!r}.")
            return low
        return int(value)

    def maybe_number(self, key: str, low: int = 0) -> int | None:
        return self.number(key, low) if self.has(key) else None

    def money(self, key: str) -> Decimal:
        value = self._get(key, required=True)
        if value is None:
            return Decimal(0)
        try:
            if isinstance(value, bool):
                raise InvalidOperation
            amount = Decimal(str(value))
            if not (amount.is_finite() and amount >= 0 and amount == round(amount, 2)):
                raise InvalidOperation
        except InvalidOperation:
            self.problem(key, f"should be an amount such as 6.50, not {value!r}.")
            return Decimal(0)
        return amount.quantize(Decimal("0.01"))

    def maybe_money(self, key: str) -> Decimal | None:
        return self.money(key) if self.has(key) else None

    def day(self, key: str) -> date:
        value = self._get(key, required=True)
        if isinstance(value, datetime):
            value = value.date()
        if value is not None and not isinstance(value, date):
            self.problem(key, f"should be a date such as 2026-12-08, not {value!r}.")
        return value if isinstance(value, date) else date.min

    # --- many
    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        value = self._get(key, required)
        if value is None:
            return ()
        if not isinstance(value, CommentedSeq):
            self.problem(key, f"should be a list such as [a, b], not {value!r}.")
            return ()
        found = []
        for place, item in enumerate(value):
            if isinstance(item, (str, int, float)) and not isinstance(item, bool) and str(item).strip():
                found.append(" ".join(str(item).split()))
            else:
                line = int(value.lc.item(place)[0]) + self.first_line + 1
                self.problem(f"{key}[{place + 1}]", f"should be text, not {item!r}; put it in quotes.", line)
        return tuple(found)

    def periods(self, key: str) -> tuple[Period, ...]:
        try:
            return read_periods(self.texts(key, required=True))
        except BadPeriod as wrong:
            self.problem(key, f'"{wrong.written}" should be a period such as 09:00-12:30, after the one before it.')
            return ()

    def entry(self, key: str) -> "Entry":
        value = self._get(key, required=True)
        if value is not None and not isinstance(value, CommentedMap):
            self.problem(key, f"should be a group of fields, not {value!r}.")
        if not isinstance(value, CommentedMap):
            return Entry(self.file, CommentedMap(), self._under(key), [], self.first_line)
        return Entry(self.file, value, self._under(key), self.problems, self.first_line)

    def entries(self, key: str, label: str = "id") -> Iterator["Entry"]:
        """The mappings in a list; `label` is the field that names one in messages."""
        value = self._get(key, required=False)
        if value is None:
            return
        if not isinstance(value, CommentedSeq):
            self.problem(key, f'should be a list, each line beginning with "- ", not {value!r}.')
            return
        for place, item in enumerate(value):
            line = int(value.lc.item(place)[0]) + self.first_line + 1
            name = item.get(label) if isinstance(item, CommentedMap) else None
            path = f"{self._under(key)}[{name if isinstance(name, str) else place + 1}]"
            if isinstance(item, CommentedMap):
                yield Entry(self.file, item, path, self.problems, self.first_line)
            else:
                self.problems.append(Problem(self.file, line, path, f"should be a group of fields, not {item!r}."))

    def named_entries(self, key: str) -> Iterator[tuple[str, "Entry"]]:
        """The mappings in a mapping, with their names."""
        group = self.entry(key)
        for name in group.data:
            yield str(name), group.entry(name)

    def done(self) -> None:
        """Every key that nobody asked for is a mistake, most likely a typo."""
        for key in self.data:
            if key not in self.asked:
                self.problem(str(key), f"is not a field here.{did_you_mean(str(key), sorted(self.asked))}")

    def _under(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(file, 1, "", "is missing."))
    except OSError as error:
        problems.append(Problem(file, 1, "", f"cannot be read: {error.strerror}."))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(file, line, "", "is not UTF-8 text; save it as UTF-8."))
    return None


def parse_yaml(text: str, file: str, problems: list[Problem], first_line: int = 0) -> Entry | None:
    try:
        data = _load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line + 1
        what = (error.problem or error.context or "cannot be understood").strip().splitlines()[0]
        problems.append(Problem(file, line, "", f"is not valid YAML: {what}."))
        return None
    except (YAMLError, ValueError) as error:  # ValueError: a day that no calendar has
        line = _line_of_impossible_day(text) + first_line + 1
        problems.append(Problem(file, line, "", f"is not valid YAML: {str(error).splitlines()[0]}."))
        return None
    if not isinstance(data, CommentedMap):
        problems.append(Problem(file, first_line + 1, "", "should hold fields such as `name: ...`."))
        return None
    return Entry(file, data, "", problems, first_line)


@lru_cache(maxsize=8)
def _load(text: str) -> Any:
    """Read only. A large file takes half a second, and the first start looks at samples.yml twice."""
    return YAML(typ="rt").load(text)


def _line_of_impossible_day(text: str) -> int:
    for match in re.finditer(r"\b\d{4}-\d\d-\d\d\b", text):
        try:
            date.fromisoformat(match.group())
        except ValueError:
            return text.count("\n", 0, match.start())
    return 0


def read_yaml(path: Path, file: str, problems: list[Problem]) -> Entry | None:
    text = read_text(path, file, problems)
    return None if text is None else parse_yaml(text, file, problems)
