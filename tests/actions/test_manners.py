"""Manners: names, other languages, "what did you say?", insults, starting over."""

import re

import pytest
from ruamel.yaml import YAML

from actions.manners import _manners
from bot.domain.manners import only_insults, sorry_in, wants_repetition
from bot.settings import ROOT

load = YAML(typ="safe").load
MARKUP = re.compile(r"\[([^]]*)\](?:\{[^}]*\}|\([^)]*\))")
MANNERS = _manners()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("wo ist meine bestellung", "Entschuldigung"),
        ("Meine Maschine ist kaputt, was kann ich tun?", "Entschuldigung"),
        ("bonjour, où est ma commande", "Désolé"),
        ("je voudrais savoir où est ma commande", "Désolé"),
        ("¿dónde está mi pedido?", "siento"),
        ("hola, tengo una pregunta", "siento"),
        ("dov'è il mio ordine? non funziona", "dispiace"),
        ("waar is mijn bestelling, ik heb nog niet ontvangen", "begrijp"),
        ("gdzie jest moje zamówienie", "angielski"),
        ("siparişim nerede", "İngilizce"),
        ("где мой заказ", "английский"),
        ("我的订单在哪里", "英语"),
    ],
)
def test_another_language_is_recognised_and_answered_in_it(text, word):
    assert word in (sorry_in(text, MANNERS) or "")


@pytest.mark.parametrize(
    "text",
    [
        "where is my order",
        "the Duo is kaputt, what can i do",
        "un-lock it please",
        "my name is Maria de la Cruz",
        "E3",
        "no",
        "bonjour",
        "danke!",
        "die machine die!",
        "do you deliver to den haag",
        "BL-10482 10115",
        "hazelnut",
        "latte macchiato con panna",
        "👍",
        "i am in a hurry, no time",
        "is it on",
        "mi casa",
        "es 12 pm ok?",
        "was ist that supposed to mean",
    ],
)
def test_english_and_names_are_left_alone(text):
    assert sorry_in(text, MANNERS) is None


@pytest.mark.parametrize(
    "text",
    [
        "what did you say?",
        "sorry, what was that",
        "can you repeat that please?",
        "Could you say that again",
        "say it again please",
        "come again?",
        "repeat",
        "I didn't catch that.",
        "pardon?",
    ],
)
def test_the_wish_to_hear_it_again_is_understood(text):
    assert wants_repetition(text, MANNERS)


@pytest.mark.parametrize("text", ["it happened again", "can you send that again", "what did you say about refunds", ""])
def test_other_wishes_are_none_of_it(text):
    assert not wants_repetition(text, MANNERS)


def test_an_insult_with_a_question_in_it_is_a_question():
    assert only_insults("you stupid idiot!!", MANNERS)
    assert only_insults("what a piece of junk", MANNERS)
    assert not only_insults("you idiots, where is my parcel", MANNERS)
    assert not only_insults("is this thing so bitter?", MANNERS)


def test_no_example_of_ours_is_taken_for_another_language_or_a_bare_insult():
    found = []
    for file in (ROOT / "data" / "nlu").rglob("*.yml"):
        for part in load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in part.get("examples", "").splitlines() if "intent" in part else ():
                text = MARKUP.sub(r"\1", line.removeprefix("- "))
                taken = {
                    "chat_out_of_scope": sorry_in(text, MANNERS),
                    "service_complain": only_insults(text, MANNERS),
                    "nothing": wants_repetition(text, MANNERS),
                }
                found += [(intent, text) for intent, yes in taken.items() if yes and intent != part["intent"]]
    assert found == []


def offer(customer):
    """Nothing is known, so a person is offered."""
    return customer.turn("action_answer_question", "does it float", "support_learn", articles=[], answerable=False)


def greet(customer, name=None):
    return customer.turn("action_greet", "hi", "chat_greet", metadata={"customer_name": name})


def test_who_gave_a_name_is_greeted_by_it_and_only_once_at_length(customer):
    assert " Cleo" in greet(customer, "Cleo Customer").text
    second = greet(customer, "Cleo Customer")
    assert second.responses == ["utter_greet_again"]
    assert " Cleo" in second.text


def test_who_gave_none_is_greeted_without(customer):
    assert greet(customer).text.startswith(("Hello!", "Hi!"))


def test_another_language_gets_an_apology_and_a_person(customer):
    reply = customer.turn("action_track_order", "wo ist meine bestellung", "service_track_order")
    assert reply.responses == ["utter_other_language"]
    accepted = customer.turn("action_accept_handoff", intent="chat_affirm")
    assert accepted.signal("escalate")["reason"] == "language"


def test_what_did_you_say_repeats_the_answer_and_keeps_its_question(customer):
    first = offer(customer)
    again = customer.turn("action_ask_meaning", "sorry, what did you say?", "nlu_fallback")
    assert again.responses == ["utter_repeat"]
    assert all(text in again.text for text in first.texts)
    assert again.buttons == first.buttons
    assert customer.slots["waiting_for"] == "handoff"


def test_an_insult_is_answered_calmly_and_what_was_asked_stays_open(customer):
    offer(customer)
    angry = {"label": "angry", "strength": 1.0}
    reply = customer.turn("action_out_of_scope", "you useless piece of junk", "chat_out_of_scope", mood=angry)
    assert reply.responses == ["utter_insulted"]
    assert reply.buttons[0]["payload"] == "/chat_request_human"
    assert customer.slots["waiting_for"] == "handoff"
