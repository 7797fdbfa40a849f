"""What something costs: products, plans and delivery."""

import re

from actions import availability, delivery, topic
from actions.named import by_button
from actions.products import cite, tell_facts
from actions.turn import Turn, TurnAction
from bot.domain.catalogue import find_plans
from bot.domain.facts import asked_kinds, price
from bot.domain.naming import spoken_price
from bot.domain.product_question import How, meant
from bot.domain.products import Product

MONEY = re.compile(
    r"\b(how much (would|will|is|are|does|do|for)|costs?|prices?|euros?|eur|cheap\w*|expensive)\b", re.IGNORECASE
)
MOST_LISTED = 8


class ActionAskPrice(TurnAction):
    def answer(self, turn: Turn) -> None:
        knowledge = turn.knowledge
        products = by_button(turn) or meant(turn.text, knowledge, topic.of(turn))
        plans = find_plans(turn.text, knowledge)
        if not products and not plans and delivery.in_general(turn):
            return
        kinds = asked_kinds(turn.text, knowledge)
        about_price = not kinds or MONEY.search(turn.text) or any(kind.key == "price" for kind in kinds)
        if not about_price and tell_facts(turn, turn.text, products or _last(turn)):
            return
        if not products and not plans:
            # "And how much is that?"
            last = _last(turn)
            products = last or [product for product in knowledge.products if product.form == "machine"]
            plans = [] if last else list(knowledge.plans)
        sold = [product for product in products if product.price is not None][:MOST_LISTED]
        lines = [f"{product.name}: {spoken_price(product, knowledge)}" for product in sold]
        lines += [f"{plan.name}: {price(plan, knowledge)}" for plan in plans]
        if len(lines) > 1:
            lines = [f"• {line}" for line in lines]
        if lines:
            turn.say("utter_price", prices="\n".join(lines))
        if sold:
            topic.remember(turn, sold, How.FACTS, turn.text)
            cite(turn, sold)
        if not sold and products:
            availability.refuse(turn, products[0])


def _last(turn: Turn) -> list[Product]:
    last = turn.knowledge.product(turn.slot("product") or "")
    return [last] if last else []
