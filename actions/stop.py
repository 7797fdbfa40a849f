"""Never mind: whatever was being asked or looked up is dropped."""

from actions.turn import Turn, TurnAction


class ActionStop(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        turn.say("utter_stop")
        forgotten = (
            "request",
            "guide",
            "back_to",
            "reminded",
            "handoff",
            "question",
            "machine",
            "product",
            "order_number",
            "email",
            "postcode",
        )
        turn.remember(**dict.fromkeys(forgotten))
