"""What was asked for that the catalogue does not have, and what is liked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.knowledge import Knowledge
from bot.domain.names import FILLERS, FLAVOUR_WORDS, NameIndex, Span, find_names, index_of
from bot.domain.products import Product
from bot.domain.words import Phrase, phrase, places, spelled

ASKS = re.compile(
    r"\b(?:do|did|does|will|can|could|would|are|is|have|got|any|want|need|looking|sell|like|find|get|buy|order|try|offer"
    r"|stock|carry|make|miss|love|in|there)\b",
    re.IGNORECASE,
)
LONGEST_WANT = 3


@dataclass(frozen=True)
class Wanted:
    """Something that the catalogue does not have: its name as typed, and what is known about it."""

    text: str
    form: str | None = None
    tastes: tuple[str, ...] = ()
    roast: str | None = None
    caffeine: str | None = None
    product: Product | None = None  # "the Duo in purple": the thing of which a kind is wanted


def wanted(text: str, knowledge: Knowledge) -> Wanted | None:
    """What was asked for that the catalogue does not know at all ("banana split pods", "the Duo in purple")."""
    index, words, spans = index_of(knowledge), phrase(text), find_names(text, knowledge)
    taken = {at: span for span in spans for at in range(span.start, span.end)}
    form = next((span for span in spans if span.kind == "form" and span.id in index.flavoured_forms), None)
    if form is not None:
        before = _words_before(form.start, words, taken)
        if before and before[-1] not in taken:
            return _described(_cut(text, before), form.id, knowledge)
    machine = next((product for product in _named(spans, knowledge) if product.options), None)
    if machine is not None and (colour := _colour(text, words, taken, machine)):
        return Wanted(colour, product=machine)
    for span in spans:
        if form and span.kind == "flavour" and not _comes_as(span.id, form.id, knowledge):
            return _described(_cut(text, range(span.start, span.end)), form.id, knowledge)
    if any(span.kind in ("product", "flavour", "plan") for span in spans):
        return None
    if form or ASKS.search(text) or len(words) <= LONGEST_WANT or FLAVOUR_WORDS & set(words):
        run = _longest_unknown(words, taken, index)
        return _described(_cut(text, run), form.id if form else None, knowledge) if run else None
    return None


def preferences(text: str, knowledge: Knowledge) -> Wanted:
    """What somebody who wants a recommendation likes: "something nutty, no caffeine, for pods"."""
    index, words = index_of(knowledge), phrase(text)
    return _described(text, next((form for _, form in index.forms_in(words)), None), knowledge)


def _comes_as(flavour: str, form: str, knowledge: Knowledge) -> bool:
    return any(product.flavour == flavour and product.form == form for product in knowledge.products)


def _named(spans: list[Span], knowledge: Knowledge) -> Iterator[Product]:
    for span in spans:
        if span.kind == "product" and (product := knowledge.product(span.id)):
            yield product


def _words_before(at: int, words: Phrase, taken: dict[int, Span]) -> list[int]:
    """Where the words are that belong to a form word: "banana split" in "have banana split pods"."""
    found: list[int] = []
    for place in range(at - 1, max(-1, at - 2 - LONGEST_WANT), -1):
        span = taken.get(place)
        if words[place] in FLAVOUR_WORDS and not found:
            continue
        if words[place] in FILLERS or (span and span.kind != "flavour"):
            break
        found.insert(0, place)
    return found


def _colour(text: str, words: Phrase, taken: dict[int, Span], machine: Product) -> str | None:
    """The unknown word in "the Duo in purple"."""
    known = {phrase(name) for option in machine.options for name in (option.name, *option.aliases)}
    for at, word in enumerate(words[:-1]):
        ends = at + 2 == len(words) or words[at + 2] in FILLERS or words[at + 2] in ("colour", "color")
        unknown = at + 1 not in taken and words[at + 1] not in FILLERS and (words[at + 1],) not in known
        if word == "in" and ends and unknown:
            return spelled(text)[at + 1]
    return None


def _longest_unknown(words: Phrase, taken: dict[int, Span], index: NameIndex) -> list[int]:
    """Where the longest run of words is that are neither filling nor known."""
    runs: list[list[int]] = [[]]
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        asked = word in index.fact_words and not (last and runs[-1])  # but "oat milk" at the end is wanted
        ordinary = word in FILLERS or word in FLAVOUR_WORDS or word in index.taste_words or word.isdigit()
        if at in taken or asked or ordinary or (word,) in index.options:
            runs.append([])
        else:
            runs[-1].append(at)
    best = max(runs, key=len)
    return best if len(best) <= LONGEST_WANT else []


def _cut(text: str, at: Sequence[int]) -> str:
    words = spelled(text)
    return " ".join(words[place] for place in at)


def _described(text: str, form: str | None, knowledge: Knowledge) -> Wanted:
    """What the words themselves say about taste, roast and caffeine."""
    words = phrase(text)
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
    return Wanted(text, form, tuple(dict.fromkeys(tastes)), roast, caffeine)
