"""Words that belong to a person whatever else was understood, from `handover` in policies.yml."""

import re
from collections.abc import Collection

from bot.domain.danger import denied
from bot.domain.policies import Handover, Policies

DANGER = "danger"


def handover_for(text: str, policies: Policies, reasons: Collection[str] | None = None) -> Handover | None:
    """The first rule (of these reasons) with one of its words in the text, as a whole word in any case."""
    for rule in policies.handovers:
        if reasons is not None and rule.reason not in reasons:
            continue
        if any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in rule.words):
            return rule
    return None


def danger_in(text: str, policies: Policies) -> Handover | None:
    """The same for danger, where "there is no smoke" is good news."""
    for rule in policies.handovers:
        places = (
            found.start()
            for word in rule.words
            for found in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
        )
        if rule.reason == DANGER and any(not denied(text, at) for at in places):
            return rule
    return None
