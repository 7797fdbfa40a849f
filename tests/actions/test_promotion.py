"""No selling in support: every action is run with the customer's own words, and none may promote where it must not."""

import re

import pytest
from ruamel.yaml import YAML

from actions.wording import wording
from bot.settings import ROOT

EXAMPLES = 4
MARKUP = re.compile(r"\[([^]]*)\](?:\{[^}]*\}|\([^)]*\))")
load = YAML(typ="safe").load
ANGRY = {"label": "angry", "strength": 0.9}
FINE = {"support_open": False}
PODS = "do you have hazelnut pods"


def examples():
    found = {}
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for part in load(file.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in part:
                lines = [line.removeprefix("- ") for line in part["examples"].splitlines() if line.strip()]
                step = max(1, len(lines) // EXAMPLES)
                found[part["intent"]] = [MARKUP.sub(r"\1", line) for line in lines[::step][:EXAMPLES]]
    return found


def rules():
    """(action, intent) of every rule and story."""
    for file in sorted((ROOT / "data" / "stories").rglob("*.yml")):
        content = load(file.read_text(encoding="utf-8"))
        for told in [*content.get("rules", []), *content.get("stories", [])]:
            intents = []
            for step in told["steps"]:
                intents = [one["intent"] for one in step.get("or", [step]) if "intent" in one] or intents
                for intent in intents if "action" in step else []:
                    yield step["action"], intent


def promoted(customer, lane, **message):
    """What is promoted when every rule is followed with its own examples."""
    said, words = set(), examples()
    for action, intent in sorted(set(rules())):
        for text in [*words.get(intent, ["hm the thing"]), PODS]:
            customer.slots = {}
            reply = customer.turn(action, text, intent, lane=lane, lane_confidence=0.9, **message)
            said |= {name for name in reply.responses if wording(name).promotional}
    return said


@pytest.mark.parametrize(
    ("lane", "metadata", "mood"),
    [
        ("support", FINE, None),
        ("service", {"support_open": True}, None),
        ("service", FINE, ANGRY),
        ("service", FINE | {"moods": [{"label": "worried", "strength": 0.5}]}, None),
        ("service", {}, None),
    ],
    ids=["in support", "support case open", "angry", "worried a message ago", "nothing known"],
)
def test_no_rule_promotes_where_it_must_not(customer, lane, metadata, mood):
    assert promoted(customer, lane, metadata=metadata, mood=mood) == set()


def test_the_walk_would_find_it(customer):
    assert promoted(customer, "service", metadata=FINE) == {"utter_suggestion"}


def test_rules_only_run_actions_and_never_say_a_response_past_the_gate(domain):
    assert {action for action, _ in rules()} <= set(domain["actions"])
    assert "utter_message" not in "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "actions").glob("*.py") if file.name != "turn.py"
    )


def check(customer, text, **message):
    return customer.turn(
        "action_check_availability", text, "service_check_availability", lane="service", metadata=FINE, **message
    )


def test_a_suggestion_fits_and_comes_once_in_a_conversation(customer, knowledge):
    first = check(customer, PODS)
    assert first.responses == ["utter_in_stock", "utter_suggestion"]
    suggested = knowledge.product(customer.slots["product"])
    assert suggested.title in first.text
    assert set(suggested.tastes) & set(knowledge.product("hazelnut-pods").tastes)
    assert check(customer, "and the caramel pods?").responses == ["utter_in_stock"]


def test_a_suggestion_that_is_declined_is_dropped_for_good(customer):
    check(customer, PODS)
    assert customer.turn("action_deny", "no thanks", "chat_deny").responses == ["utter_suggestion_declined"]
    assert check(customer, "and the caramel pods?").responses == ["utter_in_stock"]


def test_a_suggestion_that_is_welcome_is_described(customer):
    check(customer, PODS)
    assert customer.turn("action_affirm", "oh yes", "chat_affirm").responses == ["utter_product_overview"]
