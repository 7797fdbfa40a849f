"""Nobody is forgotten: who vanishes or is too slow loses the conversation, with a word; late answers are marked."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.conversation import Priority, Status
from bot.domain.errors import IllegalMove, InvalidInput, NotOwner
from bot.domain.presence import Presence
from bot.services import desk as agents
from bot.services import forgotten, presence
from bot.services.desk_views import conversation_detail
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk

Asks = Callable[[Customer], str]


def look_after(shop: Shop) -> int:
    count = 0
    while shop.do(forgotten.remember_next):
        count += 1
        assert count < 20
    return count


@pytest.fixture
def owned(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> Customer:
    """Ann has Cleo's conversation and owes an answer."""
    shop.do(presence.arrived, ann)
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    return cleo


def test_who_vanishes_loses_a_waiting_customer(desk: Desk, shop: Shop, clock: Clock, owned: Customer, ann: str) -> None:
    since = shop.conversation(owned.conversation_id).waiting_since
    clock.advance(minutes=2)
    assert look_after(shop) == 0
    clock.advance(minutes=2)
    assert look_after(shop) == 1
    row = shop.conversation(owned.conversation_id)
    assert (row.status, row.assignee_id, row.priority) == (Status.QUEUED, None, Priority.HIGH)
    assert row.waiting_since == since, "the place in the queue is kept"
    assert row.reason == "asked"
    words = [message["text"] for message in desk.view(owned)["messages"][-2:]]
    assert "Ann had to leave" in words[0]
    assert "taken_back" in shop.reasons(owned.conversation_id)


def test_who_goes_offline_keeps_only_those_who_were_answered(
    desk: Desk, shop: Shop, clock: Clock, owned: Customer, ann: str
) -> None:
    shop.do(agents.reply, owned.conversation_id, ann, "Hello")
    shop.do(presence.choose, ann, Presence.OFFLINE, False)
    assert look_after(shop) == 0
    desk.write(owned, "and one more thing")
    assert look_after(shop) == 1
    assert shop.conversation(owned.conversation_id).status == Status.QUEUED


def test_who_is_kept_online_is_not_gone(shop: Shop, clock: Clock, owned: Customer, ann: str) -> None:
    shop.do(presence.choose, ann, Presence.ONLINE, True)
    clock.advance(minutes=9)
    assert look_after(shop) == 0


def test_who_is_too_slow_loses_it_and_the_clock_starts_with_the_claim(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str, asks: Asks
) -> None:
    shop.with_settings(first_response=timedelta(days=1))
    asks(cleo)
    clock.advance(minutes=30)
    shop.do(agents.claim, cleo.conversation_id, ann)
    for _ in range(14):
        clock.advance(minutes=1)
        shop.do(presence.note_seen, ann)
        assert look_after(shop) == 0
    clock.advance(minutes=1)
    assert look_after(shop) == 1
    assert shop.conversation(cleo.conversation_id).status == Status.QUEUED
    assert "Ann has not been able" in desk.view(cleo)["messages"][-2]["text"]


def test_a_reply_stops_the_clocks_and_the_next_message_starts_them(
    desk: Desk, shop: Shop, clock: Clock, owned: Customer, ann: str
) -> None:
    first = conversation(shop, owned)["clocks"]
    assert first["clock"] == "first_response"
    clock.advance(minutes=1)
    shop.do(agents.reply, owned.conversation_id, ann, "Hello")
    stopped = conversation(shop, owned)["clocks"]
    assert (stopped["clock"], stopped["answer_due_at"], stopped["solve_due_at"]) == (None, None, None)
    assert stopped["solve_left_s"] == 8 * 3600 - 60
    clock.advance(hours=1)
    desk.write(owned, "thanks, but")
    running = conversation(shop, owned)["clocks"]
    assert (running["clock"], running["solve_left_s"]) == ("next_response", None)
    row = shop.conversation(owned.conversation_id)
    assert row.answer_due_at == clock.now + timedelta(minutes=15)
    assert row.solve_due_at == clock.now + timedelta(hours=8, minutes=-1)


def test_a_late_first_answer_is_marked_once_and_gets_more_urgent(
    shop: Shop, clock: Clock, cleo: Customer, asks: Asks
) -> None:
    asks(cleo)
    clock.advance(minutes=11)
    assert look_after(shop) == 1
    row = shop.conversation(cleo.conversation_id)
    assert (row.priority, row.overdue_at) == (Priority.HIGH, clock.now)
    assert conversation(shop, cleo)["clocks"]["overdue"]
    clock.advance(minutes=11)
    assert look_after(shop) == 0
    clock.advance(hours=9)
    assert look_after(shop) == 1, "the solution is late as well"
    assert shop.conversation(cleo.conversation_id).priority == Priority.HIGH, "urgent is for danger"


def test_a_snooze_ends_by_itself(shop: Shop, clock: Clock, owned: Customer, ann: str) -> None:
    shop.do(agents.reply, owned.conversation_id, ann, "I am asking the workshop.")
    shop.do(agents.snooze, owned.conversation_id, ann, clock.now + timedelta(hours=1))
    assert look_after(shop) == 0
    clock.advance(hours=1)
    assert look_after(shop) == 1
    row = shop.conversation(owned.conversation_id)
    assert (row.status, row.assignee_id, row.snoozed_until) == (Status.ASSIGNED, ann, None)


def test_a_snooze_needs_a_time_ahead_and_an_owner(
    shop: Shop, clock: Clock, owned: Customer, ann: str, ben: str
) -> None:
    with pytest.raises(InvalidInput):
        shop.do(agents.snooze, owned.conversation_id, ann, clock.now)
    with pytest.raises(NotOwner):
        shop.do(agents.snooze, owned.conversation_id, ben, None)
    shop.do(agents.propose_resolved, owned.conversation_id, ann)
    with pytest.raises(IllegalMove):
        shop.do(agents.snooze, owned.conversation_id, ann, None)


def test_nobody_is_promised_minutes_while_no_colleague_is_there(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    assert "minutes" not in desk.view(cleo)["messages"][-1]["text"]
    assert desk.view(cleo)["conversation"]["queue"]["staffed"] is False
    shop.do(presence.arrived, ann)
    assert desk.view(cleo)["conversation"]["queue"]["staffed"] is True


def conversation(shop: Shop, who: Customer) -> dict[str, dict[str, object]]:
    return dict(shop.look(conversation_detail, who.conversation_id)["conversation"])
