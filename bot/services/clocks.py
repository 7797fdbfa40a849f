"""The clocks of a conversation: how long the customer may wait for an answer, for the next one, and for the end.

They count open time and stand still while the customer is the one to answer. What is stored is since when they run and
how much was used before; the deadlines follow from that and from the hours and times in force (`count`).
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.team import Team
from bot.domain.company import Company
from bot.domain.errors import Unavailable
from bot.domain.working_time import deadline, open_time
from bot.services import knowledge
from bot.services.house import House
from bot.services.house_rules import settings
from bot.services.views import ClocksView, moment_or_none

Deadlines = tuple[datetime | None, datetime | None, datetime | None]


def customer_waits(session: Session, house: House, conversation: Conversation) -> None:
    """A person owes the answer from now on; what runs already goes on, by the times of its team."""
    now = house.now()
    conversation.waiting_since = conversation.waiting_since or now
    conversation.clock_since = conversation.clock_since or now
    count(session, house, conversation)


def colleague_owes(session: Session, house: House, conversation: Conversation) -> None:
    """If the customer waits, the one who has it answers within this time, or somebody else does."""
    if conversation.waiting_since is None:
        return
    conversation.reply_since = conversation.reply_since or house.now()
    customer_waits(session, house, conversation)


def nobody_owes(conversation: Conversation) -> None:
    """It has no owner, or a new one."""
    conversation.reply_since = conversation.reply_by = None


def answered(session: Session, house: House, conversation: Conversation) -> None:
    """It is the customer's turn: the clocks stand still."""
    if conversation.clock_since is not None:
        used = open_time(_company(session), conversation.clock_since, house.now())
        conversation.solve_used_s = (conversation.solve_used_s or 0) + int(used.total_seconds())
    _stop(conversation)


def paused(session: Session, house: House, conversation: Conversation) -> None:
    """They stand still, without an answer; a customer who waits keeps the place for when it comes back."""
    waiting_since = conversation.waiting_since
    answered(session, house, conversation)
    conversation.waiting_since = waiting_since


def put_away(conversation: Conversation) -> None:
    """Nobody is awaited any more."""
    _stop(conversation)
    conversation.solve_used_s = None


def join(session: Session, house: House, closing: Conversation, staying: Conversation) -> None:
    """One goes on for both: whoever waited in either has waited since then, and no deadline becomes later."""
    staying.waiting_since = _earliest(closing.waiting_since, staying.waiting_since)
    staying.clock_since = _earliest(closing.clock_since, staying.clock_since)
    staying.overdue_at = _earliest(closing.overdue_at, staying.overdue_at)
    used = [one.solve_used_s for one in (closing, staying) if one.solve_used_s is not None]
    staying.solve_used_s = max(used, default=None)
    count(session, house, staying)


def count(session: Session, house: House, conversation: Conversation) -> None:
    """The deadlines by what is in force now; again gives the same. Who is no longer late is no longer marked."""
    found = deadlines(session, house, conversation)
    conversation.answer_due_at, conversation.solve_due_at, conversation.reply_by = found
    if conversation.answer_due_at is not None and conversation.answer_due_at > house.now():
        conversation.overdue_at = None


def deadlines(session: Session, house: House, conversation: Conversation) -> Deadlines:
    """Answer, solution, and when somebody else answers; None for a clock that does not run."""
    company, answer, solve, reply = _company(session), None, None, None
    if (since := conversation.clock_since) is not None:
        clock = "first_response" if conversation.first_reply_at is None else "next_response"
        left = _amount(session, house, conversation, "resolution") - timedelta(seconds=conversation.solve_used_s or 0)
        answer = deadline(company, since, _amount(session, house, conversation, clock))
        solve = deadline(company, since, max(left, timedelta(0)))
    if conversation.reply_since is not None:
        reply = deadline(company, conversation.reply_since, settings(session, house).reply_within)
    return answer, solve, reply


def clocks_view(session: Session, house: House, conversation: Conversation) -> ClocksView:
    """The solution's clock may stand still; then it says what is left of it."""
    waits = conversation.answer_due_at is not None
    left = None
    if conversation.solve_used_s is not None and conversation.clock_since is None:
        amount = _amount(session, house, conversation, "resolution")
        left = max(int(amount.total_seconds()) - conversation.solve_used_s, 0)
    return {
        "clock": ("next_response" if conversation.first_reply_at else "first_response") if waits else None,
        "answer_due_at": moment_or_none(conversation.answer_due_at),
        "overdue": conversation.overdue_at is not None,
        "solve_due_at": moment_or_none(conversation.solve_due_at),
        "solve_left_s": left,
    }


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _stop(conversation: Conversation) -> None:
    conversation.waiting_since = conversation.clock_since = conversation.overdue_at = None
    conversation.answer_due_at = conversation.solve_due_at = None
    nobody_owes(conversation)


def _amount(session: Session, house: House, conversation: Conversation, clock: str) -> timedelta:
    team = session.get(Team, conversation.team_id) if conversation.team_id else None
    seconds: int | None = getattr(team, f"{clock}_s") if team is not None else None
    default: timedelta = getattr(settings(session, house), clock)
    return default if seconds is None else timedelta(seconds=seconds)


def _company(session: Session) -> Company | None:
    """Without an imported company every hour counts."""
    try:
        return knowledge.current(session).company
    except Unavailable:
        return None
