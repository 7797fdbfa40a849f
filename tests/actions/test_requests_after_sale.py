"""A technician's visit, booked against windows that are really free; the warranty; the account; money."""

from datetime import UTC, datetime

import pytest

from actions import store
from bot.db.models.service import Erasure, Refund
from bot.db.models.shop import Contact

ACTIONS = {
    "service_book_visit": "action_book_visit",
    "service_check_warranty": "action_check_warranty",
    "service_manage_account": "action_manage_account",
    "service_ask_billing": "action_ask_billing",
    "service_cancel_order": "action_cancel_order",
    "chat_affirm": "action_affirm",
    "chat_deny": "action_deny",
    "chat_give_details": "action_give_details",
}
THEO, IDA, CLEO, WANDA, OFFICE = (
    "BL-10420, 1000",
    "BL-10471, 50667",
    "BL-10482, 10115",
    "BL-10431, 1010",
    "BL-10475, 60311",
)


@pytest.fixture
def say(customer):
    def turn(text, intent="chat_give_details", date=None, serial=None, **more):
        entities = {name: value for name, value in (("date", date), ("serial_number", serial)) if value}
        return customer.turn(ACTIONS[intent], text, intent, entities=entities, **more)

    return turn


def free():
    with store.looking(datetime.now(UTC)) as business:
        return business.calendar.free()


def rows(model):
    with store.reader() as session:
        return list(session.query(model))


def test_a_visit_is_booked_moved_and_cancelled(say):
    asked = say("i need a technician for my one", "service_book_visit")
    assert asked.responses == ["utter_policy", "utter_ask_identity"]
    slots = say(THEO)
    assert slots.responses == ["utter_ask_slot"]
    first = slots.buttons[0]
    confirm = say(f"/chat_give_details{first['payload']}", date=free()[0].stored())
    assert confirm.responses == ["utter_confirm_visit_free"]
    assert say("yes", "chat_affirm").responses == ["utter_done_visit"]
    moved = say("can we move it to another day", "service_book_visit")
    assert moved.responses == ["utter_ask_slot"]
    other = free()[5]
    assert say("friday then", date=other.stored()).responses == ["utter_confirm_move_visit"]
    assert say("ok", "chat_affirm").responses == ["utter_done_move_visit"]
    assert say("cancel the technician", "service_book_visit").responses == ["utter_confirm_cancel_visit"]
    assert say("yes", "chat_affirm").responses == ["utter_done_cancel_visit"]
    assert say("when does the technician come", "service_book_visit").responses == ["utter_refuse_no_visit"]


def test_a_time_is_corrected_before_the_yes(say):
    say("i need a technician for my one", "service_book_visit")
    say(THEO)
    first, other = free()[0], free()[4]
    assert "utter_confirm_visit_free" in say("that day", date=first.stored()).responses
    corrected = say("make it later instead", "chat_deny", date=other.stored())
    assert corrected.responses == ["utter_confirm_visit_free"]
    assert f"{other.opens:%H:%M}" in corrected.text


def test_a_turn_that_is_run_again_books_one_visit(say, customer):
    say("i need a technician for my one", "service_book_visit")
    say(THEO)
    say("that day", date=free()[0].stored())
    before = dict(customer.slots)
    first = say("yes", "chat_affirm", turn_id="t1")
    customer.slots = before
    again = say("yes", "chat_affirm", turn_id="t1")
    assert first.text == again.text
    with store.looking(datetime.now(UTC)) as business:
        assert len(business.calendar.of(customer.metadata["proven_contact"])) == 1


def test_without_warranty_and_plan_a_visit_has_a_price(say, knowledge):
    say("i need a technician for my one", "service_book_visit")
    say(CLEO)
    confirm = say("that day", date=free()[0].stored())
    assert confirm.responses == ["utter_confirm_visit_fee"]
    assert f"{knowledge.policies.visits.fee:.0f} {knowledge.company.currency}" in confirm.text


def test_a_whole_day_is_narrowed_to_its_windows(say):
    say("i need a technician for my one", "service_book_visit")
    say(THEO)
    day = free()[0].day
    offered = say("that day", date=f"{day}T00:00/{day}T23:59")
    assert offered.responses == ["utter_ask_slot"]
    assert len(offered.buttons) == 3
    assert say("in the morning").responses == ["utter_confirm_visit_free"]


def test_what_is_booked_can_be_asked_for(say):
    say("when does the technician come?", "service_book_visit")
    assert say(WANDA).responses == ["utter_visit_is"]


@pytest.mark.parametrize(("serial", "said"), [("O2608-1204", "covered"), ("O2311-0093", "over")])
def test_the_warranty_is_looked_up_by_serial_number_and_leads_to_a_visit(say, serial, said):
    reply = say(f"is {serial} under warranty", "service_check_warranty", serial=serial)
    assert reply.responses == [f"utter_warranty_{said}"]
    assert say("yes please", "chat_affirm").responses == ["utter_ask_identity"]


def test_a_serial_number_is_asked_for(say):
    assert say("is my machine under warranty", "service_check_warranty").responses == [
        "utter_policy",
        "utter_ask_serial",
    ]
    assert say("D2419-0731", serial="D2419-0731").responses == ["utter_warranty_covered"]


@pytest.mark.parametrize(
    ("wish", "value", "column", "kept"),
    [
        ("i have a new phone number", "+49 171 5550199", "phone", "+49 171 5550199"),
        ("my name has changed", "Cleo Sampleton", "name", "Cleo Sampleton"),
        ("change the address in my account", "Gartenweg 7, 20095 Hamburg", "street", "Gartenweg 7"),
        ("please change my email", "cleo@example.com", "email", "cleo@example.com"),
    ],
)
def test_the_account_is_changed_after_proof_and_a_yes(say, customer, wish, value, column, kept):
    assert say(wish, "service_manage_account").responses == ["utter_ask_identity"]
    assert say(CLEO).responses[0].startswith("utter_ask_")
    assert kept in say(value).text
    assert say("yes that's right", "chat_affirm").responses[0].startswith("utter_done_")
    with store.reader() as session:
        assert getattr(session.get(Contact, customer.metadata["proven_contact"]), column) == kept


def test_a_new_email_proves_nothing(say):
    reply = say("change my email from BL-10482 to cleo.samplewood@example.com", "service_manage_account")
    assert reply.responses == ["utter_ask_order_proof"]
    assert say("postcode 10115").responses == ["utter_confirm_email"]


def test_a_wish_to_be_forgotten_is_registered_once_and_a_person_told(say):
    assert say("delete my account please", "service_manage_account").responses == ["utter_policy", "utter_ask_identity"]
    assert say(CLEO).responses == ["utter_confirm_erase"]
    done = say("yes", "chat_affirm")
    assert done.responses == ["utter_done_erase"]
    assert done.signal("escalate")["reason"] == "privacy"
    assert say("delete my account", "service_manage_account").responses == ["utter_policy", "utter_already_erase"]
    assert len(rows(Erasure)) == 1


def test_a_double_charge_is_found_and_given_back_once(say):
    confirm = say("i was charged twice for BL-10398, postcode 10115", "service_ask_billing")
    assert confirm.responses == ["utter_confirm_double_charge"]
    assert say("yes", "chat_affirm").responses == ["utter_done_double_charge"]
    again = say("you took it twice for BL-10398", "service_ask_billing")
    assert again.responses == ["utter_already_refunded_ordered"]
    status = say("where is my refund", "service_ask_billing")
    assert status.responses == ["utter_refund_ordered"]


def test_a_large_refund_goes_to_a_person(say):
    confirm = say("i was charged twice for BL-10290, postcode 60311", "service_ask_billing")
    assert confirm.responses == ["utter_confirm_double_charge_person"]
    done = say("yes", "chat_affirm")
    assert done.signal("escalate")["reason"] == "refund"
    assert [refund.status for refund in rows(Refund)][-1] == "to_approve"


def test_what_was_paid_goes_back_when_an_order_is_cancelled(say):
    before = len(rows(Refund))
    say(f"cancel {IDA}", "service_cancel_order")
    assert say("yes", "chat_affirm").responses == ["utter_done_cancel_paid"]
    assert len(rows(Refund)) == before + 1
    assert say("where is my refund", "service_ask_billing").responses == ["utter_refund_ordered"]


def test_a_copy_of_the_invoice(say):
    reply = say("can you send me the invoice of BL-10482 again, postcode 10115", "service_ask_billing")
    assert reply.responses == ["utter_done_invoice"]
    assert reply.signal("document") == {"signal": "document", "kind": "invoice", "order": "BL-10482"}
