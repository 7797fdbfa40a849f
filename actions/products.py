"""Facts about a product from the catalogue; what stands in no data sheet is looked for in the articles."""

from collections.abc import Sequence

from actions import articles, availability
from actions.turn import Turn, TurnAction
from bot.domain.catalogue import find_products
from bot.domain.facts import asked_kinds, facts, find_facts
from bot.domain.knowledge import Product
from bot.domain.naming import called, first_capital

MOST_PRODUCTS = 3
MOST_KINDS = 3
IN_SHORT = 6


class ActionAskProduct(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not articles.goes_on(turn):
            answer(turn)


def answer(turn: Turn) -> None:
    products = _meant(turn)
    asks = bool(asked_kinds(turn.text, turn.knowledge)) and not turn.chose
    if turn.chose and products:
        tell_in_short(turn, products[0])
    elif asks and tell_facts(turn, turn.text, products):
        pass
    elif turn.answerable:
        articles.answer(turn)
    elif products:
        tell_in_short(turn, products[0])
    elif asks and tell_facts(turn, turn.text, _machines(turn)):
        pass
    elif asks:
        turn.say("utter_product_which")
        turn.expect("fact", question=articles.asked(turn))
    else:
        articles.answer(turn)


def goes_on(turn: Turn) -> bool:
    """ "Which one?" "The hazelnut pods": now the question before can be answered."""
    products = named(turn)
    return turn.slot("waiting_for") == "fact" and tell_facts(turn, str(turn.question.get("text", "")), products)


def tell_facts(turn: Turn, question: str, products: Sequence[Product]) -> bool:
    """False when the data sheets of these products are silent about it."""
    knowledge = turn.knowledge
    gone = next((product for product in products if not product.in_stock and not product.facts), None)
    if gone:
        availability.refuse(turn, gone)
        return True
    found = find_facts(question, knowledge, products[:MOST_PRODUCTS])
    asked = list(dict.fromkeys(one.key for one in found))[:MOST_KINDS]
    lines = [f"{first_capital(called(one.product))} {one.says}." for one in found if one.key in asked]
    if not lines:
        return False
    turn.say("utter_product_facts", facts="\n".join(lines))
    if len(products) == 1:
        remember(turn, products[0])
    return True


def tell_in_short(turn: Turn, product: Product) -> None:
    if not product.in_stock:
        availability.refuse(turn, product)
        return
    lines = [f"• {one.label}: {_valued(one.value, one.unit)}" for one in facts(product, turn.knowledge)[:IN_SHORT]]
    turn.say("utter_product_overview", product=called(product), facts="\n".join(lines))
    remember(turn, product)


def _valued(value: str, unit: str | None) -> str:
    return f"{value} {unit}" if unit and not value.endswith(unit) else value


def named(turn: Turn) -> list[Product]:
    if turn.chose:
        chosen = (turn.knowledge.product(id) for id in turn.entities("product"))
        return [product for product in chosen if product]
    return [match.product for match in find_products(turn.text, turn.knowledge)]


def _meant(turn: Turn) -> list[Product]:
    """Named now; else, for "and how heavy is it?", the one spoken of last."""
    last = turn.knowledge.product(turn.slot("product") or "")
    return named(turn) or ([last] if last and not turn.chose else [])


def _machines(turn: Turn) -> list[Product]:
    return [product for product in turn.knowledge.products if product.form == "machine"]


def remember(turn: Turn, product: Product) -> None:
    turn.remember(product=product.id)
    if product.form == "machine":
        turn.remember(machine=product.id)
