"""The products that a message means: by button, else by word (after a button, by the words that led to it)."""

from actions.turn import Turn
from bot.domain.catalogue import find_products
from bot.domain.products import Product


def by_button(turn: Turn) -> list[Product]:
    chosen = (turn.knowledge.product(id) for id in turn.entities("product")) if turn.chose else ()
    return [product for product in chosen if product]


def products(turn: Turn) -> list[Product]:
    return by_button(turn) or [match.product for match in find_products(turn.text, turn.knowledge)]
