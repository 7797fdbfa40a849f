"""Leaving, scores, check-ins, complaints: asked once, heard, and done, or handed to a person who can settle it."""

from sqlalchemy import select

from actions import store
from bot.db.models.shop import Departure, Order, Plan

WANDA = "BL-10431, wanda.exemplar@example.com"
JONAS = "BL-10479, jonas.demo@example.com"


def leave(customer, text="i want to cancel my subscription", who=WANDA):
    """Says so, and proves who it is."""
    customer.turn("action_ask_leaving", text, "success_cancel_plan")
    return customer.turn("action_track_order", who, "chat_give_details")


def say(customer, text, intent="chat_give_details", **more):
    return customer.turn("action_out_of_scope", text, intent, **more)


def plans(number):
    """The plans of whoever ordered this, as they lie in the database."""
    with store.reader() as session:
        contact = select(Order.contact_id).where(Order.number == number).scalar_subquery()
        return list(session.scalars(select(Plan).where(Plan.contact_id == contact)))


def departures():
    with store.reader() as session:
        return [(one.reason, one.offer, one.outcome) for one in session.scalars(select(Departure))]


def test_nothing_of_a_plan_is_told_before_it_is_clear_whose_it_is(customer):
    first = customer.turn("action_ask_leaving", "cancel my plan", "success_cancel_plan")
    assert first.responses == ["utter_ask_identity"]
    assert "Fresh" not in first.text


def test_who_leaves_is_asked_why_offered_what_fits_and_let_go(customer):
    asked = leave(customer)
    assert asked.responses == ["utter_ask_cancel_plan_why"]
    assert "Brewline Fresh" in asked.text
    assert say(customer, "it is just too expensive", "success_checkin_bad").responses == ["utter_offer_discount"]
    assert say(customer, "no, end it please", "success_cancel_plan").responses == ["utter_confirm_end_plan"]
    assert plans("BL-10431")[0].ends_on is None
    assert customer.turn("action_affirm", "yes", "chat_affirm").responses == ["utter_done_end_plan"]
    assert plans("BL-10431")[0].status == "cancelled"
    assert departures() == [("price", "discount", "ended")]


def test_who_takes_the_discount_stays_without_being_asked_again(customer):
    leave(customer)
    customer.turn("action_out_of_scope", intent="chat_give_details", entities={"reason": "price"})
    assert customer.turn("action_affirm", intent="chat_affirm").responses == ["utter_done_discount"]
    [plan] = plans("BL-10431")
    assert (plan.status, plan.discount_percent) == ("active", 20)
    assert departures() == [("price", "discount", "stayed")]


def test_a_reason_that_was_said_at_once_is_not_asked_for(customer):
    reply = leave(customer, "cancel my subscription, i have too many pods piling up")
    assert reply.responses == ["utter_offer_pause"]
    assert customer.turn("action_affirm", "yes", "chat_affirm").responses == ["utter_done_pause"]
    assert plans("BL-10431")[0].paused_until is not None


def test_a_plan_that_cannot_rest_is_not_offered_a_pause(customer):
    leave(customer, who=JONAS)
    assert say(customer, "i am travelling for a year").responses == ["utter_confirm_end_plan"]


def test_who_had_trouble_may_have_a_person_first(customer):
    leave(customer)
    assert say(customer, "the pods came broken twice", "service_complain").responses == ["utter_offer_put_right"]
    reply = customer.turn("action_affirm", "yes", "chat_affirm")
    assert reply.signal("escalate")["reason"] == "success_leaving"
    assert plans("BL-10431")[0].status == "active"
    assert departures() == [("trouble", "person", "person")]


def test_nobody_has_to_say_why(customer):
    leave(customer)
    reply = customer.turn("action_out_of_scope", intent="chat_give_details", entities={"reason": "none"})
    assert reply.responses == ["utter_confirm_end_plan"]


def test_a_repeated_turn_ends_a_plan_once(customer):
    leave(customer)
    customer.turn("action_out_of_scope", intent="chat_give_details", entities={"reason": "none"})
    before = dict(customer.slots)
    first = customer.turn("action_affirm", "yes", "chat_affirm", turn_id="t")
    customer.slots = before
    again = customer.turn("action_affirm", "yes", "chat_affirm", turn_id="t")
    assert again.responses == first.responses == ["utter_done_end_plan"]
    assert len(departures()) == 1


def test_a_change_of_mind_leaves_everything_as_it_is(customer):
    leave(customer)
    say(customer, "too expensive")
    customer.turn("action_stop", "never mind", "chat_stop")
    assert plans("BL-10431")[0].status == "active"
    assert departures() == []


def test_a_pause_instead_is_a_pause(customer):
    leave(customer)
    customer.turn("action_ask_leaving", "could i pause it instead", "success_pause_plan")
    customer.turn("action_out_of_scope", intent="chat_give_details", entities={"reason": "away"})
    assert say(customer, "two months").responses == ["utter_confirm_pause"]
    assert customer.turn("action_affirm", "yes", "chat_affirm").responses == ["utter_done_pause"]
    assert plans("BL-10431")[0].status == "paused"


def test_a_pause_that_is_too_long_is_refused_kindly(customer):
    customer.turn("action_ask_leaving", "pause my subscription for 6 months", "success_pause_plan")
    assert say(customer, WANDA).responses == ["utter_refuse_pause_long"]


def test_a_person_asked_for_while_leaving_knows_what_it_is_about(customer):
    leave(customer)
    reply = customer.turn("action_request_human", "let me talk to someone", "chat_request_human")
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "success_leaving", "priority": "high"}


def test_a_time_that_is_named_for_a_call_becomes_a_promise(customer):
    entities = {"date": "2099-01-05T12:00/2099-01-05T18:00"}
    reply = customer.turn("action_request_human", "can someone call me then", "chat_request_human", entities)
    assert reply.signal("remember_promise")["due_at"].startswith("2099-01-05T18:00")
    assert reply.responses == ["utter_bring_person_by"]


def test_the_gateway_is_told_the_score_and_the_reason_that_came_with_it(customer):
    reply = customer.turn("action_give_score", "7 of 10", "success_give_score")
    assert reply.signals == [{"signal": "recommends", "score": 7}]
    said = "3 out of 10 because nobody ever calls back"
    reply = customer.turn("action_give_score", said, "success_give_score")
    assert reply.signals == [{"signal": "recommends", "score": 3, "reason": said}]


def test_a_score_without_a_number_is_asked_for(customer):
    assert customer.turn("action_give_score", "I want to rate you", "success_give_score").responses == [
        "utter_ask_score"
    ]


def test_a_complaint_is_offered_to_a_person_and_a_legal_one_goes_there_at_once(customer):
    assert customer.turn("action_complain", "this is awful", "service_complain").responses == ["utter_complain"]
    legal = customer.turn("action_complain", "you'll hear from my lawyer", "service_complain")
    assert legal.signal("escalate") == {"signal": "escalate", "reason": "legal", "priority": "high"}


def test_a_bad_checkin_is_a_case(customer):
    customer.turn("action_checkin_bad", "not happy with it", "success_checkin_bad")
    accepted = customer.turn("action_accept_handoff", intent="chat_affirm")
    assert accepted.signal("escalate") == {"signal": "escalate", "reason": "success_unhappy", "priority": "high"}


def test_a_problem_in_friendly_words_is_answered_not_cheered(customer, found):
    reply = customer.turn(
        "action_checkin_good",
        "I bought a Duo last week and the milk is only lukewarm",
        "success_checkin_good",
        articles=found(lukewarm_coffee=0.97),
        answerable=True,
    )
    assert reply.signal("cite")["url"] == "/help/lukewarm-coffee"


def test_the_bot_introduces_itself_once(customer):
    assert customer.turn("action_greet", "hi", "chat_greet").responses == ["utter_greet"]
    assert customer.turn("action_greet", "hi again", "chat_greet").responses == ["utter_greet_again"]
