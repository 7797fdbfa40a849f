"""The warranty, and who checks a single case."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction


class ActionCheckWarranty(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_policy", policy=turn.knowledge.policies.warranty.says)
        offer(turn, "utter_colleague_looks", "service_request")
