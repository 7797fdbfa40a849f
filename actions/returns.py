"""Sending something back: how it goes, and then it is done. A replacement is a colleague's."""

import re

from actions.handoff import offer
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.wishes import wish_of

# A broken or a wrong thing shall perhaps be replaced: a person sees to that.
REPLACE = re.compile(
    r"\b(?:replac\w+|exchang\w+|swap\w*|send (?:me )?(?:a )?new|another one"
    r"|wrong (?:item|flavou?r|colou?r|size|one|thing)|broken|cracked|damaged|shattered|smashed|dent\w*|faulty"
    r"|defective)\b",
    re.IGNORECASE,
)


class ActionReturnItem(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if wish_of(turn.intent, turn.text) == "refund_status":
            flow.begin(turn, "refund_status")
            return
        returns = turn.knowledge.policies.returns
        turn.say("utter_policy", policy=f"{returns.says} {returns.how}")
        if REPLACE.search(turn.text):
            offer(turn, "utter_return_or_replace", "service_request")
        else:
            flow.begin(turn, "return_item")
