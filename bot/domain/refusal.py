"""The kind no: why not, what comes closest and why, and how to go on. None of the three may be missing.

Which of them a response brings stands in its `metadata` in domain.yml: `refusal: [reason, alternative, next_step]`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    REASON = "reason"
    ALTERNATIVE = "alternative"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class Words:
    """A response of domain.yml, and what fills its {blanks}."""

    response: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Instead:
    """Something that can be had. `why` says what makes it close; a tap on it sends `payload`, if it has one."""

    name: str
    why: str = ""
    payload: str = ""

    @property
    def line(self) -> str:
        return f"• {self.name}: {self.why}" if self.why else f"• {self.name}"


@dataclass(frozen=True)
class Colleague:
    """Who may say yes where the bot has to say no. `response` asks; reason and priority are those of the handoff."""

    reason: str
    priority: str = "medium"


@dataclass(frozen=True)
class Refusal:
    """`reason` says no and why. `way_on` says what else there is: its {alternatives} are filled with `instead`, which
    stand closest first. Without `way_on` the reason says it all. With a `colleague`, the last words offer one.
    """

    reason: Words
    way_on: Words | None = None
    instead: tuple[Instead, ...] = ()
    colleague: Colleague | None = None

    @property
    def words(self) -> tuple[Words, ...]:
        """What is said, in order."""
        if self.way_on is None:
            return (self.reason,)
        listed = {"alternatives": "\n".join(one.line for one in self.instead)} if self.instead else {}
        return self.reason, Words(self.way_on.response, {**self.way_on.values, **listed})


def missing(said: Iterable[Collection[Part]]) -> frozenset[Part]:
    """What is still owed after responses with these parts; nothing where none of them says no."""
    brought = frozenset(part for parts in said for part in parts)
    return frozenset(Part) - brought if Part.REASON in brought else frozenset()
