"""The product question of the turn before, which a follow-up leans on; a turn about something else forgets it."""

from collections.abc import Sequence

from actions.turn import Turn
from bot.domain.product_question import How, Topic
from bot.domain.products import Product


def of(turn: Turn) -> Topic | None:
    match turn.slot("topic"):
        case {"products": list(ids), "how": str(how), "text": str(text)}:
            products = tuple(one for id in ids if (one := turn.knowledge.product(id)))
            return Topic(products, How(how), text) if products else None
    return None


def remember(turn: Turn, products: Sequence[Product], how: How, text: str) -> None:
    turn.remember(topic={"products": [one.id for one in products], "how": how.value, "text": text})
    if len(products) == 1:
        turn.remember(product=products[0].id)
        if products[0].form == "machine":
            turn.remember(machine=products[0].id)
