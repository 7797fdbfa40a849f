"""How is it going? Once, at the right time, only where it is welcome; a bad answer becomes a case."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.adapters.mail import Post
from bot.db.models.due import DueItem
from bot.db.models.mail import Mail
from bot.db.models.rating import Rating
from bot.db.models.shop import Contact, Order, OrderEvent
from bot.db.models.visitor import Visitor
from bot.domain.orders import OrderStatus
from bot.domain.understanding import understanding_of
from bot.services import reminders
from bot.services.house import House
from bot.services.postman import deliver
from tests.company import stock
from tests.conftest import Clock, Customer, Shop, arrive
from tests.post_office import PostOffice
from tests.services.conftest import Desk
from tests.services.fake_engine import answer, signal, understood
from tests.services.test_endings import carry_out

SOLVED = answer("Descale it.", signal("propose_resolution"))


@pytest.fixture(autouse=True)
def company(shop: Shop) -> None:
    shop.do(stock)


@pytest.fixture
def solved(desk: Desk, cleo: Customer) -> Customer:
    solve(desk, cleo)
    return cleo


def solve(desk: Desk, who: Customer) -> None:
    desk.engine.script.append(SOLVED)
    desk.talk(who, "E3 on my Duo")
    desk.choose(who, "yes")


def know(shop: Shop, *customers: Customer, ordered: OrderStatus | None = None, days_ago: int = 0) -> str:
    """They are Cleo, by proof; perhaps she has an order."""

    def add(session: Session, house: House) -> str:
        contact = Contact(name="Cleo Samplewood", email="cleo@example.com", created_at=house.now())
        session.add(contact)
        session.flush()
        for customer in customers:
            session.get_one(Visitor, customer.visitor_id).contact_id = contact.id
        if ordered is not None:
            at = house.now() - timedelta(days=days_ago)
            order = Order(number="BL-1", contact_id=contact.id, status=ordered, ordered_at=at)
            order.promised_on = house.now().date() + timedelta(days=2)
            session.add(order)
            session.flush()
            session.add(OrderEvent(order_id=order.id, at=at, status=ordered))
        return contact.id

    contact_id = str(shop.do(add))
    for customer in customers:
        belongs(shop, customer, contact_id)
    return contact_id


def belongs(shop: Shop, customer: Customer, contact_id: str) -> None:
    from bot.db.models.conversation import Conversation

    def say(session: Session, house: House) -> None:
        session.get_one(Conversation, customer.conversation_id).contact_id = contact_id

    shop.do(say)


def outcomes(shop: Shop) -> list[Any]:
    """Of all that was planned, in that order."""
    return [item.outcome for item in sorted(shop.rows(DueItem), key=lambda item: item.created_at)]


def test_a_solved_case_is_asked_about_three_days_later_in_the_morning(
    desk: Desk, shop: Shop, clock: Clock, solved: Customer
) -> None:
    clock.advance(days=2, hours=20)
    assert carry_out(shop) == 0
    clock.advance(hours=3)
    assert carry_out(shop) == 1
    last = desk.view(solved)["messages"][-1]
    assert (last["author"], last["kind"]) == ("bot", "choices")
    assert "Wednesday, 18 November" in last["text"]
    assert [choice["value"] for choice in last["choices"]] == ["yes", "no", None]
    assert desk.current(solved) != solved.conversation_id, "a new conversation, linked to the old one"
    assert shop.conversation(desk.current(solved)).previous_id == solved.conversation_id
    assert carry_out(shop) == 0, "once"


@pytest.fixture
def checkin(desk: Desk, shop: Shop, clock: Clock, solved: Customer) -> Customer:
    """Cleo sees the question."""
    clock.advance(days=4)
    assert carry_out(shop) == 1
    return solved


@pytest.mark.parametrize("how", ["button", "no", "No, not quite"])
def test_a_bad_answer_becomes_a_case_with_raised_priority(desk: Desk, shop: Shop, checkin: Customer, how: str) -> None:
    if how == "button":
        desk.choose(checkin, "no")
    else:
        desk.write(checkin, how)
    row = shop.conversation(desk.current(checkin))
    assert (row.status, row.reason, row.priority) == ("queued", "checkin_bad", "high")
    assert row.previous_id == checkin.conversation_id, "its history"
    assert outcomes(shop) == ["badly"]


def test_a_typed_answer_is_judged_by_the_engine(desk: Desk, shop: Shop, checkin: Customer) -> None:
    desk.engine.parses = understanding_of(understood("success_checkin_bad"))
    desk.talk(checkin, "to be honest it has been disappointing ever since")
    assert desk.status(checkin) == "queued"


def test_something_else_is_a_message_like_any_other(desk: Desk, shop: Shop, checkin: Customer) -> None:
    desk.engine.parses = understanding_of(understood("service_track_order"))
    desk.talk(checkin, "where is my order")
    assert desk.said(checkin)[-1] == "Please descale it."
    assert outcomes(shop) == ["went_on"]


def test_a_good_answer_leads_to_the_question_for_a_score_and_its_reason(
    desk: Desk, shop: Shop, clock: Clock, checkin: Customer
) -> None:
    desk.choose(checkin, "yes")
    clock.advance(days=6)
    assert carry_out(shop) == 0
    clock.advance(days=2)
    assert carry_out(shop) == 1
    numbers = [choice["title"] for choice in desk.view(checkin)["messages"][-1]["choices"]]
    assert numbers[:-1] == [str(score) for score in range(11)]
    desk.choose(checkin, "9")
    desk.talk(checkin, "it never lets me down")
    [rating] = shop.rows(Rating, kind="nps")
    assert (rating.score, rating.comment, rating.conversation_id) == (
        9,
        "it never lets me down",
        desk.current(checkin),
    )
    assert "20 EUR" in desk.said(checkin)[-1], "who recommends us hears what both get"


def test_nobody_hears_of_rewards_while_a_case_is_open(desk: Desk, shop: Shop, clock: Clock, checkin: Customer) -> None:
    other = arrive(shop)
    contact_id = know(shop, checkin, other)
    desk.choose(checkin, "yes")
    clock.advance(days=8)
    carry_out(shop)
    belongs(shop, other, contact_id)
    desk.engine.script.append(answer("Of course.", signal("escalate", reason="asked"), intent="chat_request_human"))
    desk.talk(other, "a person please")
    from bot.db.models.conversation import Conversation

    shop.do(lambda s, h: setattr(s.get_one(Conversation, desk.current(checkin)), "contact_id", contact_id))
    desk.choose(checkin, "10")
    desk.talk(checkin, "I like it")
    assert "20 EUR" not in " ".join(desk.said(checkin))


@pytest.mark.parametrize(("typed", "score"), [("8", 8), ("9 out of 10", 9), ("7, because of the app", 7)])
def test_a_typed_score_counts(desk: Desk, shop: Shop, clock: Clock, checkin: Customer, typed: str, score: int) -> None:
    desk.choose(checkin, "yes")
    clock.advance(days=8)
    carry_out(shop)
    desk.write(checkin, typed)
    assert [rating.score for rating in shop.rows(Rating, kind="nps")] == [score]


def test_who_does_not_want_to_score_is_left_in_peace(desk: Desk, shop: Shop, clock: Clock, checkin: Customer) -> None:
    desk.choose(checkin, "yes")
    clock.advance(days=8)
    carry_out(shop)
    desk.write(checkin, "not now")
    assert outcomes(shop) == ["well", "declined"]
    assert shop.rows(Rating, kind="nps") == []


def test_who_said_no_to_such_questions_is_never_asked_again(
    desk: Desk, shop: Shop, clock: Clock, checkin: Customer
) -> None:
    desk.choose(checkin, "Please don't ask me such things")
    clock.advance(minutes=1)
    solve(desk, checkin)
    clock.advance(days=8)
    carry_out(shop)
    assert outcomes(shop) == ["never", "unwanted"]
    assert desk.status(checkin) == "resolved"


def test_nobody_has_two_open_check_ins_whatever_browser_they_use(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer
) -> None:
    other = arrive(shop)
    know(shop, cleo, other)
    solve(desk, cleo)
    solve(desk, other)
    clock.advance(days=4)
    assert carry_out(shop) == 2
    assert sorted(outcomes(shop), key=str) == [None, "asked_lately"]


def test_while_a_case_is_open_nobody_is_asked(desk: Desk, shop: Shop, clock: Clock, solved: Customer) -> None:
    clock.advance(days=2)
    desk.engine.script.append(answer("Of course.", signal("escalate", reason="asked"), intent="chat_request_human"))
    desk.talk(solved, "can I talk to someone")
    clock.advance(days=2)
    assert carry_out(shop) == 1
    assert desk.status(solved) == "queued"
    assert outcomes(shop) == [None], "it waits for another day"


def test_a_case_that_was_opened_again_is_not_asked_about(
    desk: Desk, shop: Shop, clock: Clock, solved: Customer
) -> None:
    desk.talk(solved, "no, it came back")
    clock.advance(days=4)
    carry_out(shop)
    assert outcomes(shop) == ["not_solved"]


def test_a_question_of_price_is_no_case(desk: Desk, shop: Shop, clock: Clock, cleo: Customer) -> None:
    desk.engine.script.append(answer("49 EUR.", intent="service_ask_price"))
    desk.talk(cleo, "what is a visit")
    desk.engine.script.append(answer(signal("solved"), intent="chat_solved"))
    desk.talk(cleo, "that answers it")
    assert desk.status(cleo) == "resolved"
    assert outcomes(shop) == []


def test_a_delivery_is_asked_about_when_it_has_arrived(desk: Desk, shop: Shop, clock: Clock, cleo: Customer) -> None:
    know(shop, cleo, ordered=OrderStatus.SHIPPED)
    desk.talk(cleo, "where is my parcel")
    clock.advance(days=8)
    assert carry_out(shop) == 1
    assert outcomes(shop) == [None], "it has not arrived: another day, perhaps"

    def arrives(session: Session, house: House) -> None:
        order = session.query(Order).one()
        order.status = OrderStatus.DELIVERED
        session.add(OrderEvent(order_id=order.id, at=house.now(), status=order.status))

    shop.do(arrives)
    clock.advance(days=1)
    assert carry_out(shop) == 1
    assert "BL-1" in desk.said(cleo)[-1]
    assert desk.said(cleo)[-1].startswith("Hello Cleo!")
    desk.talk(cleo, "thanks for asking, but tell me about milk")
    assert len(shop.rows(DueItem)) == 1, "planned once"


def test_where_letters_can_be_sent_a_known_customer_gets_one_with_a_way_into_the_chat(
    desk: Desk, shop: Shop, clock: Clock, cleo: Customer, post_office: PostOffice
) -> None:
    shop.with_settings(smtp_url=post_office.url, public_url="https://shop.example")
    know(shop, cleo)
    solve(desk, cleo)
    clock.advance(days=4)
    carry_out(shop)
    assert deliver(shop.database, shop.house, shop.told.append, Post(post_office.url)) == 1
    [letter] = post_office.letters
    assert letter["To"] == "cleo@example.com"
    assert "https://shop.example#careline=" in letter.get_content()
    assert "Is all still well" in letter.get_content().replace("\n", " ")


def test_a_stranger_gets_no_letter(
    desk: Desk, shop: Shop, clock: Clock, solved: Customer, post_office: PostOffice
) -> None:
    shop.with_settings(smtp_url=post_office.url, public_url="https://shop.example")
    clock.advance(days=4)
    carry_out(shop)
    assert shop.rows(Mail) == []


def test_two_gateways_ask_once(desk: Desk, shop: Shop, clock: Clock, solved: Customer) -> None:
    """Also after a restart: what is due lies in the database, not in a process."""
    clock.advance(days=4)
    ready, failed = threading.Barrier(4), []

    def work() -> None:
        try:
            ready.wait()
            shop.do(reminders.do_next)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    questions = [text for text in desk.said(solved) if "It's me again" in text]
    assert len(questions) == 1
