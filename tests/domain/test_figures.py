"""The figures of a team lead: what counts, and how it is summed up."""

from datetime import date
from typing import Any

import pytest

from bot.domain.figures import Case, Figure, figures, over_time

MONDAY = date(2026, 11, 16)


def case(**known: Any) -> Case:
    nothing: dict[str, Any] = dict.fromkeys(
        ("lane", "topic", "score", "recommends", "first_response_s", "resolution_s")
    ) | dict.fromkeys(("reached_people", "resolved", "confirmed"), False)
    return Case(**{"id": "c", "began": MONDAY, **nothing, **known})


def test_without_conversations_there_are_no_values_rather_than_zeros() -> None:
    assert figures([]) == {
        "conversations": Figure(0.0, 0),
        **dict.fromkeys(("csat", "nps", "containment", "confirmed", "first_response", "resolution"), Figure(None, 0)),
    }


def test_csat_is_the_share_of_fours_and_fives_among_those_who_answered() -> None:
    cases = [case(score=score) for score in (5, 4, 3, 1, None)]
    assert figures(cases)["csat"] == Figure(0.5, 4)


def test_nps_is_promoters_less_detractors_in_points() -> None:
    cases = [case(recommends=score) for score in (10, 9, 8, 7, 6, None)]
    assert figures(cases)["nps"] == Figure(pytest.approx(20.0), 5)


def test_a_conversation_is_contained_when_it_ended_without_a_person() -> None:
    alone, helped = case(resolved=True), case(resolved=True, reached_people=True)
    waiting, open_with_bot = case(reached_people=True), case()
    assert figures([alone, helped, waiting, open_with_bot])["containment"] == Figure(pytest.approx(1 / 3), 3)


def test_silence_is_not_a_yes() -> None:
    assert figures([case(resolved=True, confirmed=True), case(resolved=True), case()])["confirmed"] == Figure(0.5, 2)


def test_a_time_is_the_median_with_the_ninetieth_percentile() -> None:
    cases = [case(first_response_s=float(seconds)) for seconds in range(10, 110, 10)]
    assert figures(cases)["first_response"] == Figure(50.0, 10, 90.0)


def test_a_short_period_is_told_day_by_day_with_its_quiet_days() -> None:
    begun = over_time([case(began=date(2026, 11, 18))], MONDAY, date(2026, 11, 19))
    assert {day.day: len(cases) for day, cases in begun.items()} == {16: 0, 17: 0, 18: 1, 19: 0}


def test_a_long_period_is_told_week_by_week_and_begins_with_its_first_day() -> None:
    wednesday = date(2026, 9, 2)
    begun = over_time([case(began=wednesday), case(began=date(2026, 9, 8))], wednesday, date(2026, 10, 15))
    assert [(day, len(cases)) for day, cases in begun.items()][:3] == [
        (wednesday, 1),
        (date(2026, 9, 7), 1),
        (date(2026, 9, 14), 0),
    ]
