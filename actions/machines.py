"""Which machine a customer talks about: named just now, else named before."""

from actions.named import products
from actions.said import Button
from actions.turn import Turn
from bot.domain.knowledge import Knowledge
from bot.domain.naming import short_name


def short_names(knowledge: Knowledge) -> dict[str, str]:
    return {product.id: short_name(product, knowledge) for product in knowledge.products if product.form == "machine"}


def named(turn: Turn) -> list[str]:
    """Machines in this message."""
    return [product.id for product in products(turn) if product.form == "machine"]


def machine_of(turn: Turn) -> str | None:
    """None when two are named in one breath, or none ever was."""
    now = named(turn)
    if len(now) == 1:
        turn.remember(machine=now[0], product=now[0])
        return now[0]
    return None if now else turn.slot("machine")


def buttons(turn: Turn, machines: tuple[str, ...]) -> list[Button]:
    names = short_names(turn.knowledge)
    return [
        {"title": names[id], "payload": f'/chat_give_details{{"product": "{id}"}}'} for id in names if id in machines
    ]
