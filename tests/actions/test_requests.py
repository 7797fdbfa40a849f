"""Requests: what is missing is asked for, corrections are taken, nothing changes without a yes, nothing twice."""

import pytest

from actions import store

IDA, NUMBER, OTHER = "50667", "BL-10471", "BL-10486"
ADDRESS = "Lindenstraße 12, 10969 Berlin"
TURNS = {
    "service_track_order": "action_track_order",
    "service_change_order": "action_change_order",
    "service_cancel_order": "action_cancel_order",
    "service_return_item": "action_return_item",
    "chat_affirm": "action_affirm",
    "chat_deny": "action_deny",
    "chat_give_details": "action_give_details",
    "chat_stop": "action_stop",
    "service_ask_price": "action_ask_price",
    "nlu_fallback": "action_ask_meaning",
}


@pytest.fixture
def say(customer):
    def turn(text, intent="chat_give_details", **more):
        return customer.turn(TURNS[intent], text, intent, **more)

    return turn


@pytest.fixture
def proven(customer):
    """The signed identity of a customer of the samples, as the gateway passes it."""

    def prove(number):
        with store.looking(store_now()) as business:
            customer.metadata["proven_contact"] = business.orders.hold(number).contact_id

    return prove


def store_now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def order(number):
    with store.looking(store_now()) as business:
        return business.orders.hold(number)


def test_an_order_is_cancelled_only_after_a_yes(say):
    asked = say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    assert asked.responses == ["utter_confirm_cancel_paid"]
    assert order(NUMBER).status == "paid"
    assert say("yes", "chat_affirm").responses == ["utter_done_cancel_paid"]
    assert order(NUMBER).status == "cancelled"


def test_done_twice_says_that_it_is_done_already(say):
    say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    say("yes", "chat_affirm")
    again = say(f"please cancel order {NUMBER}", "service_cancel_order")
    assert again.responses == ["utter_refuse_cancelled"]


def test_a_turn_that_is_run_again_changes_nothing_again_and_says_the_same(say, customer):
    say(f"add two boxes of hazelnut pods to {NUMBER}, postcode {IDA}", "service_change_order")
    before = dict(customer.slots)
    first = say("yes please", "chat_affirm", turn_id="t1")
    customer.slots = before  # as if the engine had died before it stored the turn
    second = say("yes please", "chat_affirm", turn_id="t1")
    assert first.responses == second.responses == ["utter_done_items"]
    assert first.text == second.text
    assert [item.quantity for item in order(NUMBER).items if item.product_id == "hazelnut-pods"] == [2]


def test_no_leaves_everything_as_it_is(say, customer):
    say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    assert say("no, I'll keep it", "chat_deny").responses == ["utter_request_dropped"]
    assert order(NUMBER).status == "paid"
    assert customer.slots["request"] is None


def test_never_mind_drops_it(say, customer):
    say("cancel my order", "service_cancel_order")
    say("never mind", "chat_stop")
    assert customer.slots["request"] is None
    assert say("yes", "chat_affirm").responses == ["utter_affirm"]


def test_the_other_order(say, proven):
    proven(NUMBER)
    asked = say("cancel my order", "service_cancel_order")
    assert asked.responses == ["utter_ask_which_order"]
    assert len(asked.buttons) == 2
    assert NUMBER in say(NUMBER).text
    corrected = say("no, the other order", "chat_deny")
    assert corrected.responses == ["utter_confirm_cancel_unpaid"]
    assert OTHER in corrected.text


def test_an_order_may_be_meant_by_what_is_in_it_or_by_a_button(say, customer, proven):
    proven(NUMBER)
    say("cancel my order", "service_cancel_order")
    assert OTHER in say("the one with the caramel pods").text
    chosen = customer.turn("action_give_details", "", "chat_give_details", entities={"order_number": NUMBER})
    assert NUMBER in chosen.text


def test_whoever_is_known_and_has_one_order_that_fits_is_not_asked_for_it(say, proven):
    proven("BL-10482")
    reply = say("where is my order", "service_track_order")
    assert reply.responses[0] == "utter_order_shipped"


def test_too_late_says_why_and_what_else_before_anything_is_asked(say, customer):
    reply = say("send order BL-10466 to another address please, postcode 1011 AB", "service_change_order")
    assert reply.responses == ["utter_refuse_on_its_way"]
    assert customer.slots["handoff"]["reason"] == "service_request"


def test_an_address_comes_in_parts_and_can_be_corrected(say):
    say(f"change the address of {NUMBER}, my postcode is {IDA}", "service_change_order")
    assert say("Lindenstraße 12").responses == ["utter_ask_address_town"]
    confirm = say("10969 Berlin")
    assert ADDRESS in confirm.text
    corrected = say("no, Gartenweg 7, 20095 Hamburg", "chat_deny")
    assert "Gartenweg 7, 20095 Hamburg" in corrected.text
    assert say("yes", "chat_affirm").responses == ["utter_done_address"]
    assert str(order(NUMBER).address) == "Gartenweg 7, 20095 Hamburg"


def test_the_postcode_of_a_new_address_proves_nothing(say):
    reply = say(f"send order {NUMBER} to {ADDRESS}", "service_change_order")
    assert reply.responses == ["utter_ask_order_proof"]
    assert ADDRESS in say(IDA).text


def test_the_same_address_again_is_nothing_to_do(say):
    say(f"send order {NUMBER} to {ADDRESS}", "service_change_order")
    say(IDA)
    say("yes", "chat_affirm")
    again = say(f"send order {NUMBER} to {ADDRESS}", "service_change_order")
    assert again.responses == ["utter_already_address"]


def test_a_question_in_between_is_answered_and_the_request_goes_on(say):
    say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    between = say("how much is the duo?", "service_ask_price")
    assert between.responses == ["utter_price", "utter_request_back", "utter_confirm_cancel_paid"]
    assert say("yes", "chat_affirm").responses == ["utter_done_cancel_paid"]


def test_a_change_of_mind_takes_the_order_along(say):
    say(f"send order {NUMBER} to another address", "service_change_order")
    say(IDA)
    assert say("oh, just cancel it", "service_cancel_order").responses == ["utter_confirm_cancel_paid"]


def test_what_is_added_has_a_price_and_a_count_that_can_be_changed(say, knowledge):
    confirm = say(f"add a box of hazelnut pods to {NUMBER}, postcode {IDA}", "service_change_order")
    assert str(knowledge.product("hazelnut-pods").price) in confirm.text
    assert "3 × hazelnut pods" in say("make it three").text
    assert say("yes", "chat_affirm").responses == ["utter_done_items"]


def test_what_cannot_be_had_is_refused_with_what_comes_close(say):
    reply = say(f"add vanilla pods to {NUMBER}, postcode {IDA}", "service_change_order")
    assert "utter_never_made" in reply.responses
    assert "hazelnut" in say("then hazelnut pods").text


def test_three_times_the_same_question_is_enough(say, customer):
    say("cancel my order", "service_cancel_order")
    for _ in range(2):
        say("please cancel it", "service_cancel_order")
    assert say("i said cancel", "service_cancel_order").responses == ["utter_request_stuck"]
    assert customer.slots["handoff"]["reason"] == "service_request"


def test_wrong_tries_are_not_forgotten_by_starting_over(say, customer):
    """A new browser and an empty tracker change nothing for who guesses at one order."""
    for postcode in ("99999", "99998"):
        assert say(f"{NUMBER} postcode {postcode}", "service_track_order").responses == ["utter_order_not_found"]
        customer.slots, customer.metadata = {}, {"visitor_id": f"v{postcode}"}
    assert say(f"{NUMBER} postcode 99997", "service_track_order").responses == ["utter_order_tries_over"]
    customer.slots, customer.metadata = {}, {"visitor_id": "another"}
    right = say(f"{NUMBER} postcode {IDA}", "service_track_order")
    assert right.responses == ["utter_order_tries_over"]
    assert right.signal("escalate")["reason"] == "identity"


def test_another_change_is_a_colleagues(say):
    reply = say("can I swap the pods for beans in my order", "service_change_order")
    assert reply.responses == ["utter_policy", "utter_colleague_does_it"]


def test_a_return_asks_what_and_brings_the_label(say, customer):
    asked = say("I want to send back order BL-10420, postcode 1000", "service_return_item")
    assert asked.responses == ["utter_policy", "utter_ask_return_things"]
    confirm = say("only the pods")
    assert confirm.responses == ["utter_confirm_return"]
    assert "Brewline One" not in confirm.text
    done = say("yes", "chat_affirm")
    assert done.responses == ["utter_done_return"]
    assert done.signal("document") == {"signal": "document", "kind": "label", "order": "BL-10420"}
    assert order("BL-10420").status == "returning"
    again = say("send back order BL-10420", "service_return_item")
    again = say("yes", "chat_affirm")
    assert again.responses == ["utter_already_return"]
    assert again.signal("document")


def test_what_was_delivered_is_sent_back_instead_of_cancelled(say):
    assert say("cancel order BL-10420, postcode 1000", "service_cancel_order").responses == ["utter_refuse_delivered"]
    assert say("yes", "chat_affirm").responses == ["utter_ask_return_things"]


def test_a_replacement_is_a_colleagues(say, customer):
    reply = say("the machine arrived with a dent, send me a new one", "service_return_item")
    assert reply.responses == ["utter_policy", "utter_return_or_replace"]
    assert customer.slots["waiting_for"] == "handoff"


@pytest.mark.parametrize(
    "text",
    ["please don't cancel it", "no, do not cancel my order", "ok no", "i did not want to cancel it", "keep the order"],
)
def test_a_wish_that_is_taken_back_is_not_a_yes(say, text):
    say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    assert "utter_done_cancel_paid" not in say(text, "service_cancel_order").responses
    assert order(NUMBER).status == "paid"


@pytest.mark.parametrize("text", ["no problem, do it", "yes cancel it", "go ahead", "cancel it please"])
def test_a_yes_in_other_words(say, text):
    say(f"cancel {NUMBER}, postcode {IDA}", "service_cancel_order")
    assert say(text, "service_cancel_order").responses == ["utter_done_cancel_paid"]
