"""A technician at the door: the rules first, then it is booked, moved or cancelled."""

from actions import complaints
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.wishes import wish_of


class ActionBookVisit(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if not turn.slot("request") and complaints.heard(turn):
            return
        wish = wish_of(turn.intent, turn.text) or "book_visit"
        if wish == "book_visit" and not turn.slot("request"):
            turn.say("utter_policy", policy=turn.knowledge.policies.visits.says)
        flow.begin(turn, wish)
