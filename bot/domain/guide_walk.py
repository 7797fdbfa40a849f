"""A customer's way through a guide: where they are, what they answered, what they had tried before."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.domain.guides import ENDS, SOLVED, Answer, Guide, Step, of


class How(StrEnum):
    ANSWERED = "answered"
    TRIED = "tried"  # done before we asked, as the customer said
    LEFT_OUT = "left_out"  # the customer cannot or would rather not


@dataclass(frozen=True)
class Taken:
    step: str
    answer: str
    how: How


@dataclass(frozen=True)
class Walk:
    """`at` is a step, or one of `ENDS`. `done` are steps that the customer says were done already.

    `misread` counts answers in a row that were not understood; `later` is set while the customer has put it off.
    """

    guide: str
    machine: str | None
    at: str
    path: tuple[Taken, ...] = ()
    done: tuple[str, ...] = ()
    misread: int = 0
    later: bool = False

    @property
    def over(self) -> bool:
        return self.at in ENDS

    @property
    def last(self) -> Taken | None:
        return self.path[-1] if self.path else None


def begin(guide: Guide, machine: str | None, done: Collection[str] = ()) -> Walk:
    """At the first step that was not done already."""
    return _past_what_was_done(Walk(guide.id, machine, guide.steps[0].id, done=tuple(done)), guide)


def step_of(walk: Walk, guide: Guide) -> Step:
    """Where the customer is. A step that a newer version of the guide does not have is its first one."""
    return guide.step(walk.at) or guide.steps[0]


def take(walk: Walk, guide: Guide, answer: Answer, how: How = How.ANSWERED) -> Walk:
    """On by this answer, and past the steps that were done already."""
    taken = Taken(step_of(walk, guide).id, answer.id, how)
    onward = of(walk.machine, answer.then)
    return _past_what_was_done(
        replace(walk, at=onward, path=(*walk.path, taken), misread=0, later=False),
        guide,
    )


def tell_done(walk: Walk, steps: Collection[str]) -> Walk:
    """The customer names steps that were done already; those ahead will be passed over."""
    return replace(walk, done=tuple(dict.fromkeys([*walk.done, *steps])))


def back(walk: Walk) -> Walk | None:
    """To the last step that was asked, or None at the first one. What was passed over then is passed over again."""
    path = list(walk.path)
    while path:
        taken = path.pop()
        if taken.how is not How.TRIED:
            return replace(walk, at=taken.step, path=tuple(path), misread=0, later=False)
    return None


def back_to(walk: Walk, step: str) -> Walk | None:
    """To a step that was answered before, as if nothing had been said since; None for one that was not."""
    for place, taken in enumerate(walk.path):
        if taken.step == step:
            return replace(walk, at=step, path=walk.path[:place], misread=0, later=False)
    return None


def reopened(walk: Walk) -> Walk | None:
    """It was not solved after all: the step that seemed to solve it is asked once more."""
    if walk.at != SOLVED or walk.last is None:
        return None
    return back_to(walk, walk.last.step)


def ended(walk: Walk, end: str) -> Walk:
    """Where no answer of the step led."""
    return replace(walk, at=end, misread=0, later=False)


def put_off(walk: Walk) -> Walk:
    return replace(walk, misread=0, later=True)


def awake(walk: Walk) -> Walk:
    return replace(walk, misread=0, later=False)


def misread(walk: Walk) -> Walk:
    return replace(walk, misread=walk.misread + 1)


def _past_what_was_done(walk: Walk, guide: Guide) -> Walk:
    # A step is passed over once: a guide that comes back to it wants it done again.
    while (step := guide.step(walk.at)) and step.tried and step.id in walk.done:
        if any(taken.step == step.id for taken in walk.path):
            break
        answer = step.answer(step.tried.means)
        if answer is None:
            break
        taken = Taken(step.id, answer.id, How.TRIED)
        walk = replace(walk, at=of(walk.machine, answer.then), path=(*walk.path, taken))
    return walk


# --- kept in a slot, told to the desk


def stored(walk: Walk) -> dict[str, Any]:
    return asdict(walk)


def restored(data: Mapping[str, Any] | None) -> Walk | None:
    """None where nothing of use was kept."""
    try:
        kept = dict(data or {})
        path = tuple(Taken(one["step"], one["answer"], How(one["how"])) for one in kept["path"])
        return Walk(**kept | {"path": path, "done": tuple(kept["done"])})
    except (KeyError, TypeError, ValueError):
        return None


def report(walk: Walk, guide: Guide, machine: str | None) -> dict[str, Any]:
    """For the agent: each step with what came of it, and how it ended (null: it has not).

    `machine` is its name. A step that was gone through twice is told with its last answer.
    """
    steps = {taken.step: told for taken in walk.path if (told := _told(taken, guide))}
    open_step = None if walk.over else step_of(walk, guide)
    return {
        "guide": guide.id,
        "title": guide.title,
        "machine": machine,
        "steps": list(steps.values()),
        "ended": walk.at if walk.over else None,
        "asked": open_step.ask if open_step else None,
    }


def _told(taken: Taken, guide: Guide) -> dict[str, str] | None:
    step = guide.step(taken.step)
    answer = step.answer(taken.answer) if step else None
    if step is None or answer is None:
        return None
    return {"title": step.title, "answer": answer.title, "shows": answer.shows, "how": taken.how.value}
