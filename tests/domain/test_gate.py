"""What a candidate must keep."""

from typing import Any

import pytest

from bot.domain.gate import BadRules, Rules, refusals, rules_of

LIVE = {"intent_accuracy": 0.90, "lane_accuracy": 0.95}


def report(**candidate: float) -> dict[str, Any]:
    return {
        "sets": {"heldout": {"live": LIVE, "candidate": {**LIVE, **candidate}}},
        "lanes": {"live": {"support": {"right": 0.95}}, "candidate": {"support": {"right": 0.95}}},
        "protected": [],
    }


def broken(found: dict[str, Any]) -> list[str]:
    return [refusal.rule for refusal in refusals(found, Rules())]


def test_a_model_that_is_as_good_may_go_live() -> None:
    assert broken(report()) == []
    assert broken(report(intent_accuracy=0.99)) == []


def test_a_small_drop_is_noise_and_a_large_one_is_not() -> None:
    assert broken(report(intent_accuracy=0.895)) == []
    assert broken(report(intent_accuracy=0.89)) == []
    assert broken(report(intent_accuracy=0.88)) == ["overall_drop"]
    assert broken(report(intent_accuracy=0.88, lane_accuracy=0.9)) == ["overall_drop", "overall_drop"]


def test_a_lane_may_not_pay_for_the_others() -> None:
    found = report(intent_accuracy=0.95)
    found["lanes"]["candidate"]["support"]["right"] = 0.9
    (refusal,) = refusals(found, Rules())
    assert (refusal.rule, refusal.about, refusal.before, refusal.after) == ("lane_drop", "support", 0.95, 0.9)


def test_saved_conversations_are_held() -> None:
    found = report()
    found["sets"]["conversations"] = {"live": {"lane_accuracy": 1.0}, "candidate": {"lane_accuracy": 0.9}}
    assert broken(found) == ["conversation_drop"]


def test_a_protected_sentence_counts_when_the_live_model_understands_it() -> None:
    found = report()
    one = {"text": "smoke!", "intent": "support_report_danger", "lane": "support", "got": {"intent": "chat_greet"}}
    found["protected"] = [{**one, "new": False}]
    assert broken(found) == []
    found["protected"] = [{**one, "new": True}]
    assert broken(found) == ["protected_broken"]
    assert refusals(found, Rules(protected_broken=False)) == []


def test_the_first_model_has_nothing_to_be_compared_with() -> None:
    assert broken({"sets": {"heldout": {"candidate": LIVE}}, "lanes": {"candidate": {}}, "protected": []}) == []


def test_rules_are_data() -> None:
    assert rules_of(None) == Rules()
    assert rules_of({"refuse": {"lane_drop": 0}, "recent_messages": 50}) == Rules(lane_drop=0, recent_messages=50)


@pytest.mark.parametrize(
    "wrong",
    [
        {"refuse": {"lane_dorp": 0.1}},
        {"refuse": {"lane_drop": "much"}},
        {"refuse": {"lane_drop": True}},
        {"refuse": {"protected_broken": 1}},
        {"recent_messages": -1},
        ["refuse"],
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: Any) -> None:
    with pytest.raises(BadRules, match=r"data/gate\.yml"):
        rules_of(wrong)
