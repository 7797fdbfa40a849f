"""Sending something back."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction


class ActionReturnItem(TurnAction):
    def answer(self, turn: Turn) -> None:
        returns = turn.knowledge.policies.returns
        turn.say("utter_policy", policy=f"{returns.says} {returns.how}")
        offer(turn, "utter_colleague_does_it", "service_request")
