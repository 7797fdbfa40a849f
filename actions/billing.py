"""Invoices, payments, refunds."""

import re

from actions.handoff import offer
from actions.turn import Turn, TurnAction

INVOICE = re.compile(r"\b(invoice\w*|receipt|pay by|pay with|payment method\w*)\b", re.IGNORECASE)
REFUND = re.compile(r"\b(refund\w*|money back|reimburse\w*)\b", re.IGNORECASE)


class ActionAskBilling(TurnAction):
    def answer(self, turn: Turn) -> None:
        policies = turn.knowledge.policies
        if REFUND.search(turn.text):
            turn.say("utter_policy", policy=policies.refunds.says)
        elif INVOICE.search(turn.text):
            turn.say("utter_policy", policy=policies.payment.says)
        else:
            turn.say("utter_ask_billing")
        offer(turn, "utter_colleague_looks", "service_request")
