"""Praise."""

from actions import complaints
from actions.turn import Turn, TurnAction


class ActionGivePraise(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not complaints.poisoned(turn):
            turn.say("utter_give_praise")
