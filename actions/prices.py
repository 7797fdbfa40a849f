"""What something costs: products, plans and delivery."""

import re

from actions import availability
from actions.turn import Turn, TurnAction
from bot.domain.catalogue import find_plans, find_products
from bot.domain.facts import price
from bot.domain.knowledge import Product
from bot.domain.naming import spoken_price

DELIVERY = re.compile(r"\b(deliver\w*|shipping|postage|express|send it)\b", re.IGNORECASE)
MOST_LISTED = 8


class ActionAskPrice(TurnAction):
    def answer(self, turn: Turn) -> None:
        knowledge = turn.knowledge
        products = [match.product for match in find_products(turn.text, knowledge)]
        plans = find_plans(turn.text, knowledge)
        about_delivery = DELIVERY.search(turn.text) is not None
        if not products and not plans and not about_delivery:
            # "And how much is that?"
            last = knowledge.product(turn.slot("product") or "")
            products = [last] if last else [product for product in knowledge.products if product.form == "machine"]
            plans = [] if last else list(knowledge.plans)
        sold = [product for product in products if product.price is not None][:MOST_LISTED]
        lines = [f"{product.name}: {spoken_price(product, knowledge)}" for product in sold]
        lines += [f"{plan.name}: {price(plan, knowledge)}" for plan in plans]
        if len(lines) > 1:
            lines = [f"• {line}" for line in lines]
        if lines:
            turn.say("utter_price", prices="\n".join(lines))
        if about_delivery:
            turn.say("utter_policy", policy=knowledge.policies.shipping.says)
        self._remember(turn, sold)
        if not sold and products:
            availability.refuse(turn, products[0])

    def _remember(self, turn: Turn, sold: list[Product]) -> None:
        if len(sold) == 1:
            turn.remember(product=sold[0].id)
