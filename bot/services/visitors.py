"""Visitor sessions: who is writing, proven by a signed token."""

from sqlalchemy.orm import Session

from bot.services.house import House
from bot.services.views import SessionView


def open_session(session: Session, house: House) -> SessionView:
    """A new visitor with a first conversation; answers `{token, conversation_id}`."""
    raise NotImplementedError


def renew_session(session: Session, house: House, visitor_id: str) -> SessionView:
    """A fresh token for a visitor who came back, and the conversation that goes on."""
    raise NotImplementedError


def visitor_of(house: House, token: str) -> str:
    """The visitor's id; BadToken or TokenExpired. Touches no database."""
    raise NotImplementedError
