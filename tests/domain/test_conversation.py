"""The table of DESIGN section 5, move by move."""

import pytest

from bot.domain.conversation import MERGES, MOVES, Actor, Priority, Status, higher, move, raised
from bot.domain.errors import IllegalMove

B, Q, A, S, C, R = Status.BOT, Status.QUEUED, Status.ASSIGNED, Status.SNOOZED, Status.CONFIRMING, Status.RESOLVED


@pytest.mark.parametrize(
    ("current", "target", "actor"),
    [
        (B, Q, Actor.CUSTOMER),
        (B, Q, Actor.BOT),
        (B, Q, Actor.SYSTEM),
        (Q, B, Actor.CUSTOMER),
        (Q, A, Actor.AGENT),
        (Q, A, Actor.SYSTEM),
        (A, Q, Actor.AGENT),
        (A, Q, Actor.SYSTEM),
        (A, B, Actor.AGENT),
        (A, C, Actor.AGENT),
        (B, C, Actor.BOT),
        (C, R, Actor.CUSTOMER),
        (C, R, Actor.SYSTEM),
        (C, A, Actor.CUSTOMER),
        (C, Q, Actor.CUSTOMER),
        (C, B, Actor.CUSTOMER),
        (Q, C, Actor.CUSTOMER),
        (Q, R, Actor.CUSTOMER),
        (A, S, Actor.AGENT),
        (S, A, Actor.SYSTEM),
        (S, Q, Actor.SYSTEM),
        (S, R, Actor.AGENT),
        (R, B, Actor.CUSTOMER),
        (R, A, Actor.CUSTOMER),
        (R, Q, Actor.CUSTOMER),
    ],
)
def test_what_the_design_allows(current: Status, target: Status, actor: Actor) -> None:
    assert move(current, target, actor) == target


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("target", Status)
@pytest.mark.parametrize("actor", Actor)
def test_all_that_is_not_in_the_table_is_illegal(current: Status, target: Status, actor: Actor) -> None:
    if actor in MOVES.get((current, target), frozenset()):
        return
    with pytest.raises(IllegalMove) as refused:
        move(current, target, actor)
    assert refused.value.details == {"current": current, "target": target, "actor": actor}


@pytest.mark.parametrize("current", [B, A, Q, C])
def test_neither_bot_nor_agent_closes_a_conversation_as_solved(current: Status) -> None:
    for actor in (Actor.BOT, Actor.AGENT):
        with pytest.raises(IllegalMove):
            move(current, R, actor)


def test_an_open_one_is_merged_by_its_customer_or_an_agent_only() -> None:
    for current in (B, A, Q, C):
        assert move(current, R, Actor.AGENT, MERGES) == R
        with pytest.raises(IllegalMove):
            move(current, R, Actor.BOT, MERGES)
    with pytest.raises(IllegalMove):
        move(R, R, Actor.AGENT, MERGES)


def test_a_priority_rises_one_step_and_stops_at_urgent() -> None:
    assert [raised(priority) for priority in Priority] == ["medium", "high", "urgent", "urgent"]


def test_the_higher_of_two_priorities() -> None:
    assert higher(Priority.LOW, Priority.URGENT) == Priority.URGENT
    assert higher(Priority.HIGH, Priority.MEDIUM) == Priority.HIGH
