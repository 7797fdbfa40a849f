"""What is known about who writes: claims of the page or the customer, and an id that the shop has signed."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from bot.db.models.conversation import Conversation
from bot.db.models.visitor import Profile
from bot.domain.errors import BadToken, Conflict, Forbidden, InvalidInput, Unavailable
from bot.domain.typed import storable
from bot.services.changes import hold_visitor
from bot.services.house import House
from bot.services.identity import identify_signed
from bot.services.knowledge import current
from bot.services.views import moment_or_none

Value = str | int | float | bool
MOST_ATTRIBUTES = 20
LONGEST = 200


@dataclass(frozen=True)
class Said:
    """What one call says; None leaves what was said before, an attribute of None is taken away."""

    external_id: str | None = None
    signature: str | None = None
    name: str | None = None
    email: str | None = None
    topic: str | None = None
    attributes: dict[str, Value | None] = field(default_factory=dict)
    consent: bool = False


class ProfileView(TypedDict):
    """`verified` is about the id alone: name, e-mail and attributes are always claims."""

    external_id: str | None
    verified: bool
    name: str | None
    email: str | None
    topic: str | None
    attributes: dict[str, Value]
    consented_at: str | None


class BadSignature(Forbidden):
    """The signature does not belong to this id, or nobody has set the secret that would tell."""

    code = "bad_signature"


class ConsentNeeded(Forbidden):
    """The company asks for consent before anything is kept."""

    code = "consent_needed"


class AnotherCustomer(Conflict):
    """This browser's conversation belongs to somebody else: a new session is needed."""

    code = "another_customer"


def save_profile(session: Session, house: House, visitor_id: str, said: Said) -> ProfileView:
    """Keep what is said. An id that was given once stays: another one is AnotherCustomer, a wrong signature
    BadSignature, and then nothing is kept."""
    if hold_visitor(session, visitor_id) is None:
        raise BadToken("This visitor is not known any more.")
    if not said.consent:
        check_consent(session, visitor_id)
    verified = said.signature is not None and _checked(house, said)
    profile = session.get(Profile, visitor_id)
    if profile is None:
        profile = Profile(visitor_id=visitor_id, verified=False, attributes={}, updated_at=house.now())
        session.add(profile)
    if said.external_id is not None:
        external_id = _line(said.external_id, "id")
        if profile.external_id not in {None, external_id}:
            raise AnotherCustomer("This conversation belongs to another customer.")
        profile.external_id, profile.verified = external_id, profile.verified or verified
    profile.name = _line(said.name, "name") if said.name is not None else profile.name
    profile.topic = _line(said.topic, "topic") if said.topic is not None else profile.topic
    profile.email = _email(said.email) if said.email is not None else profile.email
    profile.attributes = _attributes(profile.attributes, said.attributes)
    if said.consent:
        profile.consented_at = profile.consented_at or house.now()
    profile.updated_at = house.now()
    if profile.verified:
        session.flush()
        identify_signed(session, house, profile)
    return _view(profile)


def check_consent(session: Session, visitor_id: str) -> None:
    """ConsentNeeded, where the company asks for it and the customer has not agreed."""
    try:
        asked = current(session).company.before_chat.consent is not None
    except Unavailable:
        asked = False
    if asked:
        profile = session.get(Profile, visitor_id)
        if profile is None or profile.consented_at is None:
            raise ConsentNeeded("The customer has not agreed yet.")


def profile_of(session: Session, conversation_id: str) -> ProfileView | None:
    """What is said about whoever leads this conversation."""
    theirs = select(Profile).join(Conversation, Conversation.visitor_id == Profile.visitor_id)
    profile = session.scalar(theirs.where(Conversation.id == conversation_id))
    return None if profile is None else _view(profile)


def sign(secret: str, external_id: str) -> str:
    """HMAC-SHA256 over the id in hexadecimal: what the shop's server computes."""
    return hmac.new(secret.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def _checked(house: House, said: Said) -> bool:
    secret = house.settings.identity_secret
    if secret is None or said.external_id is None:
        raise BadSignature("A signed id needs CARELINE_IDENTITY_SECRET and the id itself.")
    expected = sign(secret, storable(said.external_id))
    if not hmac.compare_digest(expected.encode(), storable(said.signature or "").lower().encode()):
        raise BadSignature("The signature does not belong to this id.")
    return True


def _line(text: str, name: str) -> str | None:
    """One line without surprises; empty means not known."""
    line = " ".join(storable(text).split())
    if len(line) > LONGEST or not all(letter.isprintable() for letter in line):
        raise InvalidInput(f"{name} must be one line of at most {LONGEST} characters.", field=name)
    return line or None


def _email(text: str) -> str | None:
    email = (_line(text, "email") or "").lower()
    if email and not re.fullmatch(
        r"[^@\s,;:<>\"()\[\]\\]{1,64}@[^@\s,;:<>\"()\[\]\\]+\.[^@\s.,;:<>\"()\[\]\\]+", email
    ):
        raise InvalidInput("This is no e-mail address.", field="email")
    return email or None


def _attributes(before: dict[str, Value], said: dict[str, Value | None]) -> dict[str, Value]:
    merged = {**before}
    for key, value in said.items():
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_ -]{0,39}", key):
            raise InvalidInput("An attribute has a short plain name.", field="attributes")
        kept = _line(value, "attributes") if isinstance(value, str) else value
        if kept is None:
            merged.pop(key, None)
        else:
            merged[key] = kept
    if len(merged) > MOST_ATTRIBUTES:
        raise InvalidInput(f"There may be {MOST_ATTRIBUTES} attributes.", field="attributes")
    return merged


def _view(profile: Profile) -> ProfileView:
    return {
        "external_id": profile.external_id,
        "verified": profile.verified,
        "name": profile.name,
        "email": profile.email,
        "topic": profile.topic,
        "attributes": profile.attributes,
        "consented_at": moment_or_none(profile.consented_at),
    }
