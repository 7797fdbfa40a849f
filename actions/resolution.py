"""Solved, or not: the customer decides, the gateway asks and closes."""

from actions import articles
from actions.turn import Turn, TurnAction


class ActionSolved(TurnAction):
    def answer(self, turn: Turn) -> None:
        if articles.rather_asks(turn):
            articles.answer(turn)
            return
        turn.say("utter_solved")
        turn.signal("propose_resolution")


class ActionTryNextAnswer(TurnAction):
    def answer(self, turn: Turn) -> None:
        articles.try_next(turn)
