"""What comes closest to something that cannot be had: computed from attributes, so that new products join in."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.knowledge import Knowledge
from bot.domain.products import Option, Product
from bot.domain.wanted import Wanted
from bot.domain.words import join

RANKS = (1.5, 1.0, 0.5)  # the first taste of a thing is its character, the others are shades
NEAR_TASTE = 0.4
OTHER_TASTE = -0.15  # what the wanted thing does not taste of
WEIGHT = {"tastes": 4.0, "flavour": 3.0, "caffeine": 1.0, "roast": 0.7, "milk": 0.5}
NO_COFFEE = 1.5  # cocoa is no coffee, though it comes in pods
LEAST = 0.5  # below it nothing is close
ROASTS = ("light", "medium", "dark")


@dataclass(frozen=True)
class Alternative:
    """`why` in words ("sweet and nutty too"), `shared` as taste ids."""

    product: Product
    why: str
    shared: tuple[str, ...]


@dataclass(frozen=True)
class _Rated:
    product: Product
    score: float
    shared: tuple[str, ...]
    near: tuple[str, ...]


def nearest(
    target: Product | Wanted, knowledge: Knowledge, limit: int = 3, machine: str | None = None
) -> list[Alternative]:
    """In stock only; first what the company itself suggests, then the same form for the same machine, then the rest."""
    machines = {machine} if machine else set(target.fits if isinstance(target, Product) else ())
    candidates = [
        product
        for product in knowledge.products
        if product.in_stock
        and product is not target
        and (not machines or machines & {*product.fits, product.id})
        and (not _no_caffeine(target) or product.caffeine in ("none", None))
    ]
    own = _suggested(target, knowledge)
    found = [Alternative(product, knowledge.wording["replaces"], ()) for product in own]
    rated = sorted(
        (_rate(target, product, knowledge) for product in candidates if product not in own),
        key=lambda one: (_tier(target, one.product), -one.score, one.product.popular or 999, one.product.id),
    )
    close = [one for one in rated if one.score >= LEAST]
    found += [Alternative(one.product, _why(target, one, knowledge), one.shared) for one in close]
    if not found and (isinstance(target, Wanted) or _tasted(target.form, knowledge)):
        found = [
            Alternative(product, knowledge.wording["popular"], ())
            for product in best_sellers(knowledge, target.form, candidates)
        ]
    return found[:limit]


def nearest_options(product: Product, option: Option | None, limit: int = 3) -> list[Option]:
    """The colours (or editions) of the same product that are in stock."""
    kind = option.kind if option else None
    return [one for one in product.options if one.availability.in_stock and kind in (None, one.kind)][:limit]


def best_sellers(
    knowledge: Knowledge, form: str | None = None, among: Iterable[Product] | None = None
) -> list[Product]:
    """Without a form: of everything that has a taste."""
    forms = {form} if form else {product.form for product in knowledge.products if product.tastes}
    products = [one for one in (knowledge.products if among is None else among) if one.form in forms and one.in_stock]
    return sorted(products, key=lambda product: (product.popular or 999, product.id))


def _suggested(target: Product | Wanted, knowledge: Knowledge) -> list[Product]:
    if isinstance(target, Wanted):
        return []
    products = (knowledge.product(id) for id in target.availability.replaced_by)
    return [product for product in products if product and product.in_stock]


def _tier(target: Product | Wanted, product: Product) -> int:
    same_flavour = isinstance(target, Product) and target.flavour and target.flavour == product.flavour
    return 0 if same_flavour or target.form in (None, product.form) else 1


def _tasted(form: str | None, knowledge: Knowledge) -> bool:
    return any(product.tastes for product in knowledge.products if product.form == form)


def _rate(target: Product | Wanted, product: Product, knowledge: Knowledge) -> _Rated:
    neighbours = {taste.id: set(taste.near) for taste in knowledge.tastes}
    shared = tuple(taste for taste in target.tastes if taste in product.tastes)
    missed = [taste for taste in target.tastes if taste not in shared]
    near = tuple(
        taste for taste in product.tastes if taste not in shared and any(taste in neighbours[one] for one in missed)
    )
    fitting = {taste for one in target.tastes for taste in (one, *neighbours[one])}
    if not shared and not near and not _same_flavour(target, product):
        return _Rated(product, 0.0, (), ())
    other = sum(taste not in fitting for taste in product.tastes)
    ranks = dict(zip(target.tastes, (*RANKS, *RANKS[-1:] * len(target.tastes)), strict=False))
    taste = sum(ranks[one] for one in shared) + OTHER_TASTE * other
    taste += NEAR_TASTE * sum(max(ranks[of] for of in missed if one in neighbours[of]) for one in near)
    score = WEIGHT["tastes"] * taste / max(1.0, sum(ranks.values()))
    score += WEIGHT["flavour"] * _same_flavour(target, product)
    if target.caffeine and target.caffeine == product.caffeine:
        score += WEIGHT["caffeine"]
    if target.roast in ROASTS and product.roast in ROASTS:
        score += WEIGHT["roast"] * (1 - abs(ROASTS.index(target.roast) - ROASTS.index(product.roast)) / 2)
    elif target.roast and target.form == product.form:
        score -= NO_COFFEE
    if isinstance(target, Product) and target.milk and product.milk:
        score += WEIGHT["milk"] * (target.milk == product.milk or "both" in (target.milk, product.milk))
    return _Rated(product, score, shared, near)


def _same_flavour(target: Product | Wanted, product: Product) -> bool:
    return isinstance(target, Product) and target.flavour is not None and target.flavour == product.flavour


def _no_caffeine(target: Product | Wanted) -> bool:
    """Whether it matters: somebody asked for decaf. A syrup has none anyway."""
    return target.caffeine == "none" and (isinstance(target, Wanted) or target.roast is not None)


def _why(target: Product | Wanted, one: _Rated, knowledge: Knowledge) -> str:
    wording = knowledge.wording
    words = {taste.id: taste.words[0] for taste in knowledge.tastes}
    form = knowledge.form(one.product.form)
    flavour = knowledge.flavour(one.product.flavour or "")
    if _same_flavour(target, one.product) and form and flavour and one.product.form != target.form:
        return wording["same_flavour"].format(flavour=flavour.name, form=form.name)
    if one.shared:
        why = wording["shared"].format(tastes=join([words[taste] for taste in one.shared[:2]], wording["and"]))
    else:
        why = wording["near"].format(tastes=join([words[taste] for taste in one.near[:2]], wording["and"]))
    return f"{why}, {wording['no_caffeine']}" if _no_caffeine(target) else why
