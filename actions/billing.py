"""Invoices, payments, refunds."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction


class ActionAskBilling(TurnAction):
    def answer(self, turn: Turn) -> None:
        policies = turn.knowledge.policies
        turn.say("utter_policy", policy=f"{policies.payment.says} {policies.refunds.says}")
        offer(turn, "utter_colleague_looks", "service_request")
