"""Yes and no. Which question they answer is decided by the rules in data/stories/chat/confirmation.yml."""

from actions import details, orders
from actions.turn import Turn, TurnAction


class ActionAffirm(TurnAction):
    def answer(self, turn: Turn) -> None:
        if details.goes_on(turn):
            return
        if turn.slot("task") == orders.TASK:
            orders.track(turn)
        else:
            turn.say("utter_affirm")


class ActionDeny(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not details.goes_on(turn):
            turn.say("utter_deny")
