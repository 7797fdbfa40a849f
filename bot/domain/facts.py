"""What is known about a product, and which of it a question asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.catalogue import find_products
from bot.domain.knowledge import Knowledge
from bot.domain.products import FactKind, FactValue, Plan, Product
from bot.domain.words import join, phrase, places


@dataclass(frozen=True)
class Fact:
    """`says` is the rest of a sentence that begins with `product.title`: "weighs 5.2 kg".

    `missing`: the product has no such thing, and `value` says what it has instead.
    """

    product: Product
    key: str
    label: str
    value: str
    unit: str | None
    says: str
    short: str
    missing: bool = False

    @property
    def written(self) -> str:
        """Beside its label: "1.4 L"."""
        return _with_unit(self.value, self.unit)


def find_facts(text: str, knowledge: Knowledge, products: Sequence[Product] | None = None) -> list[Fact]:
    """The facts that the text asks for, best first, about the products it names (or these)."""
    if products is None:
        products = [match.product for match in find_products(text, knowledge)]
    kinds = asked_kinds(text, knowledge)
    found = (fact(product, kind.key, knowledge) for kind in kinds for product in products)
    return [one for one in found if one]


def asked_kinds(text: str, knowledge: Knowledge) -> list[FactKind]:
    """The longest phrase says best what is asked: "how much water" is not "how much". The same words may ask for
    several things: "how many cups" at once, and from one tank.
    """
    words = phrase(text)
    found: list[tuple[int, int, int, FactKind]] = []
    for rank, kind in enumerate(knowledge.fact_kinds):
        for ask in kind.asks:
            wanted = phrase(ask)
            found += [(-len(wanted), at, rank, kind) for at in places(wanted, words)]
    kinds: dict[str, FactKind] = {}
    taken: list[range] = []
    for length, at, _, kind in sorted(found, key=lambda one: one[:3]):
        window = range(at, at - length)
        if window in taken or not any(set(window) & set(other) for other in taken):
            taken.append(window)
            kinds.setdefault(kind.key, kind)
    return list(kinds.values())


def fact(product: Product, key: str, knowledge: Knowledge) -> Fact | None:
    kind = next((kind for kind in knowledge.fact_kinds if kind.key == key), None)
    value = _value(product, key, knowledge)
    if kind is None or value is None:
        return None
    says = (kind.plural if product.plural else kind.says).format(value=value)
    given = _given(product, key)
    short = (given and given.short) or _with_unit(value, kind.unit)
    return Fact(product, key, kind.label, value, kind.unit, says, short, bool(given and given.missing))


def facts(product: Product, knowledge: Knowledge) -> list[Fact]:
    """All that is known, in the order of the catalogue."""
    found = (fact(product, kind.key, knowledge) for kind in knowledge.fact_kinds)
    return [one for one in found if one]


def money(amount: Decimal, knowledge: Knowledge) -> str:
    """149 EUR, 6.50 EUR"""
    written = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    return knowledge.wording["money"].format(amount=written)


def price(thing: Product | Plan, knowledge: Knowledge) -> str | None:
    """A plan's price with its period ("7.90 EUR a month")."""
    if thing.price is None:
        return None
    amount = money(thing.price, knowledge)
    return knowledge.wording["per"].format(money=amount, per=thing.per) if isinstance(thing, Plan) else amount


def _value(product: Product, key: str, knowledge: Knowledge) -> str | None:
    given = _given(product, key)
    return given.value if given else _computed(product, key, knowledge)


def _given(product: Product, key: str) -> FactValue | None:
    return next((one for one in product.facts if one.key == key), None)


def _with_unit(value: str, unit: str | None) -> str:
    return f"{value} {unit}" if unit and not value.endswith(unit) else value


def _computed(product: Product, key: str, knowledge: Knowledge) -> str | None:
    wording = knowledge.wording
    match key:
        case "price":
            return price(product, knowledge)
        case "pack":
            return product.pack
        case "roast":
            return product.roast
        case "caffeine" if product.caffeine and product.tastes:
            return wording[f"caffeine_{product.caffeine}"]
        case "tastes" if product.tastes:
            words = {taste.id: taste.words[0] for taste in knowledge.tastes}
            return join([words[taste] for taste in product.tastes], wording["and"])
        case "allergens" if product.allergens is not None:
            some = join(product.allergens, wording["and"])
            return wording["allergens_some"].format(value=some) if some else wording["allergens_none"]
        case "fits":
            return _fits(product, knowledge)
        case "colours":
            colours = [option.name for option in product.options if option.availability.in_stock]
            return join(colours, wording["or"]) or None
        case _:
            return None


def _fits(product: Product, knowledge: Knowledge) -> str | None:
    """For something that goes into machines: the machines. For a machine: what goes into it."""
    wording = knowledge.wording
    names = [wording["the"].format(name=one.name) for one in knowledge.products if one.id in product.fits]
    if not names:
        forms = {one.form for one in knowledge.products if product.id in one.fits and one.in_stock and one.tastes}
        names = [form.plural for form in knowledge.forms if form.id in forms]
    return join(names, wording["and"]) or None
