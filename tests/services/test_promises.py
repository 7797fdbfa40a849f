"""What was promised is seen until it was kept, and becomes more urgent when it is late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.db.models.due import DueItem
from bot.domain.errors import InvalidInput, NotFound
from bot.services import desk as agents
from bot.services import promises
from bot.services.desk_views import conversation_detail, list_conversations
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal
from tests.services.test_endings import carry_out

Asks = Callable[[Customer], str]


@pytest.fixture
def claimed(shop: Shop, cleo: Customer, ann: str, asks: Asks) -> str:
    asks(cleo)
    shop.do(agents.claim, cleo.conversation_id, ann)
    return cleo.conversation_id


@pytest.fixture
def promised(shop: Shop, clock: Clock, claimed: str, ann: str) -> dict[str, Any]:
    due_at = clock.now + timedelta(hours=3)
    return dict(shop.do(promises.promise, claimed, ann, "Call her about the pump", due_at))


def listed(shop: Shop, **filters: str) -> list[Any]:
    return list(shop.look(list_conversations, **filters)["conversations"])


def test_a_promise_stands_in_the_list_until_it_is_kept(
    shop: Shop, claimed: str, promised: dict[str, Any], ben: str
) -> None:
    assert (promised["by"], promised["overdue"]) == ("Ann", False)
    assert [row["promise"]["text"] for row in listed(shop, promise="open")] == ["Call her about the pump"]
    assert listed(shop, promise="overdue") == []
    shop.do(promises.keep, promised["id"], ben)
    shop.do(promises.keep, promised["id"], ben)
    assert listed(shop, promise="open") == []
    assert shop.look(promises.open_promises) == []
    assert shop.reasons(claimed).count("promise_kept") == 1


def test_a_late_promise_is_marked_once_and_more_urgent(
    shop: Shop, clock: Clock, claimed: str, promised: dict[str, Any]
) -> None:
    clock.advance(hours=2)
    assert carry_out(shop) == 0
    clock.advance(hours=2)
    assert carry_out(shop) == 1
    assert carry_out(shop) == 0
    [row] = listed(shop, promise="overdue")
    assert (row["priority"], row["promise"]["overdue"]) == ("high", True)
    assert shop.reasons(claimed).count("promise_overdue") == 1


def test_a_promise_that_is_put_off_may_be_late_again(
    shop: Shop, clock: Clock, claimed: str, promised: dict[str, Any], ann: str
) -> None:
    clock.advance(hours=4)
    carry_out(shop)
    shop.do(promises.put_off, promised["id"], ann, clock.now + timedelta(days=1))
    assert listed(shop, promise="overdue") == []
    clock.advance(days=2)
    assert carry_out(shop) == 1
    assert shop.reasons(claimed).count("promise_overdue") == 2


def test_a_promise_outlives_the_conversation(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, promised: dict[str, Any], ann: str
) -> None:
    shop.do(agents.propose_resolved, cleo.conversation_id, ann)
    desk.choose(cleo, "yes")
    clock.advance(hours=4)
    carry_out(shop)
    assert [row["status"] for row in listed(shop, promise="overdue")] == ["resolved"]


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_promise_is_due_within_ninety_days(shop: Shop, clock: Clock, claimed: str, ann: str, days: int) -> None:
    with pytest.raises(InvalidInput):
        shop.do(promises.promise, claimed, ann, "Call", clock.now + timedelta(days=days))


def test_what_is_no_promise_is_not_found(shop: Shop, clock: Clock, claimed: str, ann: str) -> None:
    with pytest.raises(NotFound):
        shop.do(promises.keep, "nothing", ann)
    with pytest.raises(NotFound):
        shop.do(promises.promise, claimed, ann, "Call", clock.now + timedelta(days=1), "no-message")
    with pytest.raises(InvalidInput):
        listed(shop, promise="broken")


def test_a_promise_in_a_reply_is_heard_until_it_is_remembered(shop: Shop, clock: Clock, claimed: str, ann: str) -> None:
    heard = lambda: shop.look(  # noqa: E731
        lambda session, house: promises.heard(session, house, conversation_detail(session, house, claimed)["messages"])
    )
    shop.do(agents.reply, claimed, ann, "I am looking into it.")
    assert heard() is None
    sent = shop.do(agents.reply, claimed, ann, "I'll call you tomorrow at 10:00.")
    found = heard()
    assert (found["message_id"], found["due_at"]) == (sent["id"], "2026-11-19T10:00:00.000Z")
    shop.do(promises.promise, claimed, ann, found["text"], clock.now + timedelta(days=1), sent["id"])
    shop.do(promises.promise, claimed, ann, found["text"], clock.now + timedelta(days=1), sent["id"])
    assert heard() is None
    assert len(shop.rows(DueItem)) == 1


def test_the_bot_promises_too_and_once_for_each_turn(desk: Desk, shop: Shop, clock: Clock, cleo: Customer) -> None:
    due_at = (clock.now + timedelta(days=1)).isoformat()
    promise = signal("remember_promise", text="Call back tomorrow", due_at=due_at)
    desk.engine.script.append(answer("A colleague calls you tomorrow.", promise))
    desk.talk(cleo, "can you call me tomorrow")
    [view] = shop.look(promises.open_promises)
    assert (view["text"], view["by"]) == ("Call back tomorrow", None)


def test_a_promise_without_a_real_time_is_no_signal(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("Yes.", signal("remember_promise", text="Call", due_at="tomorrow")))
    desk.talk(cleo, "can you call me tomorrow")
    assert shop.look(promises.open_promises) == []
