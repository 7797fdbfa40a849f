"""Visitor sessions: who is writing, proven by a signed token."""

from datetime import datetime

import jwt
from sqlalchemy.orm import Session

from bot.db.models.visitor import Visitor
from bot.domain.errors import BadToken, TokenExpired
from bot.services.house import House
from bot.services.receiving import current_conversation, start_conversation
from bot.services.views import SessionView

_ALGORITHM = "HS256"
_AUDIENCE = "visitor"
_LINK = "link"


def open_session(session: Session, house: House) -> SessionView:
    """A new visitor with a first conversation; answers `{token, conversation_id}`."""
    visitor = Visitor(created_at=house.now(), seen_at=house.now())
    session.add(visitor)
    session.flush()
    conversation = start_conversation(session, house, visitor.id, None)
    return {"token": _token(house, visitor.id), "conversation_id": conversation.id}


def renew_session(session: Session, house: House, visitor_id: str) -> SessionView:
    """A fresh token for a visitor who came back, and the conversation that goes on."""
    visitor = session.get(Visitor, visitor_id)
    if visitor is None:
        raise BadToken("This visitor is not known any more.")
    visitor.seen_at = house.now()
    conversation = current_conversation(session, house, visitor_id)
    return {"token": _token(house, visitor_id), "conversation_id": conversation.id}


def link_token(house: House, visitor_id: str) -> str:
    """For a link in a letter: opens a session of this visitor, and is good for nothing else."""
    return _token(house, visitor_id, _LINK)


def visitor_of_link(house: House, token: str) -> str:
    """BadToken or TokenExpired."""
    return visitor_of(house, token, _LINK)


def visitor_of(house: House, token: str, audience: str = _AUDIENCE) -> str:
    """The visitor's id; BadToken or TokenExpired. Touches no database."""
    try:
        claims = jwt.decode(
            token,
            house.settings.secret,
            algorithms=[_ALGORITHM],
            audience=audience,
            options={"require": ["exp", "sub"], "verify_exp": False, "verify_iat": False},
        )
        expires = int(claims["exp"])
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise BadToken("This session is not valid.") from error
    if expires <= house.now().timestamp():
        raise TokenExpired("This session has expired.")
    return str(claims["sub"])


def _token(house: House, visitor_id: str, audience: str = _AUDIENCE) -> str:
    now: datetime = house.now()
    claims = {"sub": visitor_id, "aud": audience, "iat": now, "exp": now + house.settings.visitor_token_life}
    return jwt.encode(claims, house.settings.secret, algorithm=_ALGORITHM)
