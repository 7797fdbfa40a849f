"""Where is my order: only with the second fact, whatever comes in between."""

import pytest

NUMBER, EMAIL, POSTCODE = "BL-10482", "cleo.samplewood@example.com", "10115"


def track(customer, text, intent="service_track_order"):
    return customer.turn("action_track_order", text, intent)


def detail(customer, text):
    return customer.turn("action_give_details", text, "chat_give_details")


def test_a_number_alone_shows_nothing(customer):
    reply = track(customer, f"where is {NUMBER}")
    assert reply.responses == ["utter_ask_order_proof"]


@pytest.mark.parametrize("proof", [EMAIL, EMAIL.upper(), POSTCODE, f"my postcode is {POSTCODE}"])
def test_the_number_and_a_second_fact_show_the_order(customer, proof):
    track(customer, f"where is {NUMBER}")
    reply = detail(customer, proof)
    assert reply.responses[0] == "utter_order_shipped"
    assert "PB48210077DE" in reply.text
    assert reply.signal("identified")["order"] == NUMBER


def test_wrong_number_and_wrong_proof_read_the_same(customer):
    wrong_proof = track(customer, f"{NUMBER}, postcode 99999")
    wrong_number = track(customer, f"BL-99999, postcode {POSTCODE}")
    assert wrong_proof.responses == wrong_number.responses == ["utter_order_not_found"]
    assert not wrong_proof.signals


def test_three_wrong_tries_go_to_a_person_also_across_starting_over(customer):
    track(customer, f"{NUMBER}, postcode 99999")
    detail(customer, "postcode 99998")
    customer.turn("action_stop", "never mind", "chat_stop")
    reply = track(customer, f"{NUMBER}, postcode 99997")
    assert reply.responses == ["utter_order_tries_over"]
    assert reply.signal("escalate")["reason"] == "identity"


def test_a_correction_replaces_the_number_even_when_it_was_taken_for_a_no(customer):
    track(customer, "order BL-10483 please")
    reply = customer.turn("action_deny", f"no sorry, {NUMBER}", "chat_deny")
    assert NUMBER in reply.text
    assert detail(customer, EMAIL).responses[0] == "utter_order_shipped"


def test_details_are_recognised_in_what_was_not_understood(customer):
    track(customer, "where is my order")
    reply = customer.turn("action_ask_meaning", f"{NUMBER} {EMAIL}", "nlu_fallback")
    assert reply.responses[0] == "utter_order_shipped"
    assert not reply.signal("misunderstood")


def test_a_question_in_between_is_answered_and_the_order_remembered_once(customer):
    track(customer, "where is my order")
    between = customer.turn("action_ask_hours", "when are you open", "service_ask_hours")
    assert between.responses[-2:] == ["utter_request_back", "utter_ask_order_details"]
    again = customer.turn("action_ask_hours", "and on sunday?", "service_ask_hours")
    assert "utter_request_back" not in again.responses
    assert detail(customer, f"{NUMBER} {POSTCODE}").responses[0] == "utter_order_shipped"


def test_never_mind_forgets_what_was_said(customer):
    track(customer, f"where is {NUMBER}")
    customer.turn("action_stop", "never mind", "chat_stop")
    assert customer.slots["order_number"] is None
    assert customer.slots["request"] is None


def test_a_late_order_brings_the_offer_of_a_person(customer):
    reply = track(customer, "BL-10431 postcode 1010")
    assert reply.responses[-1] == "utter_order_late"
    assert customer.slots["handoff"]["reason"] == "order_late"


def test_every_sample_order_can_be_told(customer, domain):
    from bot.domain.orders import OrderStatus

    for status in OrderStatus:
        assert f"utter_order_{status}" in domain["responses"]
