"""The engine may be slow, dead or speechless: one honest sentence, then an answer or a person, nothing twice."""

import asyncio

import pytest

from bot.adapters.hub import Hub
from bot.db.models.message import Message, Turn, TurnStatus
from bot.db.models.shop import Contact, Order
from bot.domain.orders import OrderStatus
from bot.domain.ports import EngineAnswer, EngineFailure, Trouble
from bot.domain.understanding import Understanding
from bot.services import answering, turns
from bot.services import desk as agents
from bot.services.desk_views import conversation_detail
from bot.services.house import House
from tests.conftest import Clock, Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

EVERY_TROUBLE = [*(EngineFailure(trouble) for trouble in Trouble if trouble != Trouble.NOTHING_SAID), answer()]


def names(value: object) -> str:
    return value.trouble.value if isinstance(value, EngineFailure) else "nothing_said"


@pytest.mark.parametrize("trouble", EVERY_TROUBLE, ids=names)
def test_trouble_is_excused_once_and_the_turn_is_tried_again_by_its_id(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, trouble: EngineFailure | EngineAnswer
) -> None:
    desk.engine.usual = trouble
    desk.talk(cleo, "E3 on my Duo")
    sorry = desk.said(cleo, "system")
    assert len(sorry) == 1
    assert desk.view(cleo)["conversation"]["typing"] is None
    clock.advance(seconds=3)
    desk.answer()
    assert desk.said(cleo, "system") == sorry
    desk.engine.usual = answer("Descale it.")
    desk.engine.tracker.clear()
    clock.advance(seconds=10)
    desk.answer()
    assert desk.said(cleo) == ["E3 on my Duo", *sorry, "Descale it."]
    assert len(set(desk.engine.turns)) == 1
    assert len(desk.engine.turns) == 3
    assert desk.pending() == []


@pytest.mark.parametrize("trouble", EVERY_TROUBLE, ids=names)
def test_when_patience_ends_people_take_over(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, trouble: EngineFailure | EngineAnswer
) -> None:
    desk.engine.usual = trouble
    desk.talk(cleo, "E3 on my Duo")
    for _ in range(60):
        clock.advance(seconds=3)
        desk.answer()
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason) == ("queued", "bot_unavailable")
    assert len(desk.said(cleo, "system")) == 2  # the excuse, and the place in the queue
    assert desk.view(cleo)["conversation"]["typing"] is None
    assert [turn.status for turn in shop.rows(Turn)] == [TurnStatus.FAILED]


def test_an_engine_that_restarts_within_a_minute_loses_nothing(desk: Desk, clock: Clock, cleo: Customer) -> None:
    desk.engine.usual = EngineFailure(Trouble.UNREACHABLE)
    for text in ("one", "two", "three"):
        desk.write(cleo, text)
    for _ in range(20):
        desk.answer()
        clock.advance(seconds=3)
    assert len(desk.said(cleo, "system")) == 1
    desk.engine.usual = answer("Here I am.")
    desk.answer(rounds=3)
    assert desk.said(cleo, "bot") == ["Here I am."] * 3
    assert desk.status(cleo) == "bot"


def test_going_on_with_the_bot_asks_the_failed_question_again(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer
) -> None:
    shop.with_settings(turn_attempts=1)
    desk.engine.usual = EngineFailure(Trouble.FAILED)
    desk.talk(cleo, "E3 on my Duo")
    assert desk.status(cleo) == "queued"
    desk.choose(cleo, "Go on with the bot")
    desk.engine.usual = answer("Descale it.")
    desk.answer()
    assert desk.said(cleo)[-1] == "Descale it."
    assert len(set(desk.engine.turns)) == 1


def test_an_answer_that_comes_after_an_agent_is_dropped(desk: Desk, shop: Shop, cleo: Customer, ann: str) -> None:
    desk.write(cleo, "E3 on my Duo")
    job = shop.do(turns.take_next, cleo.conversation_id, "w1")
    shop.do(agents.claim, cleo.conversation_id, ann)
    shop.do(answering.store_answer, job.turn_id, "w1", answer("Descale it."), 5)
    assert desk.said(cleo, "bot") == []
    assert desk.pending() == []
    assert "bot_answer_dropped" in shop.reasons(cleo.conversation_id)


def test_a_conversation_is_run_by_one_worker_at_a_time(desk: Desk, shop: Shop, clock: Clock, cleo: Customer) -> None:
    desk.write(cleo, "E3 on my Duo")
    job = shop.do(turns.take_next, cleo.conversation_id, "w1")
    assert job is not None
    assert shop.do(turns.take_next, cleo.conversation_id, "w2") is None
    assert shop.look(turns.due_conversations) == []
    clock.advance(seconds=8)
    assert shop.do(turns.renew, cleo.conversation_id, "w1") is True
    clock.advance(seconds=8)
    assert shop.do(turns.take_next, cleo.conversation_id, "w2") is None


def test_after_a_crash_another_worker_runs_the_turn_and_the_late_answer_is_ignored(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer
) -> None:
    desk.write(cleo, "E3 on my Duo")
    first = shop.do(turns.take_next, cleo.conversation_id, "w1")
    clock.advance(seconds=11)
    assert list(shop.look(turns.due_conversations)) == [cleo.conversation_id]
    second = shop.do(turns.take_next, cleo.conversation_id, "w2")
    assert second.turn_id == first.turn_id
    shop.do(answering.store_answer, first.turn_id, "w1", answer("late"), 5)
    assert desk.said(cleo, "bot") == []
    shop.do(answering.store_answer, second.turn_id, "w2", answer("in time"), 5)
    shop.do(answering.store_answer, second.turn_id, "w2", answer("in time"), 5)
    assert desk.said(cleo, "bot") == ["in time"]


def test_if_storing_the_answer_fails_the_turn_stays_and_nothing_of_it_is_kept(
    desk: Desk, shop: Shop, cleo: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(cleo, "E3 on my Duo")
    job = shop.do(turns.take_next, cleo.conversation_id, "w1")
    monkeypatch.setattr(answering, "done", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shop.do(answering.store_answer, job.turn_id, "w1", answer("Descale it."), 5)
    monkeypatch.undo()
    assert desk.said(cleo) == ["E3 on my Duo"]
    shop.do(answering.store_answer, job.turn_id, "w1", answer("Descale it."), 5)
    assert desk.said(cleo) == ["E3 on my Duo", "Descale it."]


def test_two_answers_that_were_not_understood_bring_a_person(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.usual = answer("Sorry?", signal("misunderstood"), intent="nlu_fallback")
    desk.talk(cleo, "asdf")
    assert desk.status(cleo) == "bot"
    desk.talk(cleo, "qwer")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason) == ("queued", "not_understood")
    assert [data["failed_answers"] for data in desk.engine.metadata] == [0, 1]
    assert [turn.misunderstood for turn in shop.rows(Turn)] == [True, True]


def test_one_understood_answer_forgives_the_earlier_one(desk: Desk, cleo: Customer) -> None:
    bad = answer("Sorry?", signal("misunderstood"), intent="nlu_fallback")
    for said in (bad, answer("Descale it."), bad):
        desk.engine.script.append(said)
        desk.talk(cleo, "asdf")
    assert desk.status(cleo) == "bot"


def test_an_article_is_linked_to_the_text_before_it(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(answer("One.", "Two.", signal("cite", title="E3", url="/help/e3"), "Three."))
    desk.talk(cleo, "E3")
    links = [message["link"] for message in desk.view(cleo)["messages"][1:]]
    assert links == [None, {"title": "E3", "url": "/help/e3"}, None]


def test_who_proved_to_be_the_one_who_ordered_is_known_to_the_agent(desk: Desk, shop: Shop, cleo: Customer) -> None:
    def order(session: object, house: House) -> None:
        contact = Contact(id="cleo", name="Cleo Cup", email="cleo@example.com", created_at=house.now())
        session.add(contact)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        session.add(  # type: ignore[attr-defined]
            Order(number="BL-10001", contact_id=contact.id, status=OrderStatus.SHIPPED, ordered_at=house.now())
        )

    shop.do(order)
    desk.engine.script.append(answer(signal("identified", order="BL-10001", contact="cleo"), "It is on its way."))
    desk.talk(cleo, "BL-10001, cleo@example.com")
    detail = shop.look(conversation_detail, cleo.conversation_id)
    assert detail["conversation"]["contact"]["name"] == "Cleo Cup"
    assert [order["number"] for order in detail["handoff"]["orders"]] == ["BL-10001"]
    desk.engine.script.append(answer(signal("identified", order="BL-99999", contact="nobody"), "Hm."))
    desk.talk(cleo, "and BL-99999")
    assert shop.reasons(cleo.conversation_id) == ["identified"]


def test_an_unknown_signal_harms_nothing(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(answer("Fine.", signal("dance"), {"custom": 3}, 7))
    desk.talk(cleo, "hello")
    assert desk.said(cleo, "bot") == ["Fine."]


def test_the_lane_is_learnt_and_small_talk_does_not_change_it(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.talk(cleo, "E3")
    desk.engine.script.append(answer("You are welcome.", intent="chat_thank"))
    desk.talk(cleo, "thanks")
    row = shop.conversation(cleo.conversation_id)
    assert (row.lane, row.topic) == ("support", "troubleshoot")


def test_a_customer_who_wrote_more_is_not_asked_whether_it_is_solved(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.extend([answer("One.", signal("propose_resolution")), answer("Two.")])
    desk.write(cleo, "first")
    desk.write(cleo, "second")
    desk.answer()
    assert desk.status(cleo) == "bot"
    assert desk.said(cleo, "bot") == ["One.", "Two."]


class Gated:
    """An engine that answers when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.inside: list[str] = []
        self.most = 0

    async def turn(self, conversation_id: str, turn_id: str, text: str, *_: object) -> EngineAnswer:
        self.inside.append(conversation_id)
        assert self.inside.count(conversation_id) == 1, "two turns of one conversation at once"
        self.most = max(self.most, len(self.inside))
        await self.go.wait()
        self.inside.remove(conversation_id)
        return answer(f"answer to {text}")

    async def parse(self, text: str, metadata: object) -> Understanding:
        raise EngineFailure(Trouble.UNREACHABLE)


async def test_the_runner_answers_many_at_once_but_each_conversation_in_order(desk: Desk, shop: Shop) -> None:
    people = [arrive(shop) for _ in range(4)]
    hub, engine = Hub(), Gated()
    desk.engine = engine  # type: ignore[assignment]
    running = asyncio.create_task(desk.runner(hub).run())
    for text in ("1", "2", "3"):
        for who in people:
            desk.write(who, text)
    try:
        await until(lambda: engine.most == 4)
        engine.go.set()
        await until(lambda: not desk.pending())
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    for who in people:
        assert desk.said(who, "bot") == ["answer to 1", "answer to 2", "answer to 3"]


async def test_a_gateway_that_dies_in_the_middle_goes_on_after_its_restart(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer
) -> None:
    hub, engine = Hub(), Gated()
    desk.engine = engine  # type: ignore[assignment]
    running = asyncio.create_task(desk.runner(hub).run())
    desk.write(cleo, "hello")
    await until(lambda: engine.inside)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert [turn.status for turn in shop.rows(Turn)] == [TurnStatus.PENDING]

    engine.inside.clear()
    engine.go.set()
    running = asyncio.create_task(desk.runner(hub).run())
    try:
        await until(lambda: not desk.pending())
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert desk.said(cleo) == ["hello", "answer to hello"]
    assert len(shop.rows(Message)) == 2


async def test_a_wake_starts_the_turn_and_a_slow_engine_is_a_timeout(desk: Desk, shop: Shop, cleo: Customer) -> None:
    from datetime import timedelta

    shop.with_settings(engine_timeout=timedelta(milliseconds=50))
    desk.engine = Gated()  # type: ignore[assignment]
    runner = desk.runner(Hub())
    desk.write(cleo, "hello")
    runner.start(cleo.conversation_id)
    await until(lambda: desk.said(cleo, "system"))
    assert "timeout" in str(shop.rows(Turn)[0].error)
    await runner._stop()


async def until(condition: object) -> None:
    """Poll; a test that would hang fails instead."""
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(condition):  # type: ignore[arg-type]  # noqa: ASYNC110
            await asyncio.sleep(0.01)
