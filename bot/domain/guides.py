"""Guides: troubleshooting step by step, as a company writes it: what to do, what to look at, where answers lead.

`bot.services.company_files.guides` reads and checks the files, `bot.domain.guide_walk` walks them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

SOLVED, PERSON, STOP = "solved", "person", "stop"
ENDS = (SOLVED, PERSON, STOP)
"""Where an answer may lead, besides to another step."""

ANYWHERE = ""
PerMachine = tuple[tuple[str, str], ...]
"""A text for each machine by its id, or one under `ANYWHERE` for all of them."""


@dataclass(frozen=True)
class StopSign:
    """Danger that shows in a customer's words: what to do now is said at once."""

    words: tuple[str, ...]
    do: str


@dataclass(frozen=True)
class Answer:
    """`title` is its button, `says` are other words for it, `means` yes or no, `tells` is said before going on.

    `shows` tells an agent what is known by it.
    """

    id: str
    title: str
    says: tuple[str, ...]
    means: str | None
    tells: str
    shows: str
    then: PerMachine


@dataclass(frozen=True)
class Tried:
    """How customers say that they have done this step; the answer `means` holds then, as it did not help."""

    says: tuple[str, ...]
    means: str


@dataclass(frozen=True)
class Step:
    id: str
    title: str
    do: PerMachine
    ask: str
    tried: Tried | None
    answers: tuple[Answer, ...]

    def answer(self, id: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.id == id), None)


@dataclass(frozen=True)
class Guide:
    """Starts with its first step. `articles` are those that it replaces, `products` the machines it is for.

    With words of `not_about` a message means something else, which its article answers.
    """

    id: str
    title: str
    products: tuple[str, ...]
    articles: tuple[str, ...]
    symptoms: tuple[str, ...]
    not_about: tuple[str, ...]
    stops: tuple[StopSign, ...]
    steps: tuple[Step, ...]

    def step(self, id: str) -> Step | None:
        return next((step for step in self.steps if step.id == id), None)

    @cached_property
    def differs(self) -> bool:
        """Some text or turn is another one for another machine."""
        texts = (text for step in self.steps for text in (step.do, *(answer.then for answer in step.answers)))
        return any(machine != ANYWHERE for text in texts for machine, _ in text)


def of(machine: str | None, text: PerMachine) -> str:
    """What holds for this machine; for one that the text does not know, or for nobody's, what comes first."""
    said: Mapping[str, str] = dict(text)
    return said.get(machine or ANYWHERE, said.get(ANYWHERE, text[0][1]))


# --- what can be wrong with the ways through a guide


@dataclass(frozen=True)
class Fault:
    """`answer` is None when the whole step is meant."""

    step: str
    answer: str | None
    message: str


def faults(guide: Guide) -> Iterator[Fault]:
    """Ways that lead nowhere, steps that no way leads to, and circles that nobody gets out of, for each machine."""
    known = {step.id for step in guide.steps} | set(ENDS)
    dangling = [
        Fault(step.id, answer.id, f'"{target}" is neither a step of this guide nor one of {", ".join(ENDS)}.')
        for step in guide.steps
        for answer in step.answers
        for target in dict.fromkeys(target for _, target in answer.then)
        if target not in known
    ]
    yield from dangling
    if dangling or not guide.steps:
        return
    reached: set[str] = set()
    caught: dict[str, str] = {}
    for machine in guide.products:
        ways = {step.id: {of(machine, answer.then) for answer in step.answers} for step in guide.steps}
        mine = _reached(guide.steps[0].id, ways)
        reached |= mine
        for id in mine - set(ENDS) - _with_exit(ways):
            caught.setdefault(id, machine)
    for step in guide.steps:
        if step.id not in reached:
            yield Fault(step.id, None, "no answer leads to this step.")
        elif step.id in caught:
            where = "" if len(guide.products) == 1 else f" on {caught[step.id]}"
            yield Fault(step.id, None, f"this step only leads round in a circle{where}; some answer has to end it.")


def _reached(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        new = ways.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def _with_exit(ways: Mapping[str, set[str]]) -> set[str]:
    """Steps from which some end can be reached."""
    good: set[str] = set()
    while more := {step for step, targets in ways.items() if step not in good and targets & (good | set(ENDS))}:
        good |= more
    return good
