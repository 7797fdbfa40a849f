"""Only the customer closes a conversation as solved; "no" brings another answer, then a person."""

from collections.abc import Callable

import pytest

from bot.domain.ports import EngineFailure, Trouble
from bot.domain.understanding import understanding_of
from bot.services import desk as agents
from bot.services import resolution, thread
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal, understood

Asks = Callable[[Customer], str]
PROPOSE = signal("propose_resolution")


@pytest.fixture
def asked(desk: Desk, cleo: Customer) -> None:
    """The bot has answered and asks whether that solved it."""
    desk.engine.script.append(answer("Descale it.", PROPOSE))
    desk.talk(cleo, "E3 on my Duo")


@pytest.fixture
def asked_by_ann(desk: Desk, shop: Shop, cleo: Customer, ann: str, asks: Asks) -> str:
    asks(cleo)
    shop.do(agents.reply, cleo.conversation_id, ann, "I sent you a new one.")
    shop.do(agents.propose_resolved, cleo.conversation_id, ann)
    return ann


def test_the_bot_asks_with_three_choices(desk: Desk, shop: Shop, cleo: Customer, asked: None) -> None:
    last = desk.view(cleo)["messages"][-1]
    assert (last["author"], last["kind"]) == ("bot", "choices")
    assert [choice["value"] for choice in last["choices"]] == ["yes", "no", "person"]
    assert desk.status(cleo) == "confirming"
    assert shop.conversation(cleo.conversation_id).confirming_by == "bot"


@pytest.mark.parametrize("typed", [None, "yes", "Yes, thanks!", "that worked 👍"[:11], "It does."])
def test_yes_closes_it_as_confirmed_and_asks_for_a_score(
    desk: Desk, shop: Shop, cleo: Customer, asked: None, typed: str | None
) -> None:
    if typed is None:
        desk.choose(cleo, "yes")
    else:
        desk.write(cleo, typed)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution) == ("resolved", "confirmed")
    survey = desk.view(cleo)["messages"][-1]
    assert survey["kind"] == "survey"
    assert [choice["value"] for choice in survey["choices"]] == [1, 2, 3, 4, 5]
    assert desk.pending() == []


def test_the_first_no_brings_the_next_best_answer_and_the_second_a_person(
    desk: Desk, shop: Shop, cleo: Customer, asked: None
) -> None:
    desk.choose(cleo, "no")
    assert desk.status(cleo) == "bot"
    desk.engine.script.append(answer("Then try the needle.", PROPOSE))
    desk.answer()
    assert desk.engine.asked[-1][2] == "/chat_not_solved"
    assert desk.status(cleo) == "confirming"
    desk.write(cleo, "still not working")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason, row.priority) == ("queued", "not_solved", "high")
    assert desk.pending() == []


def test_a_person_may_be_asked_for_while_confirming(desk: Desk, shop: Shop, cleo: Customer, asked: None) -> None:
    desk.choose(cleo, "person")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason) == ("queued", "asked")


def test_another_text_while_confirming_is_a_new_message(desk: Desk, cleo: Customer, asked: None) -> None:
    desk.engine.parses = understanding_of(understood("service_track_order"))
    desk.engine.script.append(answer("Which order?", intent="service_track_order"))
    desk.talk(cleo, "and where is my order")
    assert desk.status(cleo) == "bot"
    assert desk.said(cleo)[-1] == "Which order?"


@pytest.mark.parametrize(
    ("intent", "confidence", "status"),
    [
        ("chat_solved", 0.9, "resolved"),
        ("chat_affirm", 0.9, "resolved"),
        ("chat_not_solved", 0.9, "bot"),
        ("chat_request_human", 0.9, "queued"),
        ("chat_solved", 0.3, "bot"),
    ],
)
def test_a_longer_answer_is_judged_by_the_engine(
    desk: Desk, shop: Shop, cleo: Customer, asked: None, intent: str, confidence: float, status: str
) -> None:
    desk.engine.parses = understanding_of(understood(intent, confidence))
    desk.talk(cleo, "well, what can I say, it is as if it were new")
    assert desk.status(cleo) == status


def test_an_answer_that_nobody_can_judge_is_a_new_message(desk: Desk, cleo: Customer, asked: None) -> None:
    desk.engine.parses = EngineFailure(Trouble.UNREACHABLE)
    desk.talk(cleo, "well, what can I say, it is as if it were new")
    assert desk.said(cleo)[-1] == "Please descale it."


def test_no_to_an_agent_brings_the_agent_back_with_raised_priority(
    desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str
) -> None:
    question = desk.view(cleo)["messages"][-1]
    assert "Ann" in question["text"]
    assert [choice["value"] for choice in question["choices"]] == ["yes", "no"]
    desk.choose(cleo, "no")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.priority) == ("assigned", asked_by_ann, "high")
    assert row.confirming_by is None


def test_yes_to_an_agent_resolves(desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str) -> None:
    desk.write(cleo, "yes thank you so much")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution, row.assignee_id) == ("resolved", "confirmed", asked_by_ann)


def test_a_new_message_after_an_agents_question_goes_to_the_agent(
    desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str
) -> None:
    turns = len(desk.engine.turns)
    desk.engine.parses = understanding_of(understood("service_ask_price"))
    desk.talk(cleo, "how much was the postage by the way")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id) == ("assigned", asked_by_ann)
    assert len(desk.engine.turns) == turns


def test_a_message_after_solved_returns_to_the_last_agent(
    desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str
) -> None:
    desk.choose(cleo, "yes")
    desk.talk(cleo, "oh, it broke again")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.resolution) == ("assigned", asked_by_ann, None)


def test_no_to_an_agent_who_left_the_company_goes_to_the_queue(
    desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str
) -> None:
    from bot.db.models.staff import Staff

    def leave(session: object, house: object) -> None:
        session.get(Staff, asked_by_ann).active = False  # type: ignore[attr-defined]

    shop.do(leave)
    desk.choose(cleo, "no")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.priority) == ("queued", None, "high")


def test_silence_is_reminded_once_and_then_recorded_as_unconfirmed(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asked: None
) -> None:
    assert shop.do(resolution.sweep) == 0
    clock.advance(minutes=11)
    assert shop.do(resolution.sweep) == 1
    assert shop.do(resolution.sweep) == 0
    assert "still there" in desk.said(cleo)[-1]
    clock.advance(minutes=61)
    assert shop.do(resolution.sweep) == 1
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution) == ("resolved", "unconfirmed")
    assert shop.reasons(cleo.conversation_id)[-2:] == ["reminded", "silence"]


def test_who_writes_is_not_silent(desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asked: None) -> None:
    desk.write(cleo, "hm, let me think about it")
    clock.advance(hours=3)
    assert shop.do(resolution.sweep) == 0


@pytest.mark.parametrize("how", ["button", "4", "4/5", "four"])
def test_a_good_score_is_thanked(desk: Desk, shop: Shop, cleo: Customer, asked: None, how: str) -> None:
    desk.choose(cleo, "yes")
    if how == "button":
        desk.choose(cleo, 4)
    else:
        desk.write(cleo, how)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.score) == ("resolved", 4)


@pytest.mark.parametrize("score", [1, 2])
def test_a_low_score_brings_people_with_raised_priority(
    desk: Desk, shop: Shop, cleo: Customer, asked: None, score: int
) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, score)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.reason, row.priority, row.score) == ("queued", "low_score", "high", score)


def test_a_low_score_brings_back_the_agent_who_had_it(
    desk: Desk, shop: Shop, cleo: Customer, asked_by_ann: str
) -> None:
    desk.choose(cleo, "yes")
    desk.choose(cleo, 1)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.assignee_id, row.priority) == ("assigned", asked_by_ann, "high")


def test_ending_the_chat_is_no_yes(desk: Desk, shop: Shop, cleo: Customer, asks: Asks) -> None:
    asks(cleo)
    shop.do(thread.end_chat, cleo.visitor_id)
    shop.do(thread.end_chat, cleo.visitor_id)
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution) == ("resolved", "unconfirmed")
    assert shop.reasons(cleo.conversation_id).count("ended_by_customer") == 1


def test_a_waiting_customer_who_says_it_is_solved_is_asked_and_no_returns_to_the_queue(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, asks: Asks
) -> None:
    from bot.services.answering import store_hint

    asks(cleo)
    since = shop.conversation(cleo.conversation_id).waiting_since
    clock.advance(minutes=5)
    receipt = desk.write(cleo, "never mind, it works again")
    shop.do(store_hint, receipt["id"], understanding_of(understood("chat_solved")))
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.answer_due_at) == ("confirming", None), "it is for the customer to answer"
    desk.choose(cleo, "no")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.waiting_since) == ("queued", since)
    assert row.answer_due_at is not None


def test_an_earlier_yes_button_still_resolves_a_waiting_conversation(
    desk: Desk, shop: Shop, cleo: Customer, asked: None
) -> None:
    question = shop.messages(cleo.conversation_id)[-1]
    desk.engine.parses = understanding_of(understood("chat_request_human"))
    desk.talk(cleo, "hm, better let me have somebody who knows")
    assert desk.status(cleo) == "queued"
    desk.choose(cleo, "yes", question)
    assert desk.status(cleo) == "resolved"


def test_an_earlier_yes_button_is_only_words_to_an_agent(
    desk: Desk, shop: Shop, cleo: Customer, asked: None, ann: str
) -> None:
    question = shop.messages(cleo.conversation_id)[-1]
    desk.write(cleo, "person")
    shop.do(agents.claim, cleo.conversation_id, ann)
    desk.choose(cleo, "yes", question)
    assert desk.status(cleo) == "assigned"
    assert desk.said(cleo, "customer")[-1] == "Yes, it is solved"


def test_a_customer_who_says_that_it_is_solved_is_not_asked_again(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.talk(cleo, "how big is the tank")
    desk.engine.script.append(answer(signal("solved"), intent="chat_solved"))
    desk.talk(cleo, "great, that answers it")
    row = shop.conversation(cleo.conversation_id)
    assert (row.status, row.resolution) == ("resolved", "confirmed")
    assert desk.view(cleo)["messages"][-1]["kind"] == "survey"


def test_solved_before_the_bot_has_said_anything_is_asked_about(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(answer(signal("solved"), intent="chat_solved"))
    desk.talk(cleo, "it works now")
    assert desk.status(cleo) == "confirming"
