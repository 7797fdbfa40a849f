"""The mood changes the words and brings a person; it is never named to the customer."""

import re

from actions.wording import wording

ANGRY, WORRIED = {"label": "angry", "strength": 0.9}, {"label": "worried", "strength": 0.7}
CALM, MILD = {"label": "calm", "strength": 0.0}, {"label": "annoyed", "strength": 0.3}
NAMES_A_MOOD = re.compile(
    r"\b(?:you're|you are|you seem|you sound|you feel)\s+(?:\w+\s+)?"
    r"(?:angry|upset|annoyed|cross|furious|worried|anxious|frustrated|disappointed)\b|\bmood\b|calm down",
    re.IGNORECASE,
)


def greet(customer, mood, moods=()):
    return customer.turn("action_greet", "hi", "chat_greet", mood=mood, metadata={"moods": list(moods)})


def bring(customer, mood, *before):
    message = {"mood": mood, "metadata": {"moods": list(before)}, "answerable": False, "articles": []}
    return customer.turn("action_answer_question", "it leaks again", "support_troubleshoot", **message)


def variants(domain, name, mood):
    fitting = [one for one in domain["responses"][name] if any(c["value"] == mood for c in one.get("condition", ()))]
    return {one["text"] for one in fitting}


def test_words_are_those_for_the_mood(customer, domain):
    spoken = {}
    for mood in (WORRIED, ANGRY):
        customer.slots = {}
        reply = greet(customer, mood)
        wanted = {re.sub(r"\{\w+\}", "", text)[:20] for text in variants(domain, "utter_greet", mood["label"])}
        assert any(re.sub("Brewline", "", reply.text).startswith(start[:15]) for start in wanted), reply.text
        spoken[mood["label"]] = reply.text
    assert spoken["worried"] != spoken["angry"]


def test_strong_anger_brings_the_offer_of_a_person_beside_the_answer(customer):
    reply = greet(customer, ANGRY)
    assert reply.responses == ["utter_greet", "utter_offer_person"]
    assert reply.buttons[-1]["payload"] == "/chat_request_human"


def test_it_is_never_offered_twice_in_a_row_and_anew_after_calm(customer):
    assert "utter_offer_person" in greet(customer, ANGRY).responses
    assert "utter_offer_person" not in greet(customer, ANGRY, [ANGRY]).responses
    assert "utter_offer_person" not in greet(customer, CALM).responses
    assert "utter_offer_person" in greet(customer, ANGRY, [CALM, CALM, CALM]).responses


def test_an_answer_that_offers_a_person_itself_is_not_doubled(customer):
    assert bring(customer, ANGRY).responses == ["utter_no_article", "utter_ask_a_colleague"]
    assert "utter_offer_person" not in greet(customer, ANGRY, [ANGRY]).responses


def test_growing_annoyance_is_enough_and_one_annoyed_message_is_not(customer):
    assert greet(customer, MILD).responses == ["utter_greet"]
    rising = greet(customer, {"label": "annoyed", "strength": 1.0}, [MILD])
    assert "utter_offer_person" in rising.responses


def test_whatever_was_asked_stays_open_beside_the_offer(customer, found):
    close = found(descale_the_duo=0.9, descale_the_one=0.89)
    message = {"articles": close, "answerable": True, "mood": ANGRY}
    reply = customer.turn("action_answer_question", "HOW do i descale it", "support_maintain", **message)
    assert reply.responses == ["utter_ask_machine", "utter_offer_person"]
    assert customer.slots["waiting_for"] == "machine"


def test_the_mood_is_never_named(domain):
    for name, texts in domain["responses"].items():
        for variant in texts:
            assert not NAMES_A_MOOD.search(variant["text"]), name
            assert "{mood}" not in variant["text"], name


def test_conditions_are_moods_and_every_response_has_words_without_one(domain):
    for name, texts in domain["responses"].items():
        assert "condition" not in texts[0], f"{name}: the first variant is for everybody"
        for variant in texts:
            for condition in variant.get("condition", ()):
                assert condition["name"] == "mood" and condition["value"] in ("worried", "angry"), name


def test_a_variant_offers_the_same_buttons_as_the_response(domain):
    for name, texts in domain["responses"].items():
        buttons = [variant.get("buttons") for variant in texts]
        assert all(one == buttons[0] for one in buttons), name


def test_every_response_has_its_lane(domain):
    assert all(wording(name).lane for name in domain["responses"])


def test_who_is_angry_is_less_readily_asked_what_was_meant(customer):
    message = {"text": "WHERE IS MY ORDER, third time!!!", "intent": "service_track_order", "confidence": 0.38}
    calm = customer.turn("action_track_order", mood=CALM, **message)
    assert calm.responses == [], "another action asks what was meant"
    angry = customer.turn("action_track_order", mood=ANGRY, **message)
    assert angry.responses == ["utter_ask_order_details", "utter_offer_person"]
