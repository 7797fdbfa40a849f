"""Which passage answers a question, or what has to be asked before one does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CLOSE = 0.9
"""A second article whose score reaches this share of the best one's may just as well be meant."""
WORTH_TRYING = 0.6
"""After "that didn't help", an article below this share of the best score would only waste the customer's time."""
MOST_CHOICES = 3


@dataclass(frozen=True)
class Passage:
    article: str
    title: str
    heading: str
    text: str
    score: float


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
    close = [p for p in passages if p.score >= CLOSE * passages[0].score][:MOST_CHOICES]
    if len(close) == 1:
        return Answer(close[0])
    for_whom = [frozenset(machines_of.get(p.article, ())) for p in close]
    if not machine and len(set(for_whom)) > 1 and not all(for_whom[0] >= other for other in for_whom):
        return AskMachine(tuple(sorted(frozenset().union(*for_whom))))
    return AskArticle(tuple(close))


def next_best(passages: Sequence[Passage], shown: Collection[str]) -> Passage | None:
    """The best one that was not shown yet, unless it is far from what was asked."""
    if not passages:
        return None
    floor = WORTH_TRYING * passages[0].score
    return next((p for p in passages if p.article not in shown and p.score >= floor), None)
