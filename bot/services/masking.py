"""Hides what the house itself knows about a customer, beside what the engine recognises as personal."""

import re

from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.shop import Contact
from bot.db.models.visitor import Profile

Known = list[tuple[str, str]]
"""Values and the labels that stand for them, the longest first."""

SHORTEST = 3


def known_of(session: Session, conversation_id: str) -> Known:
    conversation = session.get_one(Conversation, conversation_id)
    profile = session.get(Profile, conversation.visitor_id)
    contact = session.get(Contact, conversation.contact_id) if conversation.contact_id else None
    names = [person.name for person in (profile, contact) if person and person.name]
    found = [(part, "NAME") for name in names for part in (name, *name.split())]
    found += [(person.email, "EMAIL") for person in (profile, contact) if person and person.email]
    if contact and contact.postcode:
        found.append((contact.postcode, "POSTCODE"))
    if profile and profile.external_id:
        found.append((profile.external_id, "ID"))
    return sorted((one for one in found if len(one[0]) >= SHORTEST), key=lambda one: -len(one[0]))


def hide(text: str, known: Known) -> str:
    for value, label in known:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"[{label}]", text, flags=re.IGNORECASE)
    return text
