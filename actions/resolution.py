"""Solved, or not: the customer decides, the gateway closes, and asks where it is in doubt."""

from actions import articles, guide_steps
from actions.turn import Turn, TurnAction

# Below it, "solved" is a guess that the customer should confirm.
SURE = 0.5


class ActionSolved(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if articles.rather_asks(turn):
            articles.answer(turn)
            return
        if turn.confidence >= SURE:
            turn.signal("solved")
            return
        turn.say("utter_solved")
        turn.propose_resolution()


class ActionTryNextAnswer(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not guide_steps.reopen(turn):
            articles.try_next(turn)
