"""The clocks of a conversation: how long the customer may wait for an answer, for the next one, and for the end.

They count open time and stand still while the customer is the one to answer.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.team import Team
from bot.domain.errors import Unavailable
from bot.domain.knowledge import Company
from bot.domain.working_time import deadline, open_time
from bot.services import knowledge
from bot.services.house import House
from bot.services.views import ClocksView, moment_or_none


def customer_waits(session: Session, house: House, conversation: Conversation) -> None:
    """A person owes the answer from now on; what runs already goes on."""
    now, team = house.now(), _team(session, conversation)
    conversation.waiting_since = conversation.waiting_since or now
    company = _company(session)
    if conversation.answer_due_at is None:
        first = conversation.first_reply_at is None
        amount = _amount(house, team, "first_response" if first else "next_response")
        conversation.answer_due_at = deadline(company, now, amount)
    if conversation.solve_due_at is None:
        left = conversation.solve_left_s
        amount = _amount(house, team, "resolution") if left is None else timedelta(seconds=left)
        conversation.solve_due_at, conversation.solve_left_s = deadline(company, now, amount), None


def colleague_owes(session: Session, house: House, conversation: Conversation) -> None:
    """If the customer waits, the one who has it answers within this time, or somebody else does."""
    if conversation.waiting_since is None:
        return
    customer_waits(session, house, conversation)
    if conversation.reply_by is None:
        conversation.reply_by = deadline(_company(session), house.now(), house.settings.reply_within)


def answered(session: Session, house: House, conversation: Conversation) -> None:
    """It is the customer's turn: the clocks stand still."""
    conversation.waiting_since = conversation.answer_due_at = conversation.reply_by = conversation.overdue_at = None
    if conversation.solve_due_at is not None:
        left = open_time(_company(session), house.now(), conversation.solve_due_at)
        conversation.solve_due_at, conversation.solve_left_s = None, int(left.total_seconds())


def snoozed(session: Session, house: House, conversation: Conversation) -> None:
    """They stand still; a customer who waits goes on waiting when it comes back."""
    waiting_since = conversation.waiting_since
    answered(session, house, conversation)
    conversation.waiting_since = waiting_since


def put_away(conversation: Conversation) -> None:
    """Nobody is awaited any more."""
    conversation.waiting_since = conversation.answer_due_at = conversation.reply_by = conversation.overdue_at = None
    conversation.solve_due_at = conversation.solve_left_s = None


def clocks_view(conversation: Conversation) -> ClocksView:
    waits = conversation.answer_due_at is not None
    return {
        "clock": ("next_response" if conversation.first_reply_at else "first_response") if waits else None,
        "answer_due_at": moment_or_none(conversation.answer_due_at),
        "overdue": conversation.overdue_at is not None,
        "solve_due_at": moment_or_none(conversation.solve_due_at),
        "solve_left_s": conversation.solve_left_s,
    }


def _amount(house: House, team: Team | None, clock: str) -> timedelta:
    seconds: int | None = getattr(team, f"{clock}_s") if team is not None else None
    default: timedelta = getattr(house.settings, clock)
    return default if seconds is None else timedelta(seconds=seconds)


def _team(session: Session, conversation: Conversation) -> Team | None:
    return session.get(Team, conversation.team_id) if conversation.team_id else None


def _company(session: Session) -> Company | None:
    """Without an imported company every hour counts."""
    try:
        return knowledge.current(session).company
    except Unavailable:
        return None
