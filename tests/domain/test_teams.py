"""Who a conversation is for."""

import pytest

from bot.domain.teams import Skills, team_for

REPAIRS = Skills("repairs", "Repairs", frozenset({"support"}), frozenset({"troubleshoot"}))
SUPPORT = Skills("support", "Support", frozenset({"support"}), frozenset())
REST = Skills("rest", "Everybody", frozenset(), frozenset())


@pytest.mark.parametrize(
    ("lane", "topic", "team"),
    [
        ("support", "troubleshoot", "repairs"),
        ("support", "install", "support"),
        ("service", "troubleshoot", "rest"),
        ("service", "return_item", "rest"),
        (None, None, "rest"),
    ],
)
def test_the_closest_team_takes_it(lane: str | None, topic: str | None, team: str) -> None:
    assert team_for(lane, topic, [REST, SUPPORT, REPAIRS]) == team


def test_without_a_fitting_team_it_is_everybodys() -> None:
    assert team_for("service", "return_item", [SUPPORT, REPAIRS]) is None
    assert team_for("service", "return_item", []) is None
