"""Which products, plans and options a customer's words mean."""

from dataclasses import dataclass

from bot.domain.knowledge import Knowledge
from bot.domain.names import FILLERS, FLAVOUR_WORDS, How, Span, find_names, index_of
from bot.domain.products import Option, Plan, Product
from bot.domain.wanted import Wanted, preferences, wanted
from bot.domain.words import Phrase, phrase, places, spelled

__all__ = [
    "Match",
    "Wanted",
    "find_any_options",
    "find_forms",
    "find_options",
    "find_plans",
    "find_products",
    "preferences",
    "wanted",
]


@dataclass(frozen=True)
class Match:
    """`start` and `end` count words. A flavour gives one match for each of its products."""

    product: Product
    how: How
    text: str
    start: int
    end: int


def find_products(text: str, knowledge: Knowledge) -> list[Match]:
    """In the order of mention; the products of a flavour in the order in which they sell, what is in stock first."""
    words, spans = phrase(text), find_names(text, knowledge)
    machines = {span.id for span in spans if span.kind == "product"}
    found: dict[str, Match] = {}
    for span in spans:
        if span.kind == "product":
            product = knowledge.product(span.id)
            products = [product] if product else []
        elif span.kind == "flavour":
            products = _with_flavour(span, spans, words, machines, knowledge)
        else:
            continue
        for product in products:
            found.setdefault(
                product.id, Match(product, span.how, " ".join(words[span.start : span.end]), span.start, span.end)
            )
    return list(found.values())


def find_plans(text: str, knowledge: Knowledge) -> list[Plan]:
    spans = find_names(text, knowledge)
    plans = {span.id: knowledge.plan(span.id) for span in spans if span.kind == "plan"}
    return [plan for plan in plans.values() if plan]


def find_forms(text: str, knowledge: Knowledge) -> list[str]:
    spans = find_names(text, knowledge)
    return list(dict.fromkeys(span.id for span in spans if span.kind == "form"))


def find_options(text: str, product: Product) -> list[Option]:
    """Colours and editions of this product that the text names."""
    words = phrase(text)
    return [one for one in product.options if any(places(phrase(name), words) for name in (one.name, *one.aliases))]


def find_any_options(text: str, knowledge: Knowledge) -> list[tuple[Product, Option]]:
    """The same for a text that may name no product ("a green machine"): then of all that come in several kinds."""
    matches = find_products(text, knowledge)
    named = [match.product for match in matches if match.product.options]
    names = {at for span in find_names(text, knowledge) for at in range(span.start, span.end)}
    rest = " ".join(word for at, word in enumerate(spelled(text)) if at not in names)  # without "irish cream"
    return [(product, option) for product in named or knowledge.products for option in find_options(rest, product)]


def _with_flavour(
    span: Span, spans: list[Span], words: Phrase, machines: set[str], knowledge: Knowledge
) -> list[Product]:
    """A flavour's products, narrowed by the form that goes with it and by the machine that is named."""
    forms = index_of(knowledge).forms_in(words)
    after = [(at, form) for at, form in forms if at >= span.end]
    if after and _unknown_between(span.end, after[0][0], spans, words):
        return []  # "banana split pods" are no banana pods: see `wanted`
    form = after[0][1] if after else (forms[-1][1] if forms else None)
    products = [product for product in knowledge.products if product.flavour == span.id]
    if form is not None:
        products = [product for product in products if product.form == form]
    fitting = [product for product in products if machines & set(product.fits)]
    return sorted(fitting or products, key=lambda product: (not product.in_stock, product.popular or 999))


def _unknown_between(start: int, stop: int, spans: list[Span], words: Phrase) -> bool:
    covered = {at for span in spans for at in range(span.start, span.end)}
    between = range(start, stop)
    ordinary = FILLERS | FLAVOUR_WORDS
    return len(between) in (1, 2) and all(at not in covered and words[at] not in ordinary for at in between)
