"""Several requests in one message: each a turn of its own, one after the other."""

import pytest

from bot.db.models.message import Turn
from bot.domain.ports import EngineFailure, Trouble
from bot.domain.understanding import understanding_of
from bot.services import several_requests
from tests.company import stock
from tests.conftest import Clock, Customer, Shop
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal

TEXT = "Where is BL-10482? And how do I descale my Duo?"
FOUND = [
    {"text": TEXT[:18], "start": 0, "end": 18, "lane": "service", "intent": {"name": "service_track_order"}},
    {"text": TEXT[23:], "start": 23, "end": 47, "lane": "support", "intent": {"name": "support_maintain"}},
]
DUO = {"entity": "product", "value": "duo", "text": "Duo", "start": 43, "end": 46}


@pytest.fixture(autouse=True)
def _company(shop: Shop) -> None:
    shop.do(stock)


@pytest.fixture
def several(desk: Desk) -> None:
    desk.engine.script.append(answer(intent="service_track_order", requests=FOUND, entities=[DUO]))


@pytest.mark.usefixtures("several")
def test_each_is_answered_in_its_order_under_an_id_of_its_own(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script += [answer("On its way.", intent="service_track_order"), answer("Take descaler.")]
    desk.talk(cleo, TEXT)
    assert desk.said(cleo) == [TEXT, "On its way.", "Take descaler."]
    assert [text for _, text, _ in desk.engine.asked] == [TEXT, "Where is BL-10482?", "how do I descale my Duo?"]
    whole, first, second = desk.engine.turns
    assert whole == first != second
    assert [(told["part"], told["parts_left"], told["may_split"]) for told in desk.engine.metadata] == [
        (1, 0, True),
        (1, 1, False),
        (2, 0, False),
    ]
    message = shop.messages(cleo.conversation_id)[0]
    assert message.nlu is not None and len(message.nlu["requests"]) == 2, "the message keeps what the whole means"
    assert shop.conversation(cleo.conversation_id).lane == "support", "the conversation is about the last of them"


@pytest.mark.usefixtures("several")
def test_the_second_is_understood_with_the_first(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, TEXT)
    context = desk.engine.metadata[-1]["context"]
    assert (context["text"], context["intent"], context["products"]) == (
        "Where is BL-10482?",
        "service_track_order",
        [],
    )


@pytest.mark.usefixtures("several")
def test_a_person_fetched_by_the_first_takes_the_second_over(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("I am bringing in a colleague.", signal("escalate", reason="identity")))
    desk.talk(cleo, TEXT)
    assert desk.status(cleo) == "queued"
    assert desk.said(cleo, "bot") == ["I am bringing in a colleague."]
    assert [turn.error for turn in sorted(shop.rows(Turn), key=lambda turn: turn.part)] == [None, "dropped"]


@pytest.mark.usefixtures("several")
def test_a_second_that_fails_is_tried_again_alone(desk: Desk, clock: Clock, cleo: Customer) -> None:
    desk.engine.script += [answer("On its way."), EngineFailure(Trouble.TIMEOUT), answer("Take descaler.")]
    desk.talk(cleo, TEXT)
    clock.advance(seconds=10)
    desk.answer()
    assert desk.said(cleo, "bot") == ["On its way.", "Take descaler."]


@pytest.mark.usefixtures("several")
def test_what_was_written_meanwhile_comes_after_all_of_them(desk: Desk, cleo: Customer) -> None:
    desk.engine.script += [answer("On its way."), answer("Take descaler."), answer("Until six.")]
    desk.write(cleo, TEXT)
    desk.write(cleo, "when do you close")
    desk.answer()
    assert desk.said(cleo, "bot") == ["On its way.", "Take descaler.", "Until six."]


@pytest.mark.usefixtures("several")
def test_whether_it_is_solved_is_asked_after_the_last(desk: Desk, cleo: Customer) -> None:
    desk.engine.script += [answer(words, signal("propose_resolution")) for words in ("On its way.", "Take descaler.")]
    desk.talk(cleo, TEXT)
    assert desk.said(cleo, "bot")[:2] == ["On its way.", "Take descaler."]
    assert desk.status(cleo) == "confirming"
    assert len(desk.said(cleo)) == 4


def test_danger_is_never_cut_up(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "how do I descale it and why is there smoke")
    assert desk.engine.metadata[-1]["may_split"] is False


def test_of_a_long_list_the_rest_is_one_part() -> None:
    text = "a b c d e f"
    found = [{"start": at, "end": at + 1, "intent": {"name": "chat_greet"}} for at in range(0, 11, 2)]
    assert several_requests.parts(text, understanding_of({"requests": found})) == ["a", "b", "c", "d e f"]


def test_a_complaint_is_one_matter(desk: Desk, cleo: Customer) -> None:
    found = [{"start": 0, "end": 1, "intent": {"name": name}} for name in ("service_book_visit", "service_complain")]
    assert several_requests.parts("a b", understanding_of({"requests": found})) == ["a b"]
    desk.talk(cleo, "the technician never showed up and i took a day off")
    assert desk.engine.metadata[-1]["may_split"] is False
