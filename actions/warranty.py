"""The warranty: the rules first, then a look at the customer's own machine."""

from actions.requests import flow
from actions.turn import Turn, TurnAction


class ActionCheckWarranty(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if not turn.entities("serial_number"):
            turn.say("utter_policy", policy=turn.knowledge.policies.warranty.says)
        flow.begin(turn, "check_warranty")
