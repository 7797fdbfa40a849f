"""May a new model answer customers? Rules as data, refusals with their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class BadRules(ValueError):
    """data/gate.yml cannot be used; the message says why."""


@dataclass(frozen=True)
class Rules:
    """The shares by which a candidate may be worse than the live model."""

    overall_drop: float = 0.01
    lane_drop: float = 0.03
    conversation_drop: float = 0.02
    protected_broken: bool = True
    recent_messages: int = 200


@dataclass(frozen=True)
class Refusal:
    """`rule` is one of `Rules`; `about` is a lane, a figure or a protected sentence."""

    rule: str
    about: str
    before: float | str | None
    after: float | str | None

    def stored(self) -> dict[str, Any]:
        return {"rule": self.rule, "about": self.about, "before": self.before, "after": self.after}


def rules_of(content: Any) -> Rules:
    """From data/gate.yml; what is missing keeps its default."""
    if content is not None and not isinstance(content, Mapping):
        raise BadRules("data/gate.yml must begin with names such as `refuse:`.")
    content = content or {}
    given = dict(content.get("refuse") or {})
    if "recent_messages" in content:
        given["recent_messages"] = content["recent_messages"]
    known = {field.name: field.type for field in fields(Rules)}
    for name, value in given.items():
        if name not in known:
            raise BadRules(f"data/gate.yml: {name} is no rule; there are {', '.join(known)}.")
        wanted = {"float": (int, float), "int": (int,), "bool": (bool,)}[
            str(getattr(known[name], "__name__", known[name]))
        ]
        if not isinstance(value, wanted) or (bool not in wanted and isinstance(value, bool)) or value < 0:
            raise BadRules(f"data/gate.yml: {name} cannot be {value!r}.")
    return Rules(**given)


def refusals(report: Mapping[str, Any], rules: Rules) -> list[Refusal]:
    """Why the candidate of this report (engine/compare.py) may not go live; none: it may."""
    found = []
    heldout, conversations = report["sets"].get("heldout", {}), report["sets"].get("conversations", {})
    for figure in ("intent_accuracy", "lane_accuracy"):
        found += _dropped("overall_drop", figure, heldout, figure, rules.overall_drop)
    found += _dropped("conversation_drop", "conversations", conversations, "lane_accuracy", rules.conversation_drop)
    lanes = report["lanes"]
    for lane, after in lanes.get("candidate", {}).items():
        sides = {"candidate": after, "live": lanes.get("live", {}).get(lane, {})}
        found += _dropped("lane_drop", lane, sides, "right", rules.lane_drop)
    if rules.protected_broken:
        found += [
            Refusal("protected_broken", one["text"], one["intent"] or one["lane"], one["got"]["intent"])
            for one in report["protected"]
            if one["new"]
        ]
    return found


def _dropped(rule: str, about: str, sides: Mapping[str, Any], figure: str, allowed: float) -> list[Refusal]:
    before, after = sides.get("live", {}).get(figure), sides.get("candidate", {}).get(figure)
    if before is None or after is None or before - after <= allowed + 1e-9:
        return []
    return [Refusal(rule, about, before, after)]
