"""The queue is handed out: to who is there, has room and belongs to the team, once, however many workers do it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.db.models.staff import Staff
from bot.domain.conversation import Priority, Status
from bot.domain.presence import Presence
from bot.services import desk as agents
from bot.services import presence, routing, teams
from bot.services.views import TeamFields
from tests.conftest import Clock, Customer, Shop, arrive, hire
from tests.services.conftest import Desk

Asks = Callable[[Customer], str]


@pytest.fixture
def automatic(shop: Shop) -> None:
    shop.with_settings(routing="automatic")


def come(shop: Shop, *staff_ids: str) -> None:
    for staff_id in staff_ids:
        shop.do(presence.arrived, staff_id)


def hand_out(shop: Shop) -> int:
    count = 0
    while shop.do(routing.hand_out_next):
        count += 1
    return count


def team(shop: Shop, name: str = "Repairs", **fields: Any) -> str:
    given: dict[str, Any] = {
        "name": name, "lanes": [], "topics": [], "automatic": True, "first_response_s": None,
        "next_response_s": None, "resolution_s": None, "members": [],
    }  # fmt: skip
    return str(shop.do(teams.add_team, TeamFields(**{**given, **fields}))["id"])


def set_staff(shop: Shop, staff_id: str, **fields: Any) -> None:
    def change(session: Any, _: Any) -> None:
        for name, value in fields.items():
            setattr(session.get_one(Staff, staff_id), name, value)

    shop.do(change)


def owner(shop: Shop, who: Customer) -> str | None:
    return shop.conversation(who.conversation_id).assignee_id


def test_nothing_is_handed_out_where_people_pull(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> None:
    come(shop, ann)
    asks(cleo)
    assert hand_out(shop) == 0


@pytest.mark.usefixtures("automatic")
def test_it_goes_to_who_has_the_least_to_do(
    desk: Desk, shop: Shop, clock: Clock, ann: str, ben: str, asks: Asks
) -> None:
    come(shop, ann, ben)
    customers = [arrive(shop) for _ in range(4)]
    for who in customers:
        asks(who)
        clock.advance(seconds=10)
    assert hand_out(shop) == 4
    owners = [owner(shop, who) for who in customers]
    assert sorted(owners, key=str) == sorted([ann, ben, ann, ben])
    assert owners[0] != owners[1]
    assert desk.view(customers[0])["conversation"]["agent"] in {"Ann", "Ben"}
    assert "routed" in shop.reasons(customers[0].conversation_id)


@pytest.mark.usefixtures("automatic")
def test_who_is_away_offline_or_full_gets_nothing(
    shop: Shop, clock: Clock, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    come(shop, ann, ben)
    set_staff(shop, ann, presence=Presence.AWAY)
    set_staff(shop, ben, capacity=1)
    asks(cleo)
    assert hand_out(shop) == 1
    assert owner(shop, cleo) == ben
    dora = arrive(shop)
    asks(dora)
    assert hand_out(shop) == 0
    shop.do(agents.reply, cleo.conversation_id, ben, "Done, I think.")
    shop.do(agents.propose_resolved, cleo.conversation_id, ben)
    assert hand_out(shop) == 1, "a backlog is taken as soon as somebody is free"
    assert owner(shop, dora) == ben


@pytest.mark.usefixtures("automatic")
def test_a_page_that_is_not_heard_of_is_nobody(shop: Shop, clock: Clock, cleo: Customer, ann: str, asks: Asks) -> None:
    come(shop, ann)
    clock.advance(minutes=3)
    asks(cleo)
    assert hand_out(shop) == 0
    shop.do(presence.choose, ann, Presence.ONLINE, True)
    clock.advance(hours=1)
    assert hand_out(shop) == 1, "who asked to be kept online is there without a page"


@pytest.mark.usefixtures("automatic")
def test_the_urgent_is_handed_out_first(desk: Desk, shop: Shop, clock: Clock, ann: str, asks: Asks) -> None:
    come(shop, ann)
    set_staff(shop, ann, capacity=1)
    first, second = arrive(shop), arrive(shop)
    asks(first)
    clock.advance(seconds=10)
    asks(second)
    shop.do(_raise, second.conversation_id)
    assert hand_out(shop) == 1
    assert owner(shop, second) == ann


def _raise(session: Any, house: Any, conversation_id: str) -> None:
    from bot.services.changes import hold

    hold(session, conversation_id).priority = Priority.HIGH


def test_a_team_takes_what_it_is_for(desk: Desk, shop: Shop, cleo: Customer, ann: str, ben: str, asks: Asks) -> None:
    come(shop, ann, ben)
    repairs = team(shop, lanes=["support"], members=[ben])
    others = team(shop, "Everybody", automatic=False)
    desk.talk(cleo, "E3 on my machine")
    asks(cleo)
    assert shop.conversation(cleo.conversation_id).team_id == repairs
    dora = arrive(shop)
    asks(dora)
    assert shop.conversation(dora.conversation_id).team_id == others
    assert hand_out(shop) == 1
    assert owner(shop, cleo) == ben
    assert owner(shop, dora) is None


@pytest.mark.usefixtures("automatic")
def test_eight_workers_hand_out_ten_conversations_and_nobody_has_more_than_fits(shop: Shop, asks: Asks) -> None:
    staff = [hire(shop, f"Agent{number} Able") for number in range(3)]
    come(shop, *staff)
    for staff_id in staff:
        set_staff(shop, staff_id, capacity=2)
    customers = [arrive(shop) for _ in range(10)]
    for who in customers:
        asks(who)
    broken: list[BaseException] = []
    gate = threading.Barrier(8)

    def work() -> None:
        gate.wait()
        try:
            hand_out(shop)
        except BaseException as error:
            broken.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert broken == []
    owners = [owner(shop, who) for who in customers]
    assert {staff_id: owners.count(staff_id) for staff_id in staff} == dict.fromkeys(staff, 2)
    assert owners.count(None) == 4
    for who in customers:
        assert shop.reasons(who.conversation_id).count("routed") == (owner(shop, who) is not None)


def test_transfer_to_a_colleague_with_a_note(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.transfer_to_colleague, cleo.conversation_id, ann, ben, "She has tried descaling.")
    assert (desk.status(cleo), owner(shop, cleo)) == ("assigned", ben)
    assert "Ben" in desk.view(cleo)["messages"][-1]["text"]
    assert [message.text for message in shop.messages(cleo.conversation_id) if message.private] == [
        "She has tried descaling."
    ]
    assert all("descaling" not in message["text"] for message in desk.view(cleo)["messages"])


def test_transfer_to_a_team_queues_it_there(
    desk: Desk, shop: Shop, cleo: Customer, ann: str, ben: str, asks: Asks
) -> None:
    come(shop, ben)
    repairs = team(shop, topics=["troubleshoot"], members=[ben])
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(agents.transfer_to_team, cleo.conversation_id, ann, repairs)
    assert (desk.status(cleo), owner(shop, cleo)) == ("queued", None)
    assert hand_out(shop) == 1
    assert owner(shop, cleo) == ben


def test_a_snoozed_conversation_comes_back_when_the_customer_writes(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, ann: str, asks: Asks
) -> None:
    asks(cleo)
    shop.do(agents.reply, cleo.conversation_id, ann, "I am asking the workshop.")
    shop.do(agents.snooze, cleo.conversation_id, ann, None)
    assert shop.conversation(cleo.conversation_id).status == Status.SNOOZED
    clock.advance(hours=2)
    desk.write(cleo, "any news?")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.snoozed_until) == (Status.ASSIGNED, ann, None)
    assert row.reply_by is not None
