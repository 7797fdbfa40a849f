"""Who a visitor is, once they have proven it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile, Visitor
from bot.domain.conversation import Actor
from bot.services.changes import log
from bot.services.house import House

PROVEN = "identified"


def identify(session: Session, house: House, conversation: Conversation, contact_id: str, order: str) -> None:
    """An order number came with a second fact that fits (`proof.prove`), so this is the contact who ordered."""
    if session.get(Contact, contact_id) is None or _proven(session, conversation) == contact_id:
        return
    conversation.contact_id = contact_id
    session.get_one(Visitor, conversation.visitor_id).contact_id = contact_id
    log(session, house, conversation, Actor.CUSTOMER, PROVEN, order=order, contact=contact_id)


def identify_signed(session: Session, house: House, profile: Profile) -> None:
    """The shop has signed its own id for this visitor, and knows a contact under it."""
    contact_id = session.scalar(select(Contact.id).where(Contact.external_id == profile.external_id))
    if contact_id is None:
        return
    session.get_one(Visitor, profile.visitor_id).contact_id = contact_id
    theirs = select(Conversation).where(Conversation.visitor_id == profile.visitor_id)
    for conversation in session.scalars(theirs.where(Conversation.contact_id.is_(None))):
        conversation.contact_id = contact_id


def proven_contact(session: Session, conversation: Conversation) -> str | None:
    """Whose data may be shown and changed here: proven in this very conversation, or signed by the shop.

    A contact that was proven in an earlier conversation of the same browser is known, but not proven again.
    """
    return _proven(session, conversation) or _signed(session, conversation.visitor_id)


def _proven(session: Session, conversation: Conversation) -> str | None:
    if conversation.contact_id is None:
        return None
    proofs = select(Event.data).where(Event.conversation_id == conversation.id, Event.reason == PROVEN)
    last = session.scalar(proofs.order_by(Event.id.desc()).limit(1))
    return (last or {}).get("contact")


def _signed(session: Session, visitor_id: str) -> str | None:
    signed = select(Contact.id).join(Profile, Profile.external_id == Contact.external_id)
    return session.scalar(signed.where(Profile.visitor_id == visitor_id, Profile.verified))
