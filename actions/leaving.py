"""Leaving or pausing a plan; how it goes is in actions/requests/plans.py."""

from actions.requests import flow
from actions.turn import Turn, TurnAction


class ActionAskLeaving(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        flow.begin(turn, "pause_plan" if turn.intent == "success_pause_plan" else "cancel_plan")
