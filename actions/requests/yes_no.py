"""Yes and no to a request's question, however they are said and whatever they were taken for."""

import re
from typing import Literal

from actions.turn import Turn
from bot.domain.choices import read_answer

YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|sure|ok(?:ay)?|please do|do (?:it|that|so)|go ahead|correct|right|exactly"
    r"|confirm(?:ed)?|perfect|sounds good|that'?s (?:it|right|correct|fine)|fine|absolutely|of course|ja)\b",
    re.IGNORECASE,
)
NO = re.compile(
    r"\W*(?:(?:please|oh|hm+|well|actually|ok(?:ay)?|sorry|wait)\W+)*"
    r"(?:no(?! problem| worries)|nope|nah|don'?t|do not|rather not|not now|stop|wait|nein|keep|leave)\b",
    re.IGNORECASE,
)
NEGATES = re.compile(r"\b(?:don'?t|do not|not|never|keep|leave)\b", re.IGNORECASE)
"""Anywhere in a message: it is no repeated wish."""


def yes_or_no(turn: Turn) -> Literal["yes", "no"] | None:
    if turn.intent in ("chat_affirm", "chat_deny") and turn.chose:
        return "yes" if turn.intent == "chat_affirm" else "no"
    if turn.chose:
        return None
    match read_answer(turn.text):
        case "yes" | "no" as plain:
            return plain
    if NO.match(turn.text):
        return "no"
    if turn.intent == "chat_affirm" or YES.match(turn.text):
        return "yes"
    return "no" if turn.intent == "chat_deny" else None
