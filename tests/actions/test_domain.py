"""domain.yml, the rules, the examples and the actions speak of the same things."""

import re
from pathlib import Path

from ruamel.yaml import YAML

from bot.domain.lanes import Lane, lane_of
from bot.settings import ROOT

load = YAML(typ="safe").load
# Names that the code completes: the state of an order, the reason of a no.
BUILT = (
    "utter_order_",
    "utter_confirm_cancel_",
    "utter_refuse_",
    "utter_refund_",
    "utter_already_refunded_",
)


def rules():
    for file in sorted((ROOT / "data" / "stories").rglob("*.yml")):
        for rule in load(file.read_text(encoding="utf-8"))["rules"]:
            yield file, rule


def intents_of(rule):
    for step in rule["steps"]:
        for one in step.get("or", [step]):
            if "intent" in one:
                yield one["intent"]


def unconditional():
    return {intent for _, rule in rules() if "condition" not in rule for intent in intents_of(rule)}


def test_every_intent_has_a_lane_examples_and_a_rule(domain):
    taught = set()
    for file in (ROOT / "data" / "nlu").rglob("*.yml"):
        taught |= {part["intent"] for part in load(file.read_text(encoding="utf-8"))["nlu"] if "intent" in part}
    assert set(domain["intents"]) == taught
    assert all(lane_of(intent) in Lane for intent in domain["intents"])
    assert unconditional() == {*domain["intents"], "nlu_fallback"}


def test_rules_lie_in_the_folder_of_their_lane():
    for file, rule in rules():
        if "condition" not in rule:
            for intent in intents_of(rule):
                assert intent == "nlu_fallback" or file.parent.name == lane_of(intent)


def test_every_action_is_registered_ruled_and_declared(domain, executor):
    ruled = {step["action"] for _, rule in rules() for step in rule["steps"] if "action" in step}
    assert ruled == set(domain["actions"]) == set(executor.actions)


def test_every_response_is_used_and_every_used_one_exists(domain):
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "actions").rglob("*.py"))
    named = set(re.findall(r"utter_\w+", source))
    built = {name for name in domain["responses"] if name.startswith(BUILT)}
    named -= {"utter_message", *BUILT}
    assert named <= set(domain["responses"])
    assert set(domain["responses"]) <= named | built


def test_conditions_name_states_that_the_slot_knows(domain):
    states = set(domain["slots"]["waiting_for"]["values"])
    for _, rule in rules():
        for condition in rule.get("condition", []):
            assert {state["waiting_for"] for state in condition["slot_was_set"]} <= states
    waited_for = set()
    for file in Path(ROOT / "actions").rglob("*.py"):
        waited_for |= set(re.findall(r'\.expect\("(\w+)"', file.read_text(encoding="utf-8")))
    assert waited_for <= states


def test_only_intents_of_ours_are_offered_as_guesses(domain):
    titles = load((ROOT / "data" / "texts" / "titles.yml").read_text(encoding="utf-8"))["intents"]
    assert set(titles) < set(domain["intents"])


def test_buttons_lead_to_intents(domain):
    for variants in domain["responses"].values():
        for variant in variants:
            for button in variant.get("buttons", []):
                intent = re.match(r"/(\w+)", button["payload"])
                assert intent
                assert intent.group(1) in domain["intents"]
