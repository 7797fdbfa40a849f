"""A technician at the door."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction


class ActionBookVisit(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_policy", policy=turn.knowledge.policies.visits.says)
        offer(turn, "utter_colleague_does_it", "service_request")
