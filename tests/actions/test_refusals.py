"""Every no is met here once, in a conversation that leads to it; a new response that says no belongs into REFUSED.

tests/actions/conftest.py holds every answer of every test to the contract; this file sees to it that none escapes.
"""

import re
from datetime import datetime, timedelta

import pytest

from actions import availability
from actions.refusal import IncompleteRefusal, say_no
from actions.turn import Turn
from actions.wording import wording
from bot.domain.refusal import Instead, Part, Refusal, Words
from bot.services.calendar import SqlCalendar

SAYS_NO = re.compile(
    r"\b(can't|cannot|can not|couldn't|unable|not possible|too late|no longer|any more|"
    r"(?<!if you )don't (?:have(?! to)|make|know|sell|understand)|have (?:no|nothing)|"
    r"no (?:good|better) answer|out of stock|afraid)\b",
    re.IGNORECASE,
)
# These words, but nothing is denied, because …
NO_REFUSAL = {"utter_greet": "the bot can, or a colleague does"}


def ask_stock(text):
    return [("action_check_availability", text, "service_check_availability", {})]


def find_order(*texts):
    return [("action_track_order", text, "service_track_order", {}) for text in texts]


def cancel(details):
    return [("action_cancel_order", f"cancel my order {details}", "service_cancel_order", {})]


def entity(name, value):
    return {"entities": {name: value}}


def visit(text, details):
    return [
        ("action_book_visit", text, "service_book_visit", {}),
        ("action_give_details", details, "chat_give_details", {}),
    ]


def billing(text):
    return [("action_ask_billing", text, "service_ask_billing", {})]


def send_back(details):
    return [("action_return_item", f"i want to send back my order {details}", "service_return_item", {})]


def rest(plan, details):
    """Asks for a pause, and shows whose plan it is."""
    asked = ("action_ask_leaving", f"pause my {plan}", "success_pause_plan", {})
    return [asked, ("action_track_order", details, "chat_give_details", {})]


def miss(times):
    return [("action_ask_meaning", "hm the thing", "nlu_fallback", {"lane": "service", "lane_confidence": 0.5})] * times


# The next step is the customer's own.
NOTHING_LEFT = {"utter_refuse_cancelled", "utter_refuse_returning", "utter_refuse_refunded"}
YES = ("action_affirm", "yes", "chat_affirm", {})
ANY_TIME = ("action_give_details", "the earliest one", "chat_give_details", {})
SUNDAY = entity("date", "2030-01-06T00:00/2030-01-07T00:00")
WRONG = "BL-99999, nobody@example.com"
SOMETHING = {"articles": [], "answerable": False}
REFUSED = {
    "utter_other_language": [("action_ask_meaning", "wo ist meine bestellung", "nlu_fallback", {})],
    "utter_refuse_no_plan": rest("plan", "BL-10482, cleo.samplewood@example.com"),
    "utter_refuse_pause": rest("care plan", "BL-10479, jonas.demo@example.com"),
    "utter_refuse_pause_long": rest("subscription for 6 months", "BL-10431, wanda.exemplar@example.com"),
    "utter_out_of_scope": [("action_out_of_scope", "who wins the cup", "chat_out_of_scope", {})],
    "utter_out_of_scope_again": [("action_out_of_scope", "who wins the cup", "chat_out_of_scope", {})] * 2,
    "utter_bring_person_not_understood": miss(2),
    "utter_no_article": [("action_answer_question", "does it float", "support_learn", SOMETHING)],
    "utter_no_article_for_machine": [
        (
            "action_answer_question",
            "how do i clean the brew group of my one",
            "support_maintain",
            "clean_the_brew_group_of_the_pro",
        )
    ],
    "utter_premise": [("action_answer_question", "how do i set the grinder on my one", "support_learn", SOMETHING)],
    "utter_fits_not": [("action_ask_product", "do the house pods work in the pro", "support_ask_product", {})],
    "utter_not_solved_offer_person": [
        (
            "action_answer_question",
            "how do i recycle pods",
            "support_dispose",
            "batteries_filters_and_leftover_chemicals",
        ),
        *[("action_try_next_answer", "no, that didn't help", "chat_not_solved", {})] * 2,
    ],
    "utter_order_not_found": find_order(WRONG),
    "utter_order_tries_over": find_order(WRONG, WRONG, WRONG),
    "utter_order_not_yours": [*find_order("BL-10482, 10115", "BL-99999")],
    "utter_request_stuck": [("action_cancel_order", "cancel it", "service_cancel_order", {})] * 4,
    "utter_refuse_on_its_way": cancel("BL-10466, 1011 AB"),
    "utter_refuse_delivered": cancel("BL-10420, 1000"),
    "utter_refuse_cancelled": cancel("BL-10377, 20095"),
    "utter_refuse_returning": cancel("BL-10362, 50667"),
    "utter_refuse_refunded": cancel("BL-10340, 1011 AB"),
    "utter_refuse_add_machine": [
        ("action_change_order", "add a brewline one to order BL-10471, postcode 50667", "service_change_order", {})
    ],
    "utter_refuse_return_not_sent": send_back("BL-10471, 50667"),
    "utter_refuse_return_underway": send_back("BL-10455, 80331"),
    "utter_refuse_return_late": send_back("BL-10398, 10115"),
    "utter_refuse_no_visit": visit("cancel my visit", "BL-10420, 1000"),
    "utter_refuse_visit_exists": visit("book a technician for my duo", "BL-10431, 1010"),
    "utter_refuse_no_slots": visit("book a technician for my one", "BL-10420, 1000"),
    "utter_no_slot_then": [
        *visit("book a technician for my one", "BL-10420, 1000"),
        ("action_give_details", "next sunday", "chat_give_details", SUNDAY),
    ],
    "utter_refuse_slot_taken": [*visit("book a technician for my one", "BL-10420, 1000"), ANY_TIME, YES],
    "utter_refuse_no_refund": billing("where is my refund for BL-10420, postcode 1000"),
    "utter_refuse_no_refund_yet": billing("where is my refund for BL-10482, postcode 10115"),
    "utter_refuse_no_invoice": billing("send me the invoice of BL-10471, postcode 50667"),
    "utter_refuse_charged_once": billing("i was charged twice for BL-10482, postcode 10115"),
    "utter_refuse_not_charged": billing("i was charged twice for BL-10483, postcode 20095"),
    "utter_refuse_email": [
        ("action_manage_account", "change my email to ida.placeholder@example.com", "service_manage_account", {}),
        ("action_give_details", "BL-10482, 10115", "chat_give_details", {}),
        YES,
    ],
    "utter_serial_not_found": [
        ("action_check_warranty", "D9999-9999", "service_check_warranty", entity("serial_number", "D9999-9999"))
    ],
    "utter_warranty_over": [
        ("action_check_warranty", "O2311-0093", "service_check_warranty", entity("serial_number", "O2311-0093"))
    ],
    "utter_colleague_does_it": [("action_change_order", "swap the pods", "service_change_order", {})],
    "utter_colleague_looks": [("action_ask_billing", "i don't know this charge", "service_ask_billing", {})],
    "utter_never_made_option": ask_stock("is there a duo in purple"),
    "utter_never_made_machine": ask_stock("do you have a fruit press machine"),
    "utter_never_made_no_reason": ask_stock("do you have bacon pods"),
    "utter_never_made": ask_stock("do you have vanilla pods"),
    "utter_discontinued": ask_stock("can i still get pumpkin spice pods"),
    "utter_out_until": ask_stock("is the brewline one there in red"),
    "utter_out_unknown": ask_stock("are the coconut pods in stock"),
}


class InAYear(datetime):
    """When the promised day has passed and nobody has said more."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=366)


@pytest.mark.parametrize("response", sorted(REFUSED))
def test_a_no_carries_a_reason_an_alternative_and_a_next_step(response, customer, found, monkeypatch):
    if response == "utter_out_unknown":
        monkeypatch.setattr(availability, "datetime", InAYear)
    if response == "utter_refuse_no_slots":
        monkeypatch.setattr(SqlCalendar, "free", lambda calendar: ())
    if response == "utter_refuse_slot_taken":
        monkeypatch.setattr(SqlCalendar, "book", lambda *_: None)
    for action, text, intent, message in REFUSED[response]:
        if isinstance(message, str):
            message = {"articles": found(**{message: 0.95}), "answerable": True}
        reply = customer.turn(action, text, intent, **message)
    assert response in reply.responses, reply.text
    offered = reply.buttons or customer.slots.get("waiting_for")
    assert offered or reply.signal("escalate") or response in NOTHING_LEFT, reply.text


def test_every_response_that_says_no_is_met_above(domain):
    assert {name for name in domain["responses"] if Part.REASON in wording(name).parts} == set(REFUSED)


def test_words_of_refusal_are_marked_as_one(domain):
    for name, variants in domain["responses"].items():
        if wording(name).parts or name in NO_REFUSAL:
            continue
        for variant in variants:
            assert not SAYS_NO.search(variant["text"]), (
                f"{name} sounds like a no: give it `refusal: […]` metadata and a conversation in REFUSED, "
                "or say in NO_REFUSAL why it is none"
            )


def test_an_incomplete_no_is_never_said():
    class Silent(Turn):
        def __init__(self):
            pass

    with pytest.raises(IncompleteRefusal, match="alternative, next_step"):
        say_no(Silent(), Refusal(Words("utter_never_made", {"product": "x", "reason": "y"})))


def test_what_comes_closest_in_the_help_pages_is_one_tap_away(customer, knowledge, found):
    close = found(milk_does_not_froth=0.3, descale_the_duo=0.05)
    message = {"articles": close, "answerable": False}
    reply = customer.turn("action_answer_question", "can it froth oat milk cold", "support_learn", **message)
    assert reply.responses == ["utter_no_article", "utter_near_articles"]
    article = knowledge.article("milk-does-not-froth")
    assert article.title in reply.text
    assert reply.buttons[0]["title"] == article.title
    entities = {"article": article.id}
    tapped = customer.turn("action_give_details", intent="chat_give_details", entities=entities)
    assert tapped.signal("cite")["url"] == article.url


def test_colours_that_can_be_had_are_named(customer, knowledge):
    reply = customer.turn("action_check_availability", "is there a duo in purple", "service_check_availability")
    there = [option.name for option in knowledge.product("duo").options if option.availability.in_stock]
    assert all(Instead(name).line in reply.text for name in there)
