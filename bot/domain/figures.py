"""What a team lead measures: each figure is a number for every conversation that counts, and one way to sum them up.

The terms are the field's: CSAT is the share of scores 4 and 5, containment the share of finished conversations that no
person had to touch, a time is the median with the 90th percentile beside it.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K")

SATISFIED = 4
"""The lowest of the five scores that counts as satisfied."""
PROMOTER, DETRACTOR = 9, 6
DAYS_BY_DAY = 31
"""A longer period is drawn week by week."""


@dataclass(frozen=True)
class Case:
    """One conversation as the figures see it. Durations in seconds of open time; None where it does not apply (yet)."""

    id: str
    began: date
    lane: str | None
    topic: str | None
    reached_people: bool
    resolved: bool
    confirmed: bool
    score: int | None
    recommends: int | None
    first_response_s: float | None
    resolution_s: float | None


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    SECONDS = "seconds"


@dataclass(frozen=True)
class Measure:
    """`value` is None for a conversation that does not count."""

    name: str
    unit: Unit
    value: Callable[[Case], float | None]


@dataclass(frozen=True)
class Figure:
    """`value` sums up `of` conversations: a share from 0 to 1, points from -100 to 100, or a median in seconds."""

    value: float | None
    of: int
    p90: float | None = None


def _containment(case: Case) -> float | None:
    return float(not case.reached_people) if case.resolved or case.reached_people else None


def _confirmed(case: Case) -> float | None:
    return float(case.confirmed) if case.resolved else None


def _csat(case: Case) -> float | None:
    return None if case.score is None else float(case.score >= SATISFIED)


def _nps(case: Case) -> float | None:
    match case.recommends:
        case None:
            return None
        case score:
            return float(score >= PROMOTER) - float(score <= DETRACTOR)


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("conversations", Unit.COUNT, lambda case: 1.0),
        Measure("csat", Unit.SHARE, _csat),
        Measure("nps", Unit.POINTS, _nps),
        Measure("containment", Unit.SHARE, _containment),
        Measure("confirmed", Unit.SHARE, _confirmed),
        Measure("first_response", Unit.SECONDS, lambda case: case.first_response_s),
        Measure("resolution", Unit.SECONDS, lambda case: case.resolution_s),
    )
}


def figures(cases: Sequence[Case]) -> dict[str, Figure]:
    return {name: figure(measure, cases) for name, measure in MEASURES.items()}


def figure(measure: Measure, cases: Iterable[Case]) -> Figure:
    """No value, rather than zero, where no conversation counts."""
    values = sorted(value for case in cases if (value := measure.value(case)) is not None)
    if measure.unit is Unit.COUNT:
        return Figure(float(len(values)), len(values))
    if not values:
        return Figure(None, 0)
    match measure.unit:
        case Unit.SECONDS:
            return Figure(_percentile(values, 0.5), len(values), _percentile(values, 0.9))
        case Unit.POINTS:
            return Figure(100 * sum(values) / len(values), len(values))
        case _:
            return Figure(sum(values) / len(values), len(values))


def grouped(cases: Iterable[Case], key: Callable[[Case], K]) -> dict[K, list[Case]]:
    groups: dict[K, list[Case]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    return groups


def over_time(cases: Iterable[Case], first: date, last: date) -> Mapping[date, list[Case]]:
    """By the day on which they began, or by the Monday of that week; a quiet day has an empty list."""
    weekly = (last - first).days >= DAYS_BY_DAY

    def start(day: date) -> date:
        return max(first, day - timedelta(days=day.weekday())) if weekly else day

    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return {start(day): [] for day in days} | grouped(cases, lambda case: start(case.began))


def _percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest rank: a value that really occurred."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]
