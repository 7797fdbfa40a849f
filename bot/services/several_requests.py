"""Several requests in one message, answered one after the other.

The engine finds them (engine/requests.py); the gateway then treats the message as if the customer had sent its parts
one after another. Each part is a turn of its own, with its own id, in the order of the message, and whatever holds for
two quick messages holds for them: a part is answered once however often it is tried; a person who is fetched by the
first part takes the rest over, because the turns behind it are dropped; "did that solve it?" waits for the last one.
What a part asks is kept for after the last one (actions/turn.py), so that no part is taken for the answer to another.
"""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.models.message import Turn, TurnStatus
from bot.domain.errors import Unavailable
from bot.domain.goodwill import told_by_a_phrase
from bot.domain.handover import handover_for
from bot.domain.understanding import Understanding
from bot.services import knowledge

MOST = 4
"""Of a longer list the rest is one part: nobody reads eight answers."""
_ONE_MATTER = frozenset({"service_complain", "success_checkin_bad", "chat_not_solved"})
_JOINING = re.compile(r"[\s,;:&+–—-]*(?:\b(?:and|also|then|plus|oh|but)\b[\s,;:]*)*$", re.IGNORECASE)


def may_split(session: Session, turn: Turn, text: str) -> bool:
    """A typed message that is no part yet. Never cut up: words that belong to a person (danger, law), complaints."""
    if turn.payload is not None or turn.text is not None:
        return False
    try:
        policies = knowledge.current(session).policies
        return handover_for(text, policies) is None and not told_by_a_phrase(text, policies.goodwill)
    except Unavailable:
        return False


def parts(text: str, understanding: Understanding) -> list[str]:
    """The requests in order, each with all that is said up to the next one: a number may stand between them.

    A complaint is one matter, whatever else is in it: who is cross is not answered in slices.
    """
    if any(request["intent"]["name"] in _ONE_MATTER for request in understanding.requests):
        return [text]
    starts = [0, *(int(request["start"]) for request in understanding.requests[1:MOST])]
    cut = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [_JOINING.sub("", part).strip() or part.strip() for part in cut[:-1]] + [cut[-1].strip()]


def parts_left(session: Session, turn: Turn) -> int:
    """How many parts of the same message are still to be answered after this one."""
    if turn.text is None:
        return 0
    behind = select(func.count()).where(
        Turn.message_id == turn.message_id, Turn.part > turn.part, Turn.status == TurnStatus.PENDING
    )
    return session.scalar(behind) or 0
