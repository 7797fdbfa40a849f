"""The ledger: nothing twice, no limit passed by two at once, every decision with who and why."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.goodwill import Gesture
from bot.db.models.shop import Contact, Order, OrderItem, OrderStatus
from bot.db.models.staff import Role
from bot.domain.errors import AlreadyAnswered, Forbidden, NotFound
from bot.domain.goodwill import Limit, Standing
from bot.domain.policies import Goodwill, Grievance
from bot.services import goodwill
from bot.services.desk_views import conversation_detail
from bot.services.goodwill import Case
from bot.services.house import House
from tests.company import stock
from tests.conftest import Clock, Customer, Shop, hire

LATE = Grievance("late", ("late",), Decimal(5), 0, "a voucher of {amount}", None)
BROKEN = Grievance("broken", ("broken",), Decimal(10), 10, "a voucher of {amount}", None)
RULES = Goodwill(Decimal(10), Decimal(20), Decimal(50), 2, (LATE, BROKEN))


@pytest.fixture
def contact_id(shop: Shop, cleo: Customer) -> str:
    def known(session: Session, house: House) -> str:
        contact = Contact(name="Cleo", email="cleo@example.com", created_at=house.now())
        session.add(contact)
        session.flush()
        session.get_one(Conversation, cleo.conversation_id).contact_id = contact.id
        return contact.id

    return str(shop.do(known))


def give(shop: Shop, contact_id: str, turn: str, grievance: Grievance = LATE, **case: Any) -> Gesture:
    said = Case(turn, case.pop("conversation_id", f"conversation of {turn}"), contact_id, **case)

    def verb(session: Session, house: House) -> Gesture:
        return goodwill.give(session, RULES, grievance, said, house.now(), "EUR")

    found: Gesture = shop.do(verb)
    return found


def test_a_gesture_within_the_limits_is_given_with_why(shop: Shop, contact_id: str) -> None:
    gesture = give(shop, contact_id, "t1")
    assert (gesture.standing, gesture.limit, gesture.cents) == (Standing.GIVEN, None, 500)
    assert (gesture.gesture, gesture.grievance, gesture.staff_id) == ("a voucher of 5.00 EUR", "late", None)


def test_what_the_books_do_not_bear_out_is_for_a_person(shop: Shop, contact_id: str) -> None:
    gesture = give(shop, contact_id, "t1", borne_out=False)
    assert (gesture.standing, gesture.limit) == (Standing.ASKED, Limit.UNPROVEN)


def test_the_same_turn_and_the_same_complaint_give_nothing_twice(shop: Shop, contact_id: str) -> None:
    first = give(shop, contact_id, "t1", conversation_id="c")
    assert give(shop, contact_id, "t1", conversation_id="c").id == first.id
    assert give(shop, contact_id, "t2", conversation_id="c").id == first.id
    assert len(shop.rows(Gesture)) == 1


def test_the_third_in_a_year_is_asked_for_and_a_year_later_given(shop: Shop, clock: Clock, contact_id: str) -> None:
    standings = [give(shop, contact_id, f"t{number}").standing for number in range(3)]
    assert standings == [Standing.GIVEN, Standing.GIVEN, Standing.ASKED]
    clock.advance(days=366)
    assert give(shop, contact_id, "later").standing is Standing.GIVEN


def test_what_depends_on_an_order_counts_only_the_customers_own(shop: Shop, contact_id: str) -> None:
    def order(session: Session, house: House) -> None:
        bought = Order(number="BL-1", contact_id=contact_id, status=OrderStatus.DELIVERED, ordered_at=house.now())
        session.add(bought)
        session.flush()
        item = {"product_id": "duo", "name": "Duo", "quantity": 1, "unit_cents": 39900}
        session.add(OrderItem(order_id=bought.id, **item))

    shop.do(order)
    gesture = give(shop, contact_id, "t1", BROKEN, order_number="BL-1")
    assert (gesture.cents, gesture.standing, gesture.limit) == (3990, Standing.ASKED, Limit.AMOUNT)
    assert give(shop, contact_id, "t2", BROKEN, order_number="BL-2").cents == 1000


def test_nobody_unknown_gets_anything(shop: Shop) -> None:
    with pytest.raises(NotFound):
        give(shop, "nobody", "t1")
    assert shop.rows(Gesture) == []


def test_limits_hold_when_many_ask_at_once(shop: Shop, contact_id: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        given = list(threads.map(lambda number: give(shop, contact_id, f"t{number}"), range(6)))
    assert [one.standing for one in given].count(Standing.GIVEN) == RULES.per_contact_a_year
    with ThreadPoolExecutor(4) as threads:
        same = list(threads.map(lambda _: give(shop, contact_id, "again"), range(4)))
    assert len({one.id for one in same}) == 1


@pytest.fixture
def asked(shop: Shop, cleo: Customer, contact_id: str) -> Gesture:
    """Above what the bot may give, and within what an agent may."""
    shop.do(stock)
    dear = Grievance("dear", ("dear",), Decimal(40), 0, "a voucher of {amount}", None)
    return give(shop, contact_id, "t1", dear, conversation_id=cleo.conversation_id)


def test_an_agent_approves_and_the_customer_hears_of_it(shop: Shop, cleo: Customer, ann: str, asked: Gesture) -> None:
    shop.do(goodwill.decide, asked.id, ann, True, "Fair after two weeks.")
    detail = shop.look(conversation_detail, cleo.conversation_id)
    (entry,) = detail["handoff"]["goodwill"]
    assert (entry["standing"], entry["decided_by"], entry["note"]) == ("approved", "Ann Able", "Fair after two weeks.")
    assert "a voucher of 40.00 EUR" in shop.messages(cleo.conversation_id)[-1].text
    assert shop.reasons(cleo.conversation_id)[-1] == "goodwill_approved"
    with pytest.raises(AlreadyAnswered):
        shop.do(goodwill.decide, asked.id, ann, False, None)


def test_a_refusal_stays_inside_the_house(shop: Shop, cleo: Customer, ann: str, asked: Gesture) -> None:
    shop.do(goodwill.decide, asked.id, ann, False, "Given last week.")
    assert shop.messages(cleo.conversation_id) == []
    assert shop.look(conversation_detail, cleo.conversation_id)["handoff"]["goodwill"][0]["standing"] == "refused"


def test_above_the_agents_limit_an_admin_decides(shop: Shop, contact_id: str, asked: Gesture, ann: str) -> None:
    shop.do(lambda session, house: setattr(session.get_one(Gesture, asked.id), "cents", 5001))
    with pytest.raises(Forbidden):
        shop.do(goodwill.decide, asked.id, ann, True, None)
    admin = hire(shop, "Ada", Role.ADMIN)
    assert shop.do(goodwill.decide, asked.id, admin, True, None)["standing"] == "approved"
