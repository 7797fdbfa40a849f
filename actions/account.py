"""Account and personal data: changed here where that is safe, explained and left to a person where it is not."""

import re

from actions.handoff import offer
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.handover import handover_for
from bot.domain.wishes import wish_of

DATA = re.compile(r"\b(data|gdpr|privacy|stored)\b", re.IGNORECASE)


class ActionManageAccount(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        policies = turn.knowledge.policies
        if wish := wish_of(turn.intent, turn.text):
            if wish == "erase_data":
                turn.say("utter_policy", policy=policies.data.says)
            flow.begin(turn, wish)
            return
        if DATA.search(turn.text):
            turn.say("utter_policy", policy=policies.data.says)
        else:
            turn.say("utter_account")
        private = handover_for(turn.text, policies, {"privacy"})
        if private:
            offer(turn, "utter_colleague_does_it", private.reason, private.priority)
        else:
            offer(turn, "utter_colleague_does_it", "service_request")
