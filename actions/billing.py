"""Invoices, payments, refunds: looked up where an order tells, otherwise explained and left to a person."""

import re

from actions import complaints
from actions.handoff import offer
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.wishes import wish_of

PAYMENT = re.compile(r"\b(invoice\w*|receipt|pay by|pay with|payment method\w*)\b", re.IGNORECASE)


class ActionAskBilling(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if complaints.heard(turn):
            return
        if wish := wish_of(turn.intent, turn.text):
            flow.begin(turn, wish)
            return
        if PAYMENT.search(turn.text):
            turn.say("utter_policy", policy=turn.knowledge.policies.payment.says)
        else:
            turn.say("utter_ask_billing")
        offer(turn, "utter_colleague_looks", "service_request")
