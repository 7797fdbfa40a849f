"""Several things that are wrong with one form, each with its field: a page can say it there, in its own language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as a_field
from typing import Any

from bot.domain.errors import InvalidInput

WORDS = {
    "unknown_zone": '"{written}" is no time zone; write it like Europe/Berlin.',
    "unknown_day": '"{written}" is no day of the week.',
    "not_a_period": '"{written}" should be a period such as 09:00-12:30.',
    "ends_before_start": "{written} ends before it begins.",
    "overlaps": "{written} begins before the period above it ends.",
    "not_a_date": '"{written}" should be a date such as 2026-12-24.',
    "day_twice": "{written} is in the list already.",
    "day_is_over": "{written} is over.",
    "no_name": "A name has 1 to {most} characters.",
    "too_many": "At most {most}.",
    "out_of_range": "From {low} to {high}.",
    "none_of": "One of {choices}.",
}


@dataclass(frozen=True)
class FieldProblem:
    """`code` is a key of the page's own words too, as `problem_<code>`."""

    field: str
    code: str
    values: Mapping[str, Any] = a_field(default_factory=dict)

    @property
    def message(self) -> str:
        return WORDS[self.code].format(**self.values)


def refuse_all(problems: Sequence[FieldProblem]) -> None:
    """InvalidInput if there are any."""
    if problems:
        raise InvalidInput(
            " ".join(f"{problem.field}: {problem.message}" for problem in problems),
            field=problems[0].field,
            problems=[
                {"field": one.field, "code": one.code, "message": one.message, "values": dict(one.values)}
                for one in problems
            ],
        )
