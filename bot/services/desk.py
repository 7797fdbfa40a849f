"""What an agent does with a conversation. Each verb holds the visitor's row first."""

from sqlalchemy.orm import Session

from bot.services.house import House
from bot.services.views import Receipt


def claim(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Take a queued conversation (or step in on the bot's); one conditional UPDATE has exactly one winner.

    AlreadyClaimed for all others; claiming what is already one's own changes nothing.
    """
    raise NotImplementedError


def reply(
    session: Session, house: House, conversation_id: str, staff_id: str, text: str, client_id: str | None = None
) -> Receipt:
    """Answer the customer; takes ownership of a queued conversation. NotOwner if a colleague has it."""
    raise NotImplementedError


def add_note(session: Session, house: House, conversation_id: str, staff_id: str, text: str) -> Receipt:
    """A private note: any agent, any time, never shown to the customer."""
    raise NotImplementedError


def propose_resolved(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Ask the customer "did that solve it?"; the status becomes `confirming`."""
    raise NotImplementedError


def release(session: Session, house: House, conversation_id: str, staff_id: str, reason: str = "released") -> None:
    """Back to the queue; the customer keeps the place that the waiting time gives."""
    raise NotImplementedError


def return_to_bot(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """Hand back without closing."""
    raise NotImplementedError


def show_typing(session: Session, house: House, conversation_id: str, staff_id: str) -> None:
    """The owner is typing, for the next few seconds."""
    raise NotImplementedError


def mark_read(session: Session, house: House, conversation_id: str, seq: int) -> None:
    """Staff have seen everything up to here."""
    raise NotImplementedError
