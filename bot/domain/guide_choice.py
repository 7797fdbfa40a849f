"""Which guide helps with a message, if one does better than an article."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.clauses import FULL, closeness, places, says, weight
from bot.domain.guides import Guide

CLEARLY = 3
"""A symptom of so many words, all of them said, needs no article to point at its guide."""
POINTED_AT = 2
"""So many are enough where one of the articles does: the words tell better than the articles' order."""

# Questions about one thing, which an article answers better than a walk through everything.
_NARROW = re.compile(
    r"\b(?<!how )(?<!what )(?:can|may|could|should|shall|must|do|would) (?:i|we)\b|\bam i allowed\b"
    r"|\b(?:is|are) (?:it|that|this|there|these) "
    r"(?:safe|ok|okay|normal|bad|dangerous|possible|covered|allowed|harmful|worth|on purpose|a )"
    r"|\bhow (?:long|many|much|often|near|hot)\b|\b(?:which|who|whose|what (?:tool|kind|is|are|setting)) "
    r"|(?:^|[.?!,;]\s*|\b(?:but|and) )(?:does|do|did|will|would) (?:it|the|a|an|that|this|my)\b"
    r"|\bwhat (?:does|happens|do you)\b|\bwhere (?:do|can|is)\b|\bwhen (?:may|can|should)\b"
    r"|\bhow (?:do|can|should) (?:i|we|you) (?!fix|solve|stop|repair|get rid|make it stop|help)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Match:
    guide: Guide
    share: float  # of the best symptom that was said
    words: int


def narrow(text: str) -> bool:
    """It asks one thing, instead of telling what is wrong."""
    return _NARROW.search(text) is not None


def choose(text: str, guides: Collection[Guide], articles: Sequence[str], machine: str | None) -> Guide | None:
    """The guide of the first article that has one, its symptoms the nearest; None where an article answers better.

    Several guides may stand for one article: then the words have to tell which of them is meant.
    """
    fitting = [
        guide
        for guide in guides
        if (machine is None or machine in guide.products) and not any(says(one, text) for one in guide.not_about)
    ]
    found = sorted((match_of(text, guide) for guide in fitting), key=lambda match: (-match.share, -match.words))
    clear = [match for match in found if match.share >= FULL and match.words >= _enough(match.guide, articles)]
    if narrow(text):
        return None
    if clear:
        return clear[0].guide
    named = {article for match in found for article in match.guide.articles}
    best = next((article for article in articles if article in named), None)
    pointed = [match for match in found if best in match.guide.articles]
    match pointed:
        case []:
            return None
        case [only]:
            return only.guide
        case [first, second, *_]:
            stands_out = (first.share, first.words) > (second.share, second.words)
            return first.guide if first.share and stands_out else None
    return None


def _enough(guide: Guide, articles: Sequence[str]) -> int:
    return CLEARLY if set(guide.articles).isdisjoint(articles) else POINTED_AT


def match_of(text: str, guide: Guide) -> Match:
    ranks = [
        (closeness(symptom, clause), weight(symptom))
        for symptom in (guide.title, *guide.symptoms)
        for clause in places(symptom, text)
    ]
    share, words = max(ranks, default=(0.0, 0))
    return Match(guide, share, words)
