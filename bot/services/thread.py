"""What a visitor may read, and what they may say."""

from sqlalchemy.orm import Session

from bot.services.house import House
from bot.services.views import Receipt, ThreadView


def receive_text(session: Session, house: House, visitor_id: str, client_id: str, text: str) -> Receipt:
    """Store a typed message and decide who owes the answer.

    A repeated `client_id` is answered with the first result, whatever the text says now.
    InvalidInput for an empty text or a bad client id, TooLarge above `message_max_chars`.
    """
    raise NotImplementedError


def receive_choice(
    session: Session, house: House, visitor_id: str, client_id: str, message_id: str, choice_id: str
) -> Receipt:
    """Take one of the offered choices, once.

    NotFound for another visitor's message or an unknown choice, AlreadyAnswered for a second answer.
    """
    raise NotImplementedError


def read_thread(session: Session, house: House, visitor_id: str, after: int = 0, limit: int = 200) -> ThreadView:
    """The messages after a seq, over all of the visitor's conversations, without notes and payloads."""
    raise NotImplementedError


def mark_read(session: Session, house: House, visitor_id: str, seq: int) -> None:
    """The customer has seen everything up to here."""
    raise NotImplementedError


def end_chat(session: Session, house: House, visitor_id: str) -> None:
    """The customer leaves: resolved, not confirmed."""
    raise NotImplementedError
