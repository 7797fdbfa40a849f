"""Where a customer's words name something in the catalogue: products, plans, flavours and forms."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.domain.knowledge import Knowledge
from bot.domain.products import Plan, Product
from bot.domain.words import Phrase, phrase, places, slip

Kind = Literal["product", "plan", "flavour", "form"]
How = Literal["name", "alias", "typo"]

# A product called "One" is meant by the word "one" only in such company.
POINTING = frozenset({"the", "my", "our", "your"})
JOINING = frozenset({"or", "and", "than", "vs", "versus", "to"})
NOT_AFTER_WEAK = frozenset(phrase("i you we he she they that which who with from of for more thing day time"))
# Words that are never the thing that is wanted.
FILLERS = frozenset(
    phrase(
        """a about again all also am an and any anymore anyone anything are around as at available back be
        because been best big blue box brand but buy by can cannot carry cheap come cost could dear did do
        does dont drink each else ever every expensive favorite favourite find for free from get gets give
        go going good got great had has have hello help hey hi hopefully how i id if ill im in instead into
        is isnt it its ive just kind know like little ll long look looking love machine made make makes
        making many may maybe me mean more most much my need new nice no normal not now of off offer ok on
        one ones only option or order other others our out please pls possible price question range really
        right same seem sell selling shall she should size small so some someone something soon sort still
        stock store stuff such suggest sure taste tasty tell than thank thanks that thats the their them
        then there these they thing things think this those to today tomorrow too try trying type up us use
        using usual variety version very wanna want wanted was we week well were what whats when where which
        while whole why wide will wish with without wonder wondering would year yes yet you your yours
        theres hiya missing miss sold sad shop coffee cup cups mug website online proper actual real
        actually anywhere guys team run plan bring wondered here gone flavours flavors eur euro almost
        seasonal season nearly bit lot lots quite rather especially currently ready next last bye goodbye
        cheers bag bags pack packs packet bottle bottles kilo kilos gram grams spare replacement two three four
        five six seven eight nine ten half dozen offered express match amend fitter"""
    )
)
FLAVOUR_WORDS = frozenset(phrase("flavour flavor flavoured flavored flavouring flavoring taste tasting aroma"))


@dataclass(frozen=True)
class Span:
    """`start` and `end` count words."""

    start: int
    end: int
    kind: Kind
    id: str
    how: How


class NameIndex:
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
        self.options = {
            phrase(name)
            for product in knowledge.products
            for option in product.options
            for name in (option.name, *option.aliases)
        }
        # Only forms that carry flavours can narrow one: "hazelnut for my machine" asks for no hazelnut machine.
        self.flavoured_forms = {product.form for product in knowledge.products if product.flavour}
        self.fact_words = {word for kind in knowledge.fact_kinds for ask in kind.asks for word in phrase(ask)}
        self.taste_words = {word for taste in knowledge.tastes for one in taste.words for word in phrase(one)}
        self.names = sorted({word for words in self.phrases for word in words})
        self.plain = self.fact_words | self.taste_words | FILLERS | set(self.names)
        self.readings = lru_cache(maxsize=2048)(self._readings)

    def _readings(self, typed: str) -> tuple[str, ...]:
        """The word itself, and the words of names that it may be a typo of; ordinary words are no typos."""
        return (typed,) if typed in self.plain else (typed, *(name for name in self.names if slip(typed, name)))

    def forms_in(self, words: Phrase) -> list[tuple[int, str]]:
        """Where forms are named, inside the names of products too ("hazelnut or caramel pods")."""
        found = []
        for known, (kind, id, _) in self.phrases.items():
            if kind == "form" and id in self.flavoured_forms:
                found += [(at, id) for at in places(known, words)]
        return sorted(found)

    def _add(self, kind: Kind, id: str, name: str, aliases: Sequence[str]) -> None:
        for written in (*aliases, name):
            words = phrase(written)
            if words:
                self.phrases[words] = (kind, id, "name" if written == name else "alias")


@lru_cache(maxsize=4)
def index_of(knowledge: Knowledge) -> NameIndex:
    return NameIndex(knowledge)


def find_names(text: str, knowledge: Knowledge) -> list[Span]:
    """What is named where, the longest reading first; typos only where nothing else fits."""
    index, words = index_of(knowledge), phrase(text)
    spans, free = [], set(range(len(words)))
    for size in range(min(index.longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = range(at, at + size)
            known = index.phrases.get(words[at : at + size]) if free.issuperset(window) else None
            if known:
                spans.append(Span(at, at + size, *known))
                free.difference_update(window)
    spans += _typos(words, free, index)
    spans += _weak(words, free, index, text, among_products=any(span.kind == "product" for span in spans))
    return sorted(spans, key=lambda span: span.start)


def _typos(words: Phrase, free: set[int], index: NameIndex) -> Iterator[Span]:
    readings = [index.readings(word) if at in free else (word,) for at, word in enumerate(words)]
    for size in range(min(index.longest, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = range(at, at + size)
            if not free.issuperset(window) or all(len(readings[place]) == 1 for place in window):
                continue
            meant = (index.phrases.get(reading) for reading in itertools.product(*readings[at : at + size]))
            known = next((one for one in meant if one), None)
            if known:
                yield Span(at, at + size, known[0], known[1], "typo")
                free.difference_update(window)


def _weak(words: Phrase, free: set[int], index: NameIndex, text: str, among_products: bool) -> Iterator[Span]:
    """Everyday words: alone, written as a name, pointed at ("for the one"), or beside a product ("one or duo?")."""
    for known, (kind, id) in index.weak.items():
        for at in places(known, words):
            end = at + len(known)
            if not free.issuperset(range(at, end)):
                continue
            before, after = words[at - 1] if at else "", words[end] if end < len(words) else ""
            coloured = (before,) in index.options or (after == "in" and words[end + 1 : end + 2] in index.options)
            pointed = before in POINTING or known[0] in POINTING
            beside = among_products and (before in JOINING or after in JOINING)
            named = any(f"{word} {known[-1].capitalize()}" in text for word in POINTING)
            elsewhere = after in NOT_AFTER_WEAK or words[end : end + 2] == ("in", "the")  # "the one in the picture"
            meant = (pointed or beside) and not elsewhere
            if meant or named or coloured or len(words) == len(known):
                yield Span(at, end, kind, id, "alias")
                free.difference_update(range(at, end))
