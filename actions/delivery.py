"""Delivery in general: how long, how much, where to. Whose order is where is answered in actions/orders.py."""

import re

from actions.turn import Turn
from bot.domain.words import join

IN_GENERAL = re.compile(
    r"\b(?:how (?:long|fast|quick\w*|much|expensive) (?:is|does|for|are|do)?\s*(?:the |your )?"
    r"(?:deliver\w*|shipping|postage)"
    r"|(?:do|can|will|could|would) you (?:also )?(?:deliver|ship|send)|(?:deliver\w*|ship|shipping|postage) "
    r"(?:time|times|cost|costs|fee|fees|to|options)|free (?:delivery|shipping)|express (?:delivery|shipping)"
    r"|(?:cost|price) (?:of|for) (?:delivery|shipping))\b",
    re.IGNORECASE,
)


def in_general(turn: Turn) -> bool:
    """Answers a question about delivery that is about no order; False when it is none."""
    if not IN_GENERAL.search(turn.text):
        return False
    shipping = turn.knowledge.policies.shipping
    turn.say("utter_policy", policy=shipping.says)
    turn.say("utter_delivery_countries", countries=join(shipping.countries, turn.knowledge.wording["and"]))
    return True
