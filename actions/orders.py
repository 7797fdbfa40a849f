"""Orders: which request about them is meant. How each goes is in actions/requests/."""

from actions import delivery
from actions.handoff import offer
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.order_details import NumberStyle, read_details
from bot.domain.wishes import wish_of


class ActionTrackOrder(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if names_order(turn) or not delivery.in_general(turn):
            flow.begin(turn, wish_of(turn.intent, turn.text) or "track_order")


class ActionChangeOrder(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        wish = wish_of(turn.intent, turn.text)
        if wish:
            flow.begin(turn, wish)
        elif not delivery.in_general(turn):
            turn.say("utter_policy", policy=turn.knowledge.policies.cancellation.says)
            offer(turn, "utter_colleague_does_it", "service_request")


class ActionCancelOrder(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        flow.begin(turn, wish_of(turn.intent, turn.text) or "cancel_order")


def names_order(turn: Turn) -> bool:
    return not turn.chose and not read_details(turn.text, NumberStyle(turn.knowledge.company.order_number)).empty
