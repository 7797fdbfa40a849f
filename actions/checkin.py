"""How it is going: good news is welcomed, bad news becomes an offer of help."""

from actions import articles, complaints
from actions.handoff import offer
from actions.turn import Turn, TurnAction


class ActionCheckinGood(TurnAction):
    def answer(self, turn: Turn) -> None:
        if articles.rather_asks(turn):
            articles.answer(turn)
        elif not complaints.poisoned(turn):
            turn.say("utter_checkin_good")


class ActionCheckinBad(TurnAction):
    def answer(self, turn: Turn) -> None:
        if complaints.heard(turn):
            return
        offer(turn, "utter_checkin_bad", "success_unhappy", "high")
