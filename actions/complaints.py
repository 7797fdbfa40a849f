"""Complaints: heard, apologised for without excuses, offered to a person."""

from actions.handoff import escalate, offer
from actions.turn import Turn, TurnAction
from bot.domain.handover import handover_for


class ActionComplain(TurnAction):
    def answer(self, turn: Turn) -> None:
        rule = handover_for(turn.text, turn.knowledge.policies)
        if rule:
            escalate(turn, "utter_complain_person", rule.reason, rule.priority)
        else:
            offer(turn, "utter_complain", "complaint", "high")
