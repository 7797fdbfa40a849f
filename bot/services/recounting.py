"""Clocks that run are counted again when the hours or the times change: each from when it began, by what counts now.

A conversation that is late only because of the old ones is late no more; a priority that was raised stays.
"""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.house_rule import HouseRule
from bot.db.models.knowledge import KnowledgeVersion
from bot.db.models.team import Team
from bot.services import clocks
from bot.services.changes import hold, touch
from bot.services.house import House


def counted_with(session: Session) -> tuple[object, ...]:
    """Changes when the deadlines may: a decision of an admin, an import of the company's files, a team's times."""
    teams = select(Team.id, Team.first_response_s, Team.next_response_s, Team.resolution_s).order_by(Team.id)
    return (
        session.scalar(select(func.max(HouseRule.id))),
        session.scalar(select(func.max(KnowledgeVersion.id))),
        *(tuple(row) for row in session.execute(teams)),
    )


def miscounted(session: Session, house: House) -> list[str]:
    """The conversations whose deadlines were counted with what is no longer in force; needs no lock."""
    running = or_(Conversation.clock_since.is_not(None), Conversation.reply_since.is_not(None))
    rows = session.scalars(select(Conversation).where(running).order_by(Conversation.id))
    return [row.id for row in rows if _is_wrong(session, house, row)]


def count_again(session: Session, house: House, conversation_id: str) -> None:
    conversation = hold(session, conversation_id)
    if _is_wrong(session, house, conversation):
        clocks.count(session, house, conversation)
        touch(session, house, conversation)


def _is_wrong(session: Session, house: House, row: Conversation) -> bool:
    return clocks.deadlines(session, house, row) != (row.answer_due_at, row.solve_due_at, row.reply_by)
