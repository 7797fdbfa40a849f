"""Account and personal data: what the company promises, and who does it."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction
from bot.domain.handover import handover_for


class ActionManageAccount(TurnAction):
    def answer(self, turn: Turn) -> None:
        policies = turn.knowledge.policies
        private = handover_for(turn.text, policies, {"privacy"})
        turn.say("utter_policy", policy=policies.data.says)
        if private:
            offer(turn, "utter_colleague_does_it", private.reason, private.priority)
        else:
            offer(turn, "utter_colleague_does_it", "service_request")
