"""What is told to whoever listens, after a commit. The database is the truth: an event only wakes."""

from dataclasses import dataclass, field

DESK = "desk"
TURNS = "turns"


def visitor_topic(visitor_id: str) -> str:
    return f"visitor:{visitor_id}"


@dataclass(frozen=True)
class Wake:
    """`topic` is `visitor:<id>`, `desk` or `turns`.

    `kind` is message, conversation, typing, read, turn, hint, presence, labels or staff.

    `data` holds ids only (`conversation_id`, `seq`, `status`), never a customer's words.
    """

    topic: str
    kind: str
    data: dict[str, str | int | None] = field(default_factory=dict)
