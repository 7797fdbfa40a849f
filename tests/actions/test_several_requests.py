"""Parts of one message, as the actions see them: no part answers the question of another."""

PART_1, PART_2 = {"part": 1, "parts_left": 1}, {"part": 2, "parts_left": 0}


def first(customer):
    """Nothing is known, so a person is offered."""
    message = {"articles": [], "answerable": False, "metadata": PART_1}
    return customer.turn("action_answer_question", "does it float", "support_learn", **message)


def test_a_later_part_says_what_it_is_about(customer):
    first(customer)
    reply = customer.turn("action_ask_hours", "when are you open", "service_ask_hours", metadata=PART_2)
    assert reply.responses[0] == "utter_next_request"
    assert "when are you open" in reply.text


def test_the_question_of_the_first_part_is_open_only_after_the_last(customer):
    assert "utter_next_request" not in first(customer).responses
    assert not customer.slots.get("waiting_for")
    customer.turn("action_ask_hours", "when are you open", "service_ask_hours", metadata=PART_2)
    assert customer.slots["waiting_for"] == "handoff"
    assert customer.turn("action_accept_handoff", intent="chat_affirm").signal("escalate")["reason"] == "no_answer"
    assert not customer.slots.get("set_aside")


def test_the_last_question_is_the_one_that_counts(customer):
    first(customer)
    customer.turn(
        "action_get_recommendation", "what would you recommend", "service_get_recommendation", metadata=PART_2
    )
    assert customer.slots["waiting_for"] == "taste"


def test_what_the_first_part_needs_is_asked_again_after_the_last(customer):
    customer.turn("action_track_order", "where is my order", "service_track_order", metadata=PART_1)
    reply = customer.turn("action_ask_hours", "when are you open", "service_ask_hours", metadata=PART_2)
    assert reply.responses[-1] == "utter_ask_order_details"
    assert customer.slots["waiting_for"] == "request"


def test_the_second_part_is_no_answer_to_the_first(customer):
    customer.turn("action_track_order", "where is my order", "service_track_order", metadata=PART_1)
    reply = customer.turn("action_ask_price", "what does the pro cost, 10115", "service_ask_price", metadata=PART_2)
    assert "utter_price" in reply.responses


def test_whether_it_is_solved_is_not_asked_beside_another_question(customer, found):
    message = {"articles": found(descale_the_duo=0.97), "answerable": True}
    asked = customer.turn("action_answer_question", "how do i descale my duo", "support_maintain", **message)
    assert asked.signal("propose_resolution")
    first(customer)
    last = customer.turn(
        "action_answer_question", "how do i descale my duo", "support_maintain", **message | {"metadata": PART_2}
    )
    assert not last.signal("propose_resolution"), "the offer of a person is still open"
