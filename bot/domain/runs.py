"""A training run: its states, and how much of it is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED})

# Seconds of each step on two idle cores, for the very first run; later ones go by those before them.
USUAL = {
    "preparing": 5.0,
    "language": 6.0,
    "intents": 18.0,
    "mood": 4.0,
    "articles": 3.0,
    "candidate": 15.0,
    "live": 8.0,
}


BELIEVED_FROM = 0.1
"""A step that has done less says little about its speed: loading a model is part of it."""


@dataclass(frozen=True)
class TrainedModel:
    """The note of an archive, as engine/train.py wrote it; `archive` is its sha256."""

    archive: str
    inputs: str
    trained_at: datetime
    seconds: float

    @property
    def id(self) -> str:
        return self.archive[:16]


@dataclass(frozen=True)
class Step:
    """`at`: seconds after the run began; `done`: the share of the step that is done, where the step says so."""

    name: str
    at: float
    done: float = 0.0


@dataclass(frozen=True)
class Progress:
    """`share` of the whole run, from 0 to 1; `left_s` is an estimate."""

    share: float
    left_s: float


def durations(steps: Sequence[Step], total: float) -> dict[str, float]:
    """How long each step of a finished run took; a step may come back."""
    found: dict[str, float] = {}
    ends = [*(step.at for step in steps[1:]), total]
    for step, end in zip(steps, ends, strict=False):
        found[step.name] = found.get(step.name, 0.0) + max(0.0, end - step.at)
    return found


def progress(steps: Sequence[Step], elapsed: float, usual: Mapping[str, float]) -> Progress:
    """From how long the steps took before. A step that takes longer than ever stays just short of its end."""
    so_far = durations(steps, elapsed)
    now = steps[-1] if steps else Step("preparing", 0.0)
    left = sum(seconds for name, seconds in usual.items() if name not in so_far)
    spent = so_far.get(now.name, elapsed)
    if now.done >= BELIEVED_FROM:
        left += (elapsed - now.at) * (1 - now.done) / now.done
    else:
        left += max(usual.get(now.name, 0.0) - spent, 1.0)
    return Progress(min(0.99, elapsed / max(elapsed + left, 0.1)), left)
