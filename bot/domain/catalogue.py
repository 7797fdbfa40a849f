"""Which products a customer's words mean, and what was asked for that nobody sells."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.domain.knowledge import Knowledge, Option, Plan, Product
from bot.domain.words import Phrase, phrase, places, slip

Kind = Literal["product", "plan", "flavour", "form"]
How = Literal["name", "alias", "typo"]

# A product called "One" is meant by the word "one" only in such company.
POINTING = frozenset({"the", "my", "our", "your"})
JOINING = frozenset({"or", "and", "than", "vs", "versus", "to"})
NOT_AFTER_WEAK = frozenset(phrase("i you we he she they that which who with from in of for more thing day time"))
# Words that are never the thing that is wanted.
FILLERS = frozenset(
    phrase(
        """a about again all also am an and any anymore anyone anything are around as at available back be because been
        best big blue box brand but buy by can cannot carry cheap come cost could dear did do does dont drink each else
        ever every expensive favorite favourite find for free from get gets give go going good got great had has have
        hello help hey hi hopefully how i id if ill im in instead into is isnt it its ive just kind know like little ll
        long look looking love machine made make makes making many may maybe me mean more most much my need new nice no
        normal not now of off offer ok on one ones only option or order other others our out please pls possible price
        question range really right same seem sell selling shall she should size small so some someone something soon
        sort still stock store stuff such suggest sure taste tasty tell than thank thanks that thats the their them
        then there these they thing things think this those to today tomorrow too try trying type up us use using usual
        variety version very wanna want wanted was we week well were what whats when where which while whole why wide
        will wish with without wonder wondering would year yes yet you your yours theres hiya missing miss sold sad shop
        coffee cup cups mug website online again else proper actual real actually anywhere ever guys team run plan bring
        back wondered here gone flavours flavors eur euro"""
    )
)
ASKS = re.compile(
    r"\b(?:do|did|does|will|can|could|would|are|is|have|got|any|want|need|looking|sell|like|find|get|buy|order|try|offer"
    r"|stock|carry|make|miss|love|in|there)\b",
    re.IGNORECASE,
)
FLAVOUR_WORDS = frozenset(phrase("flavour flavor flavoured flavored flavouring flavoring taste tasting aroma"))
LONGEST_WANT = 3


@dataclass(frozen=True)
class Match:
    """`start` and `end` count words. A flavour gives one match for each of its products."""

    product: Product
    how: How
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Wanted:
    """Something that the catalogue does not have: its name as typed, and what is known about it."""

    text: str
    form: str | None = None
    tastes: tuple[str, ...] = ()
    roast: str | None = None
    caffeine: str | None = None
    product: Product | None = None  # "the Duo in purple": the thing of which a kind is wanted


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    kind: Kind
    id: str
    how: How


class _Index:
    """The phrases of one version of the knowledge, longest first."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.phrases: dict[Phrase, tuple[Kind, str, How]] = {}
        self.weak: dict[Phrase, tuple[Kind, str]] = {}
        for form in knowledge.forms:
            self._add("form", form.id, form.name, (form.plural, *form.words))
        for flavour in knowledge.flavours:
            self._add("flavour", flavour.id, flavour.name, flavour.aliases)
        sold: list[tuple[Kind, Product | Plan]] = [("product", product) for product in knowledge.products]
        sold += [("plan", plan) for plan in knowledge.plans]
        for kind, thing in sold:
            self._add(kind, thing.id, thing.name, thing.aliases)
            if isinstance(thing, Product):
                self._add(kind, thing.id, thing.title, ())
            for alias in thing.weak_aliases:
                self.weak[phrase(alias)] = (kind, thing.id)
        self.longest = max((len(words) for words in self.phrases), default=0)
        # Only forms that carry flavours can narrow one: "hazelnut for my machine" asks for no hazelnut machine.
        self.flavoured_forms = {product.form for product in knowledge.products if product.flavour}
        self.fact_words = {word for kind in knowledge.fact_kinds for ask in kind.asks for word in phrase(ask)}
        taste_words = {word for taste in knowledge.tastes for one in taste.words for word in phrase(one)}
        self.names = sorted({word for words in self.phrases for word in words})
        self.plain = self.fact_words | taste_words | FILLERS | set(self.names)
        self.readings = lru_cache(maxsize=2048)(self._readings)

    def _readings(self, typed: str) -> tuple[str, ...]:
        """The word itself, and the words of names that it may be a typo of; ordinary words are no typos."""
        return (typed,) if typed in self.plain else (typed, *(name for name in self.names if slip(typed, name)))

    def _add(self, kind: Kind, id: str, name: str, aliases: Sequence[str]) -> None:
        for written in (*aliases, name):
            words = phrase(written)
            if words:
                self.phrases[words] = (kind, id, "name" if written == name else "alias")


@lru_cache(maxsize=4)
def _index(knowledge: Knowledge) -> _Index:
    return _Index(knowledge)


def find_products(text: str, knowledge: Knowledge) -> list[Match]:
    """In the order of mention; the products of a flavour in the order in which they sell, what is in stock first."""
    index, words = _index(knowledge), phrase(text)
    spans = _spans(words, index, text)
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
    spans = _spans(phrase(text), _index(knowledge), text)
    plans = {span.id: knowledge.plan(span.id) for span in spans if span.kind == "plan"}
    return [plan for plan in plans.values() if plan]


def find_forms(text: str, knowledge: Knowledge) -> list[str]:
    spans = _spans(phrase(text), _index(knowledge), text)
    return list(dict.fromkeys(span.id for span in spans if span.kind == "form"))


def find_options(text: str, product: Product) -> list[Option]:
    """Colours and editions of this product that the text names."""
    words = phrase(text)
    return [
        option
        for option in product.options
        if any(places(phrase(name), words) for name in (option.name, *option.aliases))
    ]


def wanted(text: str, knowledge: Knowledge) -> Wanted | None:
    """What was asked for that the catalogue does not know at all ("banana split pods", "the Duo in purple")."""
    index, words = _index(knowledge), phrase(text)
    spans = _spans(words, index, text)
    taken = {at: span for span in spans for at in range(span.start, span.end)}
    form = next((span for span in spans if span.kind == "form" and span.id in index.flavoured_forms), None)
    if form is not None:
        before = _words_before(form.start, words, taken)
        unknown = [at for at in before if at not in taken]
        if unknown and before[-1] in unknown:
            return _described([words[at] for at in before], form.id, knowledge)
    machine = next((knowledge.product(span.id) for span in spans if span.kind == "product"), None)
    if machine is not None and machine.options:
        colour = _colour(words, taken, machine)
        if colour:
            return Wanted(colour, product=machine)
    if form is None and any(span.kind in ("product", "flavour", "plan") for span in spans):
        return None
    if not (ASKS.search(text) or len(words) <= LONGEST_WANT or FLAVOUR_WORDS & set(words)):
        return None
    return _free_words(words, taken, form.id if form else None, index, knowledge)


def preferences(text: str, knowledge: Knowledge) -> Wanted:
    """What somebody who wants a recommendation likes: "something nutty, no caffeine, for pods"."""
    index, words = _index(knowledge), phrase(text)
    spans = _spans(words, index, text)
    form = next((span.id for span in spans if span.kind == "form" and span.id in index.flavoured_forms), None)
    return _described(list(words), form, knowledge)


# --- how ------------------------------------------------------------------------------------------------------------
def _spans(words: Phrase, index: _Index, text: str) -> list[_Span]:
    """What is named where, the longest reading first; typos only where nothing else fits."""
    spans, free = [], set(range(len(words)))
    for size in range(min(index.longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = range(at, at + size)
            known = index.phrases.get(words[at : at + size]) if free.issuperset(window) else None
            if known:
                spans.append(_Span(at, at + size, *known))
                free.difference_update(window)
    spans += _typos(words, free, index)
    spans += _weak(words, free, index, text, among_products=any(span.kind == "product" for span in spans))
    return sorted(spans, key=lambda span: span.start)


def _typos(words: Phrase, free: set[int], index: _Index) -> Iterator[_Span]:
    readings = [index.readings(word) if at in free else (word,) for at, word in enumerate(words)]
    for size in range(min(index.longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = range(at, at + size)
            if not free.issuperset(window) or all(len(readings[place]) == 1 for place in window):
                continue
            meant = (index.phrases.get(reading) for reading in itertools.product(*readings[at : at + size]))
            known = next((one for one in meant if one), None)
            if known:
                yield _Span(at, at + size, known[0], known[1], "typo")
                free.difference_update(window)


def _weak(words: Phrase, free: set[int], index: _Index, text: str, among_products: bool) -> Iterator[_Span]:
    """Everyday words: alone, written as a name, pointed at ("for the one"), or beside a product ("one or duo?")."""
    for known, (kind, id) in index.weak.items():
        for at in places(known, words):
            end = at + len(known)
            if not free.issuperset(range(at, end)):
                continue
            before, after = words[at - 1] if at else "", words[end] if end < len(words) else ""
            pointed = (before in POINTING or known[0] in POINTING) and after not in NOT_AFTER_WEAK
            beside = among_products and (before in JOINING or after in JOINING) and after not in NOT_AFTER_WEAK
            named = any(f"{word} {known[-1].capitalize()}" in text for word in POINTING)
            if len(words) == len(known) or named or pointed or beside:
                yield _Span(at, end, kind, id, "alias")
                free.difference_update(range(at, end))


def _with_flavour(
    span: _Span, spans: list[_Span], words: Phrase, machines: set[str], knowledge: Knowledge
) -> list[Product]:
    """A flavour's products, narrowed by the form that goes with it and by the machine that is named."""
    index = _index(knowledge)
    forms = [other for other in spans if other.kind == "form" and other.id in index.flavoured_forms]
    after = [form for form in forms if form.start >= span.end]
    form = after[0] if after else (forms[-1] if forms else None)
    if form in after and form is not None:
        between = range(span.end, form.start)
        covered = {at for other in spans for at in range(other.start, other.end)}
        if len(between) in (1, 2) and all(at not in covered and words[at] not in FILLERS for at in between):
            return []  # "banana split pods" are no banana pods: see `wanted`
    products = [product for product in knowledge.products if product.flavour == span.id]
    if form is not None:
        products = [product for product in products if product.form == form.id]
    fitting = [product for product in products if machines & set(product.fits)]
    return sorted(fitting or products, key=lambda product: (not product.in_stock, product.popular or 999, product.id))


def _words_before(at: int, words: Phrase, taken: dict[int, _Span]) -> list[int]:
    """The words that belong to a form word: "banana split" in "have banana split pods"."""
    found: list[int] = []
    for place in range(at - 1, max(-1, at - 1 - LONGEST_WANT - 1), -1):
        span = taken.get(place)
        if words[place] in FLAVOUR_WORDS and not found:
            continue
        if words[place] in FILLERS or (span and span.kind != "flavour"):
            break
        found.insert(0, place)
    return found


def _colour(words: Phrase, taken: dict[int, _Span], machine: Product) -> str | None:
    if find_options(" ".join(words), machine):
        return None
    for at, word in enumerate(words[:-1]):
        if word == "in" and at + 1 not in taken and words[at + 1] not in FILLERS:
            rest = words[at + 1 :]
            if len(rest) <= 2 or rest[1] in FILLERS | {"colour", "color"}:
                return rest[0]
    return None


def _free_words(
    words: Phrase, taken: dict[int, _Span], form: str | None, index: _Index, knowledge: Knowledge
) -> Wanted | None:
    """The longest run of words that are neither filling nor known."""
    skip = FILLERS | FLAVOUR_WORDS | index.fact_words
    runs: list[list[str]] = [[]]
    for at, word in enumerate(words):
        if at in taken or word in skip or word.isdigit():
            runs.append([])
        else:
            runs[-1].append(word)
    best = max(runs, key=len)
    if not best or len(best) > LONGEST_WANT:
        return None
    return _described(best, form, knowledge)


def _described(words: Sequence[str], form: str | None, knowledge: Knowledge) -> Wanted:
    """What the words themselves say about taste, roast and caffeine."""
    tastes: list[str] = []
    caffeine = roast = None
    for flavour in knowledge.flavours:
        if any(places(phrase(name), words) for name in (flavour.name, *flavour.aliases)):
            tastes += flavour.tastes
            caffeine = flavour.caffeine or caffeine
    for taste in knowledge.tastes:
        if any(places(phrase(word), words) for word in taste.words):
            tastes.append(taste.id)
    for level in ("light", "medium", "dark"):
        if places((level, "roast"), words):
            roast = level
    return Wanted(" ".join(words), form, tuple(dict.fromkeys(tastes)), roast, caffeine)
