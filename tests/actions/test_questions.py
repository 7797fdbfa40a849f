"""Product questions in the conversation: tables, what fits, wrong premises, follow-ups, and where answers come from."""

from bot.domain.alternatives import nearest

ASK = ("action_ask_product", "support_ask_product")
DETAILS = ("action_give_details", "chat_give_details")
LEARN = ("action_answer_question", "support_learn")


def ask(customer, text, kind=ASK, **message):
    action, intent = kind
    return customer.turn(action, text, intent, **message)


def fact(knowledge, id, key):
    return next(one.value for one in knowledge.product(id).facts if one.key == key)


def test_a_fact_names_the_catalogue_and_links_to_the_data_sheet(customer, knowledge):
    reply = ask(customer, "how heavy is the duo")
    assert fact(knowledge, "duo", "weight") in reply.text
    assert "catalogue" in reply.text
    assert reply.signal("cite")["url"] == knowledge.product("duo").url


def test_two_machines_stand_side_by_side_whatever_the_message_was_taken_for(customer, knowledge):
    for kind in (ASK, LEARN, ("action_ask_meaning", "nlu_fallback")):
        reply = ask(customer, "duo vs pro", kind)
        assert reply.responses == ["utter_product_compared"]
        assert "| Duo" in reply.text
        assert [button["title"] for button in reply.buttons] == ["Brewline Duo", "Brewline Pro"]


def test_questions_after_a_comparison_are_about_both(customer, knowledge):
    ask(customer, "what is the difference between the one and the duo")
    quieter = ask(customer, "which one is quieter?")
    assert quieter.responses == ["utter_product_ranked"]
    assert quieter.text.index(fact(knowledge, "duo", "noise")) < quieter.text.index(fact(knowledge, "one", "noise"))
    price = ask(customer, "and the price?", ("action_ask_price", "service_ask_price"))
    assert "149 EUR" in price.text and "279 EUR" in price.text and "899" not in price.text


def test_a_follow_up_gets_the_question_before_for_another_machine(customer, knowledge):
    ask(customer, "how big is the water tank")
    reply = ask(customer, "duo", DETAILS)
    assert fact(knowledge, "duo", "tank") in reply.text
    changed = ask(customer, "no sorry, the pro", ("action_deny", "chat_deny"))
    assert fact(knowledge, "pro", "tank") in changed.text


def test_small_talk_in_between_does_not_end_the_topic_but_business_does(customer, knowledge):
    ask(customer, "how heavy is the duo")
    ask(customer, "thanks", ("action_thank", "chat_thank"), lane="chat")
    assert fact(knowledge, "pro", "weight") in ask(customer, "and the pro?", DETAILS, lane="chat").text
    ask(customer, "what are your opening hours", ("action_ask_hours", "service_ask_hours"), lane="service")
    assert ask(customer, "and the one?", DETAILS, lane="chat").responses == ["utter_product_noted"]


def test_what_fits_is_answered_with_yes_or_a_kind_no(customer, knowledge):
    assert ask(customer, "does the duo take the hazelnut pods").responses == ["utter_fits"]
    reply = ask(customer, "and the pro?", DETAILS)
    assert reply.responses == ["utter_fits_not", "utter_fits_instead"]
    best = nearest(knowledge.product("hazelnut-pods"), knowledge, machine="pro")[0]
    assert reply.buttons[0]["title"] == best.product.name


def test_what_is_made_for_another_machine_names_it(customer):
    reply = ask(customer, "can i use beans in the duo")
    assert reply.responses == ["utter_fits_not", "utter_fits_elsewhere"]
    assert [button["title"] for button in reply.buttons] == ["Brewline Pro"]


def test_a_wrong_premise_is_put_right_and_the_question_kept_for_the_right_machine(customer, knowledge, found):
    articles = {"articles": found(grinder_settings=0.97), "answerable": True}
    reply = ask(customer, "how do i set the grinder on my one", LEARN, **articles)
    assert fact(knowledge, "one", "grinder") in reply.text
    assert [button["title"] for button in reply.buttons] == ["Pro"]
    right = customer.turn("action_give_details", "", "chat_give_details", {"product": "pro"})
    assert right.signal("cite")["url"] == "/help/grinder-settings"


def test_a_flavour_in_two_forms_is_asked_about(customer, knowledge):
    reply = ask(customer, "how much sugar is in hazelnut")
    assert {button["title"] for button in reply.buttons} == {"Hazelnut pods", "Hazelnut syrup"}
    chosen = customer.turn("action_give_details", "", "chat_give_details", {"product": "hazelnut-syrup"})
    assert fact(knowledge, "hazelnut-syrup", "sugar") in chosen.text


def test_a_price_is_said_with_what_it_buys(customer, knowledge):
    ask(customer, "are the caramel pods vegan")
    reply = ask(customer, "how much are they?", ("action_ask_price", "service_ask_price"))
    assert f"{knowledge.product('caramel-pods').price} EUR for {knowledge.product('caramel-pods').pack}" in reply.text


def test_a_colour_that_was_asked_for_is_remembered_with_its_machine(customer):
    ask(customer, "is the duo available in red", ("action_check_availability", "service_check_availability"))
    reply = ask(customer, "how much is it", ("action_ask_price", "service_ask_price"))
    assert "279 EUR" in reply.text and "149" not in reply.text


def test_nuts_are_asked_of_the_allergens(customer, knowledge):
    reply = ask(customer, "are there nuts in the almond pods and the caramel pods")
    assert knowledge.product("almond-pods").allergens[0] in reply.text
