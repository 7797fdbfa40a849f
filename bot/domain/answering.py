"""Which passage answers a question, or what has to be asked before one does."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.articles import Article, Section
from bot.domain.names import FILLERS
from bot.domain.words import phrase

CLOSE = 0.6
"""A second article whose odds reach this share of the best one's may just as well be meant."""
LIKELY = 0.9
"""Articles as probable as this take part in the question which machine it is."""
WORTH_TRYING = 0.5
"""After "that didn't help", an article less probable than this would only waste the customer's time."""
MOST_CHOICES = 3
SAME_STEM = 5
STEPS = re.compile(r"^1[.)] ", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    article: str
    title: str
    heading: str
    text: str
    score: float  # the probability that it answers

    @property
    def odds(self) -> float:
        return self.score / max(1e-6, 1 - self.score)


@dataclass(frozen=True)
class Answer:
    passage: Passage


@dataclass(frozen=True)
class AskMachine:
    machines: tuple[str, ...]


@dataclass(frozen=True)
class AskArticle:
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class NothingFor:
    """There are answers, but none for this machine."""

    machine: str


@dataclass(frozen=True)
class Nothing:
    pass


Outcome = Answer | AskMachine | AskArticle | NothingFor | Nothing


def read_passages(found: Iterable[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """The engine's findings, best first, one passage per article."""
    best: dict[str, Passage] = {}
    for item in found:
        passage = Passage(
            str(item["id"]),
            str(item["title"]),
            str(item.get("heading") or ""),
            str(item["passage"]),
            float(item["score"]),
        )
        if passage.article not in best or best[passage.article].score < passage.score:
            best[passage.article] = passage
    return tuple(sorted(best.values(), key=lambda passage: -passage.score))


def settle(
    passages: Sequence[Passage], answerable: bool, machine: str | None, machines_of: Mapping[str, Collection[str]]
) -> Outcome:
    """`machines_of` says for which machines an article was written; one that it does not name fits all."""
    if not answerable or not passages:
        return Nothing()
    if machine:
        passages = [p for p in passages if machine in machines_of.get(p.article, (machine,))]
        if not passages:
            return NothingFor(machine)
    close = [p for p in passages if p.odds >= CLOSE * passages[0].odds][:MOST_CHOICES]
    if len(close) == 1:
        return Answer(close[0])
    for_whom = [frozenset(machines_of.get(p.article, ())) for p in close]
    if not machine and len(set(for_whom)) > 1 and not all(for_whom[0] >= other for other in for_whom):
        likely = [machines_of.get(p.article, ()) for p in passages if p.score >= LIKELY]
        return AskMachine(tuple(sorted(frozenset().union(*for_whom, *likely))))
    return AskArticle(tuple(close))


def about_other_codes(title: str, codes: Collection[str]) -> bool:
    """The article on E2 is no second answer to a question about E3."""
    shapes = {re.sub(r"\d", r"\\d", re.escape(code)) for code in codes}
    named = {found for shape in shapes for found in re.findall(rf"\b{shape}\b", title)}
    return bool(named) and not named & set(codes)


def next_best(passages: Sequence[Passage], shown: Collection[str]) -> Passage | None:
    """The best one that was not shown yet, unless it is far from what was asked."""
    return next((p for p in passages if p.article not in shown and p.score >= WORTH_TRYING), None)


def narrow(passage: Passage, article: Article, machine: str | None, names: Mapping[str, str]) -> Answer | AskMachine:
    """Some articles have a section per machine ("On the Duo"): the one for this machine, or the question which it is.

    `names` are the short names of the machines by id.
    """
    named = {section.heading: machines_in(section.heading, names) for section in article.sections}
    meant = named.get(passage.heading, frozenset())
    if not meant or (machine and machine in meant):
        return Answer(passage)
    if machine:
        own = (section for section in article.sections if machine in named[section.heading])
        common = (section for section in article.sections if not named[section.heading])
        section = next(own, None) or next(common, None)
        return Answer(_of(section, passage) if section else passage)
    others = frozenset().union(*named.values())
    return Answer(passage) if others == meant else AskMachine(tuple(id for id in names if id in others))


def from_the_start(passage: Passage, article: Article, question: str) -> Passage:
    """ "How do I descale my Duo" says nothing that the title does not: such a question wants the steps, in order."""
    title = [_stem(word) for word in phrase(article.title)]
    more = [word for word in phrase(question) if word not in FILLERS and _stem(word) not in title]
    steps = [section for section in article.sections if section.heading and STEPS.search(section.text)]
    if more or not steps or not passage.heading or STEPS.search(passage.text):
        return passage
    return _of(steps[0], passage)


def rest_of(article: Article, question: str, machine: str | None, names: Mapping[str, str]) -> Passage | None:
    """After the short answer: the section that has most of the question's words, else the first for this machine."""
    words = {_stem(word) for word in phrase(question) if word not in FILLERS}
    named = {section.heading: machines_in(section.heading, names) for section in article.sections}
    fitting = [
        section
        for section in article.sections
        if section.heading and (not named[section.heading] or not machine or machine in named[section.heading])
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: len(words & {_stem(word) for word in phrase(f"{one.heading} {one.text}")}))
    return Passage(article.id, article.title, best.heading, best.text, 1.0)


def _of(section: Section, passage: Passage) -> Passage:
    return replace(passage, heading=section.heading, text=section.text)


def _stem(word: str) -> str:
    return word[:SAME_STEM]


def machines_in(heading: str, names: Mapping[str, str]) -> frozenset[str]:
    """Names count inside the heading only: "One careful try" is not about the One."""
    return frozenset(id for id, name in names.items() if re.search(rf"(?<!^)\b{re.escape(name)}\b", heading))
