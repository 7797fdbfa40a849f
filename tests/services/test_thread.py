"""What a customer writes is stored once, in order, and belongs to the customer alone."""

import threading
import uuid

import pytest

from bot.db.models.message import Message, Turn
from bot.domain.errors import AlreadyAnswered, BadToken, InvalidInput, NotFound, TokenExpired, TooLarge
from bot.services import desk as agents
from bot.services import thread, visitors
from bot.services.desk_views import conversation_detail, list_conversations
from tests.conftest import Clock, Customer, Shop, arrive
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal


def test_a_message_is_answered(desk: Desk, cleo: Customer) -> None:
    receipt = desk.write(cleo, "E3 on my Duo")
    assert receipt["seq"] == 1
    assert desk.view(cleo)["conversation"]["typing"] == "bot"
    desk.answer()
    assert desk.said(cleo) == ["E3 on my Duo", "Please descale it."]
    view = desk.view(cleo)
    assert [m["seq"] for m in view["messages"]] == [1, 2]
    assert view["conversation"] == {
        "id": cleo.conversation_id,
        "status": "bot",
        "queue": None,
        "typing": None,
        "agent": None,
        "seen_seq": 0,
    }


def test_a_repeated_client_id_gets_the_first_result_whatever_it_says(desk: Desk, cleo: Customer) -> None:
    first = desk.write(cleo, "hello", client_id="one")
    assert desk.write(cleo, "hello", client_id="one") == first
    assert desk.write(cleo, "something else", client_id="one") == first
    assert desk.said(cleo) == ["hello"]
    assert len(desk.pending()) == 1


def test_the_same_client_id_of_another_visitor_is_another_message(desk: Desk, shop: Shop, cleo: Customer) -> None:
    dora = arrive(shop)
    assert desk.write(cleo, "hello", client_id="one")["id"] != desk.write(dora, "hello", client_id="one")["id"]


def test_sending_the_same_thing_at_once_stores_it_once(desk: Desk, shop: Shop, cleo: Customer) -> None:
    receipts: list[dict[str, object]] = []

    def send() -> None:
        receipts.append(desk.write(cleo, "hello", client_id="one"))

    together(send, 8)
    assert len(receipts) == 8
    assert all(receipt == receipts[0] for receipt in receipts)
    assert len(shop.rows(Message)) == 1


def test_seq_has_no_gap_and_no_double_when_many_write_at_once(desk: Desk, shop: Shop, cleo: Customer) -> None:
    together(lambda: desk.write(cleo, uuid.uuid4().hex), 12)
    assert [m["seq"] for m in desk.view(cleo)["messages"]] == list(range(1, 13))


def test_reading_goes_on_after_a_seq(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "one")
    desk.talk(cleo, "two")
    assert [m["text"] for m in desk.view(cleo, after=2)["messages"]] == ["two", "Please descale it."]
    assert desk.view(cleo, after=99)["messages"] == []


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x01", "\u200b\u200d"])
def test_what_says_nothing_is_refused(desk: Desk, cleo: Customer, text: str) -> None:
    with pytest.raises(InvalidInput):
        desk.write(cleo, text)
    assert desk.said(cleo) == []


def test_a_text_that_is_too_long_is_refused(desk: Desk, shop: Shop, cleo: Customer) -> None:
    limit = shop.house.settings.message_max_chars
    desk.write(cleo, "x" * limit)
    with pytest.raises(TooLarge) as refused:
        desk.write(cleo, "x" * (limit + 1))
    assert refused.value.details["limit"] == limit


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\x00b\r\nc", "ab\nc"),
        ("\ud83d broken half of an emoji", "\ufffd broken half of an emoji"),
        ("שלום 👩‍👩‍👧 مرحبا", "שלום 👩‍👩‍👧 مرحبا"),
    ],
)
def test_strange_text_is_kept_as_far_as_it_can_be(desk: Desk, cleo: Customer, typed: str, kept: str) -> None:
    desk.write(cleo, typed)
    assert desk.said(cleo) == [kept]


@pytest.mark.parametrize("client_id", ["", "x" * 101, "with space", "naïve", "nul\x00"])
def test_a_bad_client_id_is_refused(desk: Desk, cleo: Customer, client_id: str) -> None:
    with pytest.raises(InvalidInput):
        desk.shop.do(thread.receive_text, cleo.visitor_id, client_id, "hello")


def test_buttons_are_chosen_by_id_once_and_their_payload_stays_inside(desk: Desk, cleo: Customer) -> None:
    offer = {"text": "Which one?", "buttons": [{"title": "Duo", "payload": '/chat_give_details{"product":"duo"}'}]}
    desk.engine.script.append(answer(offer))
    desk.talk(cleo, "it is broken")
    asked = desk.view(cleo)["messages"][-1]
    assert asked["kind"] == "choices"
    assert asked["choices"] == [{"id": "1", "title": "Duo", "value": None}]
    desk.choose(cleo, "Duo")
    desk.answer()
    assert desk.engine.asked[-1] == (cleo.conversation_id, "Duo", '/chat_give_details{"product":"duo"}')
    assert desk.said(cleo, "customer") == ["it is broken", "Duo"]
    with pytest.raises(AlreadyAnswered):
        desk.shop.do(thread.receive_choice, cleo.visitor_id, "again", asked["id"], "1")


def test_a_choice_that_is_sent_again_gets_the_first_result(desk: Desk, cleo: Customer) -> None:
    desk.engine.script.append(answer("Good?", signal("propose_resolution")))
    desk.talk(cleo, "hello")
    asked = desk.view(cleo)["messages"][-1]
    send = (thread.receive_choice, cleo.visitor_id, "click", asked["id"], "1")
    assert desk.shop.do(*send) == desk.shop.do(*send)


def test_another_visitors_choice_does_not_exist(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.engine.script.append(answer("Good?", signal("propose_resolution")))
    desk.talk(cleo, "hello")
    asked = desk.view(cleo)["messages"][-1]
    dora = arrive(shop)
    for message_id, choice_id in [(asked["id"], "1"), ("no such message", "1")]:
        with pytest.raises(NotFound):
            shop.do(thread.receive_choice, dora.visitor_id, "click", message_id, choice_id)
    with pytest.raises(NotFound):
        shop.do(thread.receive_choice, cleo.visitor_id, "click", asked["id"], "9")


@pytest.mark.parametrize("bad", ["\x00", "a\x00b", "\ud800", "x" * 5000, "' OR 1=1 --"])
def test_an_id_that_cannot_exist_is_not_found(shop: Shop, cleo: Customer, ann: str, bad: str) -> None:
    with pytest.raises(NotFound):
        shop.do(thread.receive_choice, cleo.visitor_id, "click", bad, "1")
    with pytest.raises(NotFound):
        shop.do(agents.claim, bad, ann)
    with pytest.raises(NotFound):
        shop.look(conversation_detail, bad)
    for name in ("search", "assignee"):
        assert shop.look(list_conversations, **{name: bad})["conversations"] == []


def test_a_slash_is_only_text(desk: Desk, cleo: Customer) -> None:
    desk.talk(cleo, "/restart")
    assert desk.engine.asked == [(cleo.conversation_id, "/restart", None)]


def test_notes_are_not_for_the_customer(desk: Desk, shop: Shop, cleo: Customer, ann: str) -> None:
    desk.talk(cleo, "hello")
    shop.told.clear()
    shop.do(agents.add_note, cleo.conversation_id, ann, "He was rude last time")
    assert "He was rude last time" not in desk.said(cleo)
    assert all(not wake.topic.startswith("visitor:") for wake in shop.told)


def test_after_the_reopen_window_a_new_conversation_is_linked_to_the_old_one(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer
) -> None:
    desk.talk(cleo, "hello")
    shop.do(thread.end_chat, cleo.visitor_id)
    clock.advance(hours=25)
    desk.talk(cleo, "hello again")
    new = shop.conversation(desk.current(cleo))
    assert new.id != cleo.conversation_id
    assert new.previous_id == cleo.conversation_id
    assert desk.status(cleo) == "bot"
    assert shop.conversation(cleo.conversation_id).status == "resolved"
    assert [m["seq"] for m in desk.view(cleo)["messages"]] == list(range(1, 7))


def test_within_the_reopen_window_the_conversation_goes_on(desk: Desk, shop: Shop, cleo: Customer) -> None:
    desk.talk(cleo, "hello")
    shop.do(thread.end_chat, cleo.visitor_id)
    assert desk.status(cleo) == "resolved"
    desk.talk(cleo, "one more thing")
    assert desk.current(cleo) == cleo.conversation_id
    assert desk.status(cleo) == "bot"
    assert desk.said(cleo)[-1] == "Please descale it."


def test_a_token_says_who_it_is_until_it_expires(shop: Shop, clock: Clock, cleo: Customer) -> None:
    assert visitors.visitor_of(shop.house, cleo.token) == cleo.visitor_id
    renewed = shop.do(visitors.renew_session, cleo.visitor_id)
    assert renewed["conversation_id"] == cleo.conversation_id
    clock.advance(days=31)
    with pytest.raises(TokenExpired):
        visitors.visitor_of(shop.house, cleo.token)
    head, body, seal = cleo.token.split(".")
    for forged in ["", "nonsense", f"{head}.{body}.{seal[::-1]}", f"{head}.{body}."]:
        with pytest.raises(BadToken):
            visitors.visitor_of(shop.house, forged)


def test_a_visitor_who_does_not_exist_is_not_signed_in(shop: Shop) -> None:
    with pytest.raises(BadToken):
        shop.do(thread.receive_text, "nobody", "1", "hello")
    with pytest.raises(BadToken):
        shop.look(thread.read_thread, "nobody")


def test_two_questions_are_answered_in_their_order(desk: Desk, shop: Shop, cleo: Customer) -> None:
    for text in ("first", "second", "third"):
        desk.write(cleo, text)
    desk.answer()
    assert [text for _, text, _ in desk.engine.asked] == ["first", "second", "third"]
    assert len(shop.rows(Turn)) == 3


def together(work: object, times: int) -> None:
    """Run it in so many threads at once; a failure in one of them is a failure."""
    failed: list[BaseException] = []
    gate = threading.Barrier(times)

    def go() -> None:
        gate.wait()
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=go) for _ in range(times)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
