"""Yes and no. Which question they answer is decided by the rules in data/stories/chat/confirmation.yml."""

from actions import details, products, suggestion
from actions.turn import Turn, TurnAction


class ActionAffirm(TurnAction):
    def answer(self, turn: Turn) -> None:
        if details.goes_on(turn):
            return
        if product := suggestion.accepted(turn):
            products.tell_in_short(turn, product)
        else:
            turn.say("utter_affirm")


class ActionDeny(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not (suggestion.declined(turn) or details.goes_on(turn)):
            turn.say("utter_deny")
