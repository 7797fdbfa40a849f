"""Availability, prices, facts and suggestions: always from the catalogue, a no never without reason and next step."""

import itertools

import pytest

from bot.domain.alternatives import nearest
from bot.domain.products import State

LISTS = ("{alternatives}", "{machines}", "{suggestions}", "{products}")


def check(customer, text):
    return customer.turn("action_check_availability", text, "service_check_availability")


def test_a_flavour_that_was_never_made_brings_reason_alternatives_and_next_step(customer, knowledge):
    vanilla = knowledge.product("vanilla-pods")
    reply = check(customer, "do you have vanilla pods?")
    assert vanilla.availability.reason in reply.text
    for alternative in nearest(vanilla, knowledge):
        assert f"{alternative.product.name}: {alternative.why}" in reply.text
    assert reply.buttons[-1]["payload"] == "/chat_request_human"


def test_every_product_that_is_not_there_is_refused_with_a_way_on(customer, knowledge):
    for product in knowledge.products:
        if product.in_stock:
            continue
        reply = check(customer, f"do you have {product.name}?")
        assert reply.buttons, product.id
        if product.availability.reason and product.availability.reason not in reply.text:
            pytest.fail(f"{product.id}: {reply.text}")


def test_what_is_in_stock_is_there_with_its_price(customer, knowledge):
    product = knowledge.product("hazelnut-syrup")
    reply = check(customer, "is the hazelnut syrup in stock")
    assert reply.responses == ["utter_in_stock"]
    assert f"{product.price:.2f}" in reply.text


def test_a_thing_nobody_sells_is_refused_by_its_own_name(customer):
    reply = check(customer, "do you have bacon pods")
    assert "bacon" in reply.text
    assert reply.responses == ["utter_never_made_no_reason", "utter_popular_instead"]


def test_a_colour_out_of_stock_names_the_colours_that_are_there(customer, knowledge):
    one = knowledge.product("one")
    reply = check(customer, "can i get the brewline one in red")
    there = [option.name for option in one.options if option.availability.in_stock]
    assert any(option.availability.state is State.OUT_UNTIL for option in one.options)
    assert all(colour in reply.text for colour in there)


def test_a_product_that_is_not_named_is_asked_for_and_then_looked_up(customer):
    assert check(customer, "is it in stock?").responses == ["utter_ask_which_product"]
    reply = customer.turn("action_give_details", "caramel pods", "chat_give_details")
    assert reply.responses == ["utter_in_stock"]


def test_prices_come_from_the_catalogue_and_that_means_the_last_product(customer, knowledge):
    first = customer.turn("action_ask_price", "how much is the duo", "service_ask_price")
    assert f"{knowledge.product('duo').price:.0f}" in first.text
    check(customer, "do you have hazelnut syrup")
    assert "7.90" in customer.turn("action_ask_price", "how much is that", "service_ask_price").text


def test_several_boxes_are_a_question_of_price(customer, knowledge):
    reply = customer.turn("action_ask_price", "how much would 3 boxes of caramel pods be", "service_ask_price")
    assert f"{knowledge.product('caramel-pods').price:.2f}" in reply.text


def test_facts_come_from_the_data_sheet_also_for_it(customer, knowledge):
    facts = {fact.key: fact.value for fact in knowledge.product("duo").facts}
    first = customer.turn("action_ask_product", "how big is the water tank of the duo", "support_ask_product")
    assert facts["tank"] in first.text
    second = customer.turn("action_ask_product", "and how heavy is it?", "support_ask_product")
    assert facts["weight"] in second.text


def test_a_fact_without_a_machine_is_told_for_all_of_them(customer, knowledge):
    reply = customer.turn("action_ask_product", "how loud is it", "support_ask_product")
    machines = [product for product in knowledge.products if product.form == "machine"]
    assert all(machine.name in reply.text for machine in machines)


def test_a_fact_of_something_unnamed_asks_what(customer, knowledge):
    assert customer.turn("action_ask_product", "is it vegan", "support_ask_product").responses == [
        "utter_product_which"
    ]
    reply = customer.turn("action_give_details", "the hazelnut syrup", "chat_give_details")
    assert "vegan" in reply.text


def test_a_taste_becomes_a_suggestion(customer, knowledge):
    reply = customer.turn("action_get_recommendation", "something nutty please", "service_get_recommendation")
    assert reply.responses == ["utter_recommendation"]
    assert reply.buttons
    assert "nutty" in reply.text
    assert " too" not in reply.text  # like what?


def test_no_taste_is_asked_for(customer):
    first = customer.turn("action_get_recommendation", "what would you recommend", "service_get_recommendation")
    assert first.responses == ["utter_ask_taste"]
    second = customer.turn("action_give_details", "chocolatey", "chat_give_details")
    assert second.responses == ["utter_recommendation"]


RHUBARB = [
    {"name": "nlu_fallback", "confidence": 0.8},
    {"name": "service_check_availability", "confidence": 0.3},
    {"name": "service_get_recommendation", "confidence": 0.2},
    {"name": "service_return_item", "confidence": 0.13},
]


@pytest.mark.parametrize("text", ["i'd love a rhubarb pod", "rhubarb?"])
def test_an_unknown_flavour_is_refused_although_the_wish_was_not_read_for_sure(customer, text):
    reply = customer.turn("action_ask_meaning", text, "nlu_fallback", intent_ranking=RHUBARB)
    assert reply.responses == ["utter_never_made_no_reason", "utter_popular_instead"]
    assert "rhubarb" in reply.text
    assert reply.buttons[-1]["payload"] == "/chat_request_human"
    assert not reply.signal("misunderstood")


def test_a_bare_unknown_flavour_is_refused_too(customer):
    ranking = [{"name": "chat_give_details", "confidence": 0.56}, *RHUBARB[1:]]
    reply = customer.turn("action_give_details", "rhubarb pods", "chat_give_details", intent_ranking=ranking)
    assert "utter_never_made_no_reason" in reply.responses


def test_unknown_words_in_another_wish_are_still_asked_about(customer):
    ranking = [{"name": "service_track_order", "confidence": 0.3}, *RHUBARB[1:2]]
    reply = customer.turn("action_ask_meaning", "i want my zonk parcel", "nlu_fallback", intent_ranking=ranking)
    assert reply.responses == ["utter_ask_meaning"]


def test_a_single_guess_is_not_called_one_of_these(customer):
    ranking = [{"name": "service_track_order", "confidence": 0.4}, {"name": "chat_thank", "confidence": 0.3}]
    reply = customer.turn("action_ask_meaning", "thanks! when", "nlu_fallback", intent_ranking=ranking)
    assert reply.responses == ["utter_ask_one_meaning"]


def test_it_in_red_is_the_machine_that_was_spoken_of(customer, knowledge):
    customer.turn("action_ask_price", "how much is the pro", "service_ask_price")
    reply = check(customer, "do you have it in red?")
    pro = knowledge.product("pro")
    red = next(option for option in pro.options if option.name == "red")
    assert red.availability.reason in reply.text
    assert knowledge.product("one").name not in reply.text


def test_lists_end_before_the_next_sentence(domain):
    for name, variants in domain["responses"].items():
        for variant in variants:
            lines = variant["text"].split("\n")
            for line, following in itertools.pairwise(lines):
                is_list = line.startswith("•") or line in LISTS
                assert not is_list or not following or following.startswith("•"), name


def test_an_alternative_that_is_tapped_is_described(customer, knowledge):
    check(customer, "vanilla pods?")
    reply = customer.turn("action_ask_product", intent="support_ask_product", entities={"product": "hazelnut-pods"})
    assert reply.responses == ["utter_product_overview"]
