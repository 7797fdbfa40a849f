"""What is asked about products, read from the words and from the product question before.

Only what is plain is read here. A message with other words of its own ("the pods get stuck in my Duo") is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.catalogue import Match, find_any_options, find_forms, find_products
from bot.domain.comparing import Comparative, comparative
from bot.domain.facts import asked_kinds
from bot.domain.knowledge import Knowledge
from bot.domain.names import FILLERS, FLAVOUR_WORDS, find_names, index_of
from bot.domain.products import Form, Product
from bot.domain.words import Phrase, phrase, places

MOST_COMPARED = 3
LONGEST = 20
MACHINE = "machine"
COMPARING = frozenset(
    phrase("compare compared comparing comparison difference differ different vs versus better best between side")
)
CHOOSING = frozenset(phrase("recommend choose"))
TELLING = frozenset(phrase("tell describe info information details"))
FITTING = frozenset(
    phrase("take accept fit fits work use go run brew compatible suit suitable put insert drink eat handle support")
)
ASKING = re.compile(r"^(?:(?:and|so|hi|hello|but|also|ok|then|i \w+ (?:a|the) \w+)[\s,.]+)*"
                    r"(?:do|does|can|could|will|would|is|are|may|what if)\b", re.IGNORECASE)  # fmt: skip
ASKS_FOR_ONE = re.compile(r"^(?:(?:and|so|but|ok)[\s,]+)*(?:is|are|do you have|have you got|any)\b", re.IGNORECASE)
REFUSING = frozenset({"not", "dont", "doesnt", "wont", "didnt", "cant", "cannot", "anymore", "never", "why", "how"})
WHICH = frozenset({"which", "what", "whats", "who"})
# Around a bare follow-up: "no sorry, I meant the Pro".
BESIDE = frozenset(phrase("sorry meant oh ah hm wait both either correction nope okay"))
PLURAL = frozenset({"them", "these", "those", "they", "both", "two"})


class How(StrEnum):
    FACTS = "facts"
    FITS = "fits"
    COMPARED = "compared"
    IN_SHORT = "in_short"


@dataclass(frozen=True)
class Topic:
    """The product question before: which products, how it was asked, and its words."""

    products: tuple[Product, ...]
    how: How
    text: str


@dataclass(frozen=True)
class Compare:
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Rank:
    wanted: Comparative
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Fits:
    """Whether each of these goes into each of the machines."""

    things: tuple[Product | Form, ...]
    machines: tuple[Product, ...]


@dataclass(frozen=True)
class Facts:
    """What the words of `text` ask for, about these; nothing but the products where they ask for nothing."""

    text: str
    products: tuple[Product, ...]


Reading = Compare | Rank | Fits | Facts


def read(text: str, knowledge: Knowledge, topic: Topic | None = None, machine: Product | None = None) -> Reading | None:
    """`machine` is the customer's own, as far as they have said."""
    if len(phrase(text)) > LONGEST:
        return None
    named = tuple(meant(text, knowledge, topic))
    return (
        _read_fits(text, knowledge, named, machine)
        or _read_comparison(text, knowledge, named, topic)
        or _read_overview(text, knowledge, named)
        or _read_follow_up(text, knowledge, named, topic)
    )


def meant(text: str, knowledge: Knowledge, topic: Topic | None = None) -> list[Product]:
    """The products that are named. Of a flavour those that are meant: the form spoken of before, the plainest name."""
    words, forms = phrase(text), {one.form for one in topic.products} if topic else set()
    found: list[Product] = []
    for group in _groups(find_products(text, knowledge)):
        start = group[0].start
        if "not" in words[max(0, start - 2) : start]:
            continue
        products = [match.product for match in group]
        products = [one for one in products if one.in_stock] or products
        same = [] if find_forms(text, knowledge) else [one for one in products if one.form in forms]
        unsaid = {one.id: len(set(phrase(one.title)) - set(words)) for one in same or products}
        found += [one for one in same or products if unsaid[one.id] == min(unsaid.values())]
    return list(dict.fromkeys(found))


def undecided(text: str, knowledge: Knowledge, topic: Topic | None = None) -> bool:
    """One flavour was named, and it comes in several forms."""
    groups = _groups(find_products(text, knowledge))
    return len(groups) == 1 and len(meant(text, knowledge, topic)) > 1


def goes_into(thing: Product | Form, machine: Product, knowledge: Knowledge) -> bool:
    if isinstance(thing, Product):
        return machine.id in thing.fits
    return any(machine.id in one.fits and one.in_stock for one in knowledge.products if one.form == thing.id)


def _groups(matches: Sequence[Match]) -> list[list[Match]]:
    groups: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        groups.setdefault((match.start, match.end), []).append(match)
    return list(groups.values())


def _read_fits(text: str, knowledge: Knowledge, named: tuple[Product, ...], own: Product | None) -> Fits | None:
    words = set(phrase(text))
    things, machines = _things(text, knowledge, named), _machines(named)
    machines = machines or ((own,) if own else ())
    asks = ASKING.search(text.strip()) and words & FITTING and not words & REFUSING
    if not (asks and things and machines) or _own_words(text, knowledge, FITTING):
        return None
    return Fits(things, machines)


def _things(text: str, knowledge: Knowledge, named: Sequence[Product]) -> tuple[Product | Form, ...]:
    """What goes into machines: products, or a kind of them ("does it take beans")."""
    products = tuple(one for one in named if one.form != MACHINE)
    if products:
        return products
    forms = (knowledge.form(id) for id in find_forms(text, knowledge) if id in index_of(knowledge).flavoured_forms)
    return tuple(form for form in forms if form)


def _machines(products: Sequence[Product]) -> tuple[Product, ...]:
    return tuple(one for one in products if one.form == MACHINE)


def _read_comparison(
    text: str, knowledge: Knowledge, named: tuple[Product, ...], topic: Topic | None
) -> Compare | Rank | Facts | None:
    words = phrase(text)
    wanted = comparative(text, knowledge)
    cued = bool(COMPARING & set(words)) or ("or" in words and len(named) > 1)
    if not (wanted or cued) or "why" in words or _own_words(text, knowledge, COMPARING | CHOOSING, facts=True):
        return None
    products = _compared(text, knowledge, named, topic)
    if wanted:
        leaning = topic is not None and words[0] == "and"  # "and the most expensive?"
        asks = (
            WHICH & set(words) or len(named) > 1 or leaning or (ASKS_FOR_ONE.search(text.strip()) and "my" not in words)
        )
        return Rank(wanted, products) if asks and len(products) > 1 else None
    products = products[:MOST_COMPARED]
    if len(products) < 2 or len({one.form == MACHINE for one in products}) > 1:
        return None
    return Facts(text, products) if asked_kinds(text, knowledge) else Compare(products)


def _compared(text: str, knowledge: Knowledge, named: tuple[Product, ...], topic: Topic | None) -> tuple[Product, ...]:
    """Those that are named; else, or beside a single one, those of the question before; else all of a form."""
    before = topic.products if topic else ()
    forms = find_forms(text, knowledge)
    if len(named) > 1:
        return named
    if named:
        return (*(one for one in before if one not in named), *named)
    if forms:
        return tuple(one for one in knowledge.products if one.form == forms[0] and one.in_stock)
    if len(before) > 1:
        return before
    if not before and not WHICH & set(phrase(text)):
        return ()  # "no difference" is no question
    form = before[0].form if before else MACHINE
    return tuple(one for one in knowledge.products if one.form == form and one.in_stock)


def _read_overview(text: str, knowledge: Knowledge, named: tuple[Product, ...]) -> Facts | None:
    """ "Tell me about the Pro"."""
    if not (named and TELLING & set(phrase(text))) or _own_words(text, knowledge, TELLING):
        return None
    return None if asked_kinds(text, knowledge) else Facts("", named)


def _read_follow_up(text: str, knowledge: Knowledge, named: tuple[Product, ...], topic: Topic | None) -> Reading | None:
    words = phrase(text)
    named_at_all = {match.product.id for match in find_products(text, knowledge)}
    denied = "not" in words and len(named_at_all) == len(named)  # "it does not …", but no "not the One, the Pro"
    strange = denied or set(words) & (REFUSING - {"not", "how"}) or comparative(text, knowledge)
    if topic is None or strange or _own_words(text, knowledge, BESIDE, facts=True):
        return None
    if asked_kinds(text, knowledge):
        another = named or find_any_options(text, knowledge)  # "do you have it in red?"
        return None if another else Facts(text, topic.products)
    if not named:
        return None
    match topic.how:
        case How.COMPARED:
            together = tuple(dict.fromkeys((*topic.products, *named)))
            return Compare(together) if len(together) <= MOST_COMPARED else Compare((topic.products[0], *named)[:3])
        case How.FITS:
            before = Fits(_things(topic.text, knowledge, topic.products), _machines(topic.products))
            machines = _machines(named)
            return replace(before, machines=machines) if machines else replace(before, things=named)
        case How.FACTS:
            return Facts(topic.text, named)
        case How.IN_SHORT:
            return Facts("", named)


def _own_words(text: str, knowledge: Knowledge, cues: frozenset[str], facts: bool = False) -> set[str]:
    """What is left when names, filling, these cues (and what asks for a fact) are taken away."""
    words = phrase(text)
    named = {at for span in find_names(text, knowledge) for at in range(span.start, span.end)}
    named |= {at for known in _comparatives(knowledge) for start in places(known, words)
              for at in range(start, start + len(known))}  # fmt: skip
    ordinary = FILLERS | FLAVOUR_WORDS | cues | BESIDE | PLURAL
    if facts:
        ordinary |= index_of(knowledge).fact_words
    return {word for at, word in enumerate(words) if at not in named and word not in ordinary}


def _comparatives(knowledge: Knowledge) -> list[Phrase]:
    return [phrase(one) for kind in knowledge.fact_kinds for one in (*kind.more, *kind.less)]
