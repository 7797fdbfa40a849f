"""How products, prices and days are said in the middle of a sentence."""

from datetime import date

from bot.domain.facts import price
from bot.domain.knowledge import Knowledge
from bot.domain.products import Product


def called(product: Product) -> str:
    """ "hazelnut pods", "vanilla syrup", but "the Brewline Duo": what has a flavour is a kind, not one thing."""
    return product.title if product.plural or product.flavour else f"the {product.title}"


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def spoken_price(product: Product, knowledge: Knowledge) -> str:
    """ "6.50 EUR for a box of 16 pods"."""
    amount = price(product, knowledge) or ""
    return f"{amount} for {product.pack}" if amount and product.pack else amount


def spoken_day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"


def first_name(name: str) -> str:
    """ "Cleo" of "Cleo Customer"; a name that begins with a title or an initial stays whole."""
    first = name.split()[0] if name.split() else ""
    return first if len(first) > 1 and "." not in first else name.strip()


def short_name(product: Product, knowledge: Knowledge) -> str:
    """ "Duo" for the Brewline Duo: how customers and headings call it."""
    return product.name.removeprefix(knowledge.company.name).strip()
