"""What an admin may set besides the opening hours: groups of settings, each with what is allowed.

The names are those of `bot.settings`. Times are seconds wherever they are written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.problems import FieldProblem, refuse_all

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Lasting:
    """Seconds."""

    low: int
    high: int


@dataclass(frozen=True)
class Count:
    low: int
    high: int


@dataclass(frozen=True)
class OneOf:
    choices: tuple[str, ...]


Kind = Lasting | Count | OneOf

GROUPS: Mapping[str, Mapping[str, Kind]] = {
    "times": {
        "first_response": Lasting(MINUTE, 90 * DAY),
        "next_response": Lasting(MINUTE, 90 * DAY),
        "resolution": Lasting(MINUTE, 90 * DAY),
    },
    "routing": {
        "routing": OneOf(("pull", "automatic")),
        "reply_within": Lasting(MINUTE, 7 * DAY),
        "agent_gone_after": Lasting(MINUTE, DAY),
        "failed_answers": Count(1, 10),
    },
    "endings": {
        "remind_after": Lasting(MINUTE, 7 * DAY),
        "close_after": Lasting(MINUTE, 30 * DAY),
        "reopen_window": Lasting(0, 90 * DAY),
    },
}


def read_group(name: str, given: Mapping[str, Any]) -> dict[str, int | str]:
    """InvalidInput with every problem and its field."""
    problems = []
    for field, kind in GROUPS[name].items():
        value = given.get(field)
        match kind:
            case OneOf(choices) if value not in choices:
                problems.append(FieldProblem(field, "none_of", {"choices": ", ".join(choices)}))
            case Lasting(low, high) | Count(low, high) if not _between(value, low, high):
                problems.append(FieldProblem(field, "out_of_range", {"low": low, "high": high}))
    refuse_all(problems)
    return {field: given[field] for field in GROUPS[name]}


def written(value: Any) -> int | str:
    """A setting as it is written down."""
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value if isinstance(value, int) else str(value)


def as_settings(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A group that was read, as values of `bot.settings.Settings`."""
    return {
        field: timedelta(seconds=data[field]) if isinstance(kind, Lasting) else data[field]
        for field, kind in GROUPS[name].items()
    }


def _between(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
