"""Danger: what to do first, and a person at once."""

from actions.handoff import escalate
from actions.turn import Turn, TurnAction


class ActionReportDanger(TurnAction):
    def answer(self, turn: Turn) -> None:
        escalate(turn, "utter_report_danger", "danger", "urgent")
