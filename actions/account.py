"""Account and personal data: what the company promises, and who does it."""

import re

from actions.handoff import offer
from actions.turn import Turn, TurnAction
from bot.domain.handover import handover_for

DATA = re.compile(r"\b(data|gdpr|privacy|delete|erase|stored|forget me)\b", re.IGNORECASE)


class ActionManageAccount(TurnAction):
    def answer(self, turn: Turn) -> None:
        policies = turn.knowledge.policies
        if DATA.search(turn.text):
            turn.say("utter_policy", policy=policies.data.says)
        else:
            turn.say("utter_account")
        private = handover_for(turn.text, policies, {"privacy"})
        if private:
            offer(turn, "utter_colleague_does_it", private.reason, private.priority)
        else:
            offer(turn, "utter_colleague_does_it", "service_request")
