"""Leaving or pausing a plan: why is asked once, kindly; then a person settles it."""

from actions.handoff import escalate
from actions.turn import Turn, TurnAction

TASK = "leave_plan"


class ActionAskLeaving(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if turn.slot("task") == TASK:
            # Said a second time: no more questions.
            escalate(turn, "utter_note_leaving", "success_leaving", "high")
            return
        pause = turn.intent == "success_pause_plan"
        turn.say("utter_ask_leaving_pause" if pause else "utter_ask_leaving_cancel")
        turn.expect("leaving_reason", task=TASK)


class ActionNoteLeaving(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        silent = turn.entity("reason") == "none" or turn.intent == "chat_deny"
        escalate(turn, "utter_note_leaving_none" if silent else "utter_note_leaving", "success_leaving", "high")
