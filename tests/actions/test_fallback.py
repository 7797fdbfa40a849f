"""What was not understood: asked about once, then a person. It cannot loop, stay silent or offer itself."""

RANKING = [
    {"name": "nlu_fallback", "confidence": 0.4},
    {"name": "service_track_order", "confidence": 0.3},
    {"name": "chat_affirm", "confidence": 0.25},
    {"name": "service_change_order", "confidence": 0.2},
]


def miss(customer, text="hm the thing", **message):
    message = {"intent_ranking": RANKING, "lane": "service", "lane_confidence": 0.5, **message}
    return customer.turn("action_ask_meaning", text, "nlu_fallback", **message)


def test_the_first_miss_offers_likely_meanings_by_their_titles(customer):
    reply = miss(customer)
    assert [button["payload"] for button in reply.buttons] == [
        "/service_track_order",
        "/service_change_order",
        "/chat_deny",
    ]
    assert not any("_" in button["title"] for button in reply.buttons)
    assert reply.signal("misunderstood")
    assert not reply.signal("escalate")


def test_the_second_miss_in_a_row_goes_to_a_person(customer):
    miss(customer)
    reply = miss(customer)
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "not_understood", "priority": "medium"}


def test_something_else_asks_to_rephrase_and_the_next_miss_goes_to_a_person(customer):
    miss(customer)
    assert customer.turn("action_rephrase", intent="chat_deny").responses == ["utter_ask_rephrase"]
    assert miss(customer).signal("escalate")


def test_a_message_that_was_understood_ends_the_row(customer):
    miss(customer)
    customer.turn("action_thank", "thanks", "chat_thank")
    assert not miss(customer).signal("escalate")


def test_nothing_likely_asks_for_other_words(customer):
    reply = miss(customer, "qwrtz", intent_ranking=[{"name": "chat_greet", "confidence": 0.05}])
    assert reply.responses == ["utter_ask_other_words"]


def test_a_clear_support_question_is_answered_although_its_kind_is_not(customer, found):
    reply = miss(
        customer,
        "e2 duo pls",
        articles=found(code_e2_too_hot=0.95),
        answerable=True,
        lane="support",
        lane_confidence=0.9,
    )
    assert reply.signal("cite")["url"] == "/help/code-e2-too-hot"
    assert not reply.signal("misunderstood")


def test_a_guess_that_is_chosen_is_answered_with_the_words_of_the_first_message(customer, found):
    miss(customer, "e2 duo", articles=found(code_e2_too_hot=0.95), answerable=True, lane_confidence=0.3)
    reply = customer.turn("action_answer_question", intent="support_troubleshoot")
    assert reply.signal("cite")["url"] == "/help/code-e2-too-hot"
