"""What an admin sets: one truth at a time, at once for everybody, logged, and never over somebody else's change."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.adapters.hub import Hub
from bot.db.models.audit import AuditEntry
from bot.db.models.house_rule import HouseRule
from bot.db.models.staff import Role
from bot.domain.conversation import Actor
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.timetable import of_company, write_timetable
from bot.services import desk as agents
from bot.services import forgotten, house_rules, knowledge, presence, recounting, routing, teams
from bot.services.changes import hold
from bot.services.house import House
from bot.services.house_rules import decide, put_back
from bot.services.marks import ChangedMeanwhile
from bot.services.views import RuleView
from bot.services.waiting import send_to_queue
from tests.company import brewline, stock
from tests.conftest import NOON, Clock, Customer, Shop, hire
from tests.services.conftest import Desk

TIMES = {"first_response": 1200, "next_response": 900, "resolution": 4 * 3600}
ROUTING = {"routing": "automatic", "reply_within": 900, "agent_gone_after": 180, "failed_answers": 2}


@pytest.fixture
def ada(shop: Shop) -> str:
    shop.do(stock)
    return hire(shop, "Ada Admin", Role.ADMIN)


def hours(**changed: Any) -> dict[str, Any]:
    return {**write_timetable(of_company(brewline().company)), **changed}


def closed_from_now_on() -> dict[str, Any]:
    """Until tomorrow."""
    return hours(holidays=[{"date": NOON.date().isoformat(), "name": "Works outing", "yearly": False, "hours": []}])


def rule(shop: Shop, name: str) -> RuleView:
    return next(one for one in shop.look(house_rules.views) if one["name"] == name)


def test_the_file_and_the_settings_count_until_somebody_decides(shop: Shop, ada: str) -> None:
    shown = {one["name"]: one for one in shop.look(house_rules.views)}
    assert list(shown) == ["hours", "times", "routing", "endings"]
    assert (shown["hours"]["fields"], shown["hours"]["number"], shown["hours"]["decided"]) == (hours(), 0, False)
    assert shown["times"]["fields"] == {"first_response": 600, "next_response": 900, "resolution": 8 * 3600}
    shop.with_settings(first_response=timedelta(minutes=5))
    assert rule(shop, "times")["fields"]["first_response"] == 300


def test_a_decision_replaces_the_whole_group_until_it_is_given_back(shop: Shop, ada: str) -> None:
    shop.do(decide, ada, "times", 0, TIMES)
    shop.with_settings(next_response=timedelta(minutes=1))
    assert shop.look(house_rules.settings).next_response == timedelta(minutes=15)
    shown = rule(shop, "times")
    assert (shown["number"], shown["by"], shown["decided"]) == (1, "Ada Admin", True)
    assert shown["default"]["next_response"] == 60
    shop.do(decide, ada, "times", 1, None)
    assert shop.look(house_rules.settings).next_response == timedelta(minutes=1)
    assert rule(shop, "times")["decided"] is False


def test_hours_reach_whatever_asks_the_company(shop: Shop, ada: str) -> None:
    shop.do(decide, ada, "hours", 0, hours(time_zone="America/New_York"))
    company = shop.look(lambda session, _: knowledge.current(session)).company
    assert (company.time_zone, company.name) == ("America/New_York", "Brewline")
    shop.do(stock)  # an import of the files does not touch what an admin decided
    assert shop.look(lambda session, _: knowledge.current(session)).company.time_zone == "America/New_York"
    shop.do(decide, ada, "hours", 1, None)
    assert shop.look(lambda session, _: knowledge.current(session)).company == brewline().company


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("times", {**TIMES, "resolution": 0}, "resolution"),
        ("times", {**TIMES, "resolution": True}, "resolution"),
        ("times", {"first_response": 600}, "next_response"),
        ("routing", {**ROUTING, "routing": "by magic"}, "routing"),
        ("routing", {**ROUTING, "failed_answers": 99}, "failed_answers"),
        ("hours", hours(time_zone="Mars"), "time_zone"),
    ],
)
def test_nothing_is_kept_of_a_mistake(shop: Shop, ada: str, name: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        shop.do(decide, ada, name, 0, given)
    assert refused.value.details["field"] == field
    assert (shop.rows(HouseRule), shop.rows(AuditEntry)) == ([], [])


def test_who_saves_over_somebody_elses_change_is_told_whose(shop: Shop, ada: str) -> None:
    other = hire(shop, "Otto Admin", Role.ADMIN)
    shop.do(decide, other, "times", 0, TIMES)
    with pytest.raises(ChangedMeanwhile, match="Otto Admin has changed this"):
        shop.do(decide, ada, "times", 0, {**TIMES, "resolution": 3600})
    assert rule(shop, "times")["fields"] == TIMES
    with pytest.raises(NotFound):
        shop.do(decide, ada, "prices", 0, {})


def test_of_two_who_save_at_once_one_wins(shop: Shop, ada: str) -> None:
    start = Barrier(4)

    def save(minutes: int) -> bool:
        start.wait()
        try:
            shop.do(decide, ada, "times", 0, {**TIMES, "resolution": minutes * 60})
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(4) as admins:
        assert sorted(admins.map(save, range(10, 14))) == [False, False, False, True]
    assert len(shop.rows(HouseRule)) == len(shop.rows(AuditEntry)) == 1


def test_the_log_says_from_what_to_what_and_takes_it_back(shop: Shop, ada: str) -> None:
    shop.do(decide, ada, "hours", 0, hours(hours={**hours()["hours"], "monday": ["09:00-12:00", "13:00-17:00"]}))
    shop.do(decide, ada, "hours", 1, closed_from_now_on())
    first, second = shop.rows(AuditEntry)
    assert (first.action, first.about) == ("rules_changed", "hours/1")
    assert first.data == {"monday": ["08:00-18:00", "09:00-12:00, 13:00-17:00"]}
    assert second.data[NOON.date().isoformat()] == [None, "Works outing: closed"]
    assert second.data["2027-03-26"] == ["Good Friday: closed", None]
    shop.do(put_back, ada, "hours", 1, 2)
    assert rule(shop, "hours")["fields"]["hours"]["monday"] == ["09:00-12:00", "13:00-17:00"]
    shop.do(put_back, ada, "hours", 0, 3)
    assert (rule(shop, "hours")["fields"], rule(shop, "hours")["number"]) == (hours(), 4)
    with pytest.raises(NotFound):
        shop.do(put_back, ada, "hours", 9, 4)


def test_saving_what_is_so_already_is_no_change(shop: Shop, ada: str) -> None:
    shop.do(decide, ada, "times", 0, TIMES)
    shop.do(decide, ada, "times", 1, TIMES)
    assert len(shop.rows(HouseRule)) == len(shop.rows(AuditEntry)) == 1


# --- clocks that run


def running(desk: Desk, change: Callable[[], Any]) -> None:
    """A gateway runs while it happens."""

    async def run() -> None:
        runner = desk.runner(Hub())
        await runner.sweep()
        change()
        await runner.sweep()

    asyncio.run(run())


def count_again(shop: Shop) -> int:
    wrong = shop.look(recounting.miscounted)
    for conversation_id in wrong:
        shop.do(recounting.count_again, conversation_id)
    assert shop.look(recounting.miscounted) == []
    return len(wrong)


@pytest.fixture
def owned(shop: Shop, cleo: Customer, ada: str, ann: str, asks: Callable[[Customer], str]) -> Customer:
    """Ann has Cleo's conversation and owes an answer."""
    shop.do(presence.choose, ann, presence.Presence.ONLINE, True)
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    return cleo


def test_clocks_that_run_are_counted_again_from_when_they_began(
    desk: Desk, shop: Shop, clock: Clock, owned: Customer, ada: str
) -> None:
    clock.advance(minutes=5)
    running(desk, lambda: shop.do(decide, ada, "times", 0, TIMES))
    row = shop.conversation(owned.conversation_id)
    assert (row.answer_due_at, row.solve_due_at) == (NOON + timedelta(minutes=20), NOON + timedelta(hours=4))
    running(desk, lambda: shop.do(decide, ada, "times", 1, None))
    assert shop.conversation(owned.conversation_id).answer_due_at == NOON + timedelta(minutes=10)


def test_on_a_day_off_nobody_is_late(shop: Shop, clock: Clock, owned: Customer, ada: str) -> None:
    clock.advance(minutes=12)
    assert shop.do(forgotten.remember_next)
    assert shop.conversation(owned.conversation_id).overdue_at is not None
    shop.do(decide, ada, "hours", 0, closed_from_now_on())
    count_again(shop)
    row = shop.conversation(owned.conversation_id)
    opens = NOON + timedelta(hours=20)  # Thursday at eight in Berlin
    assert (row.answer_due_at, row.reply_by) == (opens + timedelta(minutes=10), opens + timedelta(minutes=15))
    assert row.overdue_at is None
    assert shop.do(forgotten.remember_next) is False


def test_what_was_used_of_a_clock_that_stands_still_counts(
    desk: Desk, shop: Shop, clock: Clock, owned: Customer, ada: str, ann: str
) -> None:
    clock.advance(minutes=5)
    shop.do(agents.reply, owned.conversation_id, ann, "Hello")
    shop.do(decide, ada, "times", 0, TIMES)
    assert count_again(shop) == 0
    desk.write(owned, "and now?")
    row = shop.conversation(owned.conversation_id)
    assert row.solve_due_at == clock.now + timedelta(hours=4, minutes=-5)


def test_a_teams_times_count_for_what_it_has(desk: Desk, shop: Shop, owned: Customer, ada: str, ann: str) -> None:
    fields = {"lanes": [], "topics": [], "automatic": False, "members": [ann], "resolution_s": None}
    made = {**fields, "name": "All", "first_response_s": 3600, "next_response_s": None}
    team = shop.do(teams.add_team, made)
    shop.do(agents.transfer_to_team, owned.conversation_id, ann, team["id"])
    assert shop.conversation(owned.conversation_id).answer_due_at == NOON + timedelta(hours=1)
    running(desk, lambda: shop.do(teams.change_team, team["id"], {**made, "first_response_s": 7200}))
    assert shop.conversation(owned.conversation_id).answer_due_at == NOON + timedelta(hours=2)


def test_routing_follows_at_once(desk: Desk, shop: Shop, cleo: Customer, ada: str, ann: str) -> None:
    shop.do(presence.arrived, ann)
    shop.do(wants_a_person, cleo)
    assert shop.look(routing.anything_to_hand_out) is False
    shop.do(decide, ada, "routing", 0, ROUTING)
    assert shop.look(routing.anything_to_hand_out) is True


def wants_a_person(session: Session, house: House, who: Customer) -> None:
    send_to_queue(session, house, hold(session, who.conversation_id), Actor.CUSTOMER, "asked")
