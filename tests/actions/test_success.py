"""Leaving, scores, check-ins, complaints: asked once, heard, and handed to a person who can settle it."""


def test_whoever_leaves_is_asked_once_and_handed_over(customer):
    first = customer.turn("action_ask_leaving", "cancel my plan", "success_cancel_plan")
    assert first.responses == ["utter_ask_leaving_cancel"]
    reply = customer.turn("action_note_leaving", "too expensive", "service_ask_price")
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "success_leaving", "priority": "high"}


def test_insisting_is_not_met_with_the_same_question(customer):
    customer.turn("action_ask_leaving", "cancel my plan", "success_cancel_plan")
    customer.turn("action_ask_hours", "when are you open", "service_ask_hours")
    reply = customer.turn("action_ask_leaving", "just cancel it", "success_cancel_plan")
    assert reply.signal("escalate")["reason"] == "success_leaving"


def test_a_digression_while_leaving_ends_with_the_offer_to_go_on(customer):
    customer.turn("action_ask_leaving", "cancel my plan", "success_cancel_plan")
    reply = customer.turn("action_ask_hours", "when are you open", "service_ask_hours")
    assert reply.responses[-1] == "utter_remind_leave_plan"
    assert customer.turn("action_accept_handoff", intent="chat_affirm").signal("escalate")["priority"] == "high"


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
