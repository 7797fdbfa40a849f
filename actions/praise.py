"""Praise."""

from actions.turn import Turn, TurnAction


class ActionGivePraise(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_give_praise")
