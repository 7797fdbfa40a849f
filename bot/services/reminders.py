"""Carries out what is due, one thing in each transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.db.models.due import DueItem, DueKind
from bot.services import checkins, due, promises, resolution
from bot.services.house import House

_CARRY_OUT: dict[DueKind, Callable[[Session, House, DueItem], None]] = {
    DueKind.ASK_SOLVED: resolution.ask_in_silence,
    DueKind.CHECKIN: checkins.ask,
    DueKind.NPS: checkins.ask_score,
    DueKind.PROMISE: promises.mark_overdue,
}


def do_next(session: Session, house: House) -> bool:
    """Whether there was something."""
    found, item = due.take_next(session, house)
    if item is not None:
        _CARRY_OUT[item.kind](session, house, item)
    return found
