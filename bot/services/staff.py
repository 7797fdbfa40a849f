"""Staff: adding, signing in and out, tokens for programs."""

import hashlib
import re
import secrets
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.models.staff import Role, Staff, StaffSession, StaffToken
from bot.domain.errors import AlreadyExists, BadPassword, InvalidInput, NotFound, NotSignedIn
from bot.domain.typed import storable
from bot.services import presence
from bot.services.house import House
from bot.services.views import StaffView

MIN_PASSWORD = 8
MAX_PASSWORD = 1000


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def add_staff(session: Session, house: House, email: str, name: str, role: Role | str, password: str) -> Staff:
    """AlreadyExists for a known address, InvalidInput for a bad address, role or a short password."""
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s\x00]{1,64}@[^@\s\x00]{1,190}", email):
        raise InvalidInput("This is not an e-mail address.", field="email")
    name, role, secret = checked_name(name), checked_role(role), hashed(password)
    if session.scalar(select(Staff.id).where(Staff.email == email)):
        raise AlreadyExists("This address is taken.", email=email)
    staff = Staff(email=email, name=name, role=role, password_hash=secret, created_at=house.now())
    session.add(staff)
    session.flush()
    return staff


def checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 100 or name != storable(name):
        raise InvalidInput("A name has 1 to 100 characters.", field="name")
    return name


def checked_role(role: Role | str) -> Role:
    if role not in set(Role):
        raise InvalidInput(f"A role is one of {', '.join(Role)}.", field="role")
    return Role(role)


def hashed(password: str) -> str:
    """Slow on purpose. InvalidInput for a password that is too short or too long."""
    if password != storable(password) or not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InvalidInput(f"A password has at least {MIN_PASSWORD} characters.", field="password")
    return _hasher().hash(password)


def check_password(session: Session, email: str, password: str) -> Staff:
    """BadPassword, after the same work, for an unknown address. Slow on purpose: call it with a reading session."""
    staff = session.scalar(select(Staff).where(Staff.email == storable(email.strip().lower())))
    known = staff.password_hash if staff is not None else _nobodys_hash()
    right = _hasher().verify(storable(password[:MAX_PASSWORD]), known)
    if staff is None or not right or not staff.active:
        raise BadPassword("E-mail or password is wrong.")
    return staff


def open_staff_session(session: Session, house: House, staff_id: str) -> str:
    """The secret for the cookie; only its hash is stored."""
    secret = secrets.token_urlsafe(32)
    now = house.now()
    presence.arrived(session, house, staff_id)
    session.add(
        StaffSession(
            staff_id=staff_id,
            secret_hash=_hash(secret),
            created_at=now,
            expires_at=now + house.settings.staff_session_life,
        )
    )
    return secret


def staff_of_session(session: Session, house: House, secret: str) -> Staff:
    """NotSignedIn when it is unknown, expired, revoked or its owner was deactivated."""
    staff = session.scalar(
        select(Staff)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(StaffSession.secret_hash == _hash(secret), StaffSession.revoked_at.is_(None))
        .where(StaffSession.expires_at > house.now(), Staff.active)
    )
    if staff is None:
        raise NotSignedIn("Please sign in.")
    return staff


def close_staff_session(session: Session, house: House, secret: str) -> None:
    """Signing out; an unknown secret is no error."""
    mine = update(StaffSession).where(StaffSession.secret_hash == _hash(secret), StaffSession.revoked_at.is_(None))
    closed = session.execute(mine.values(revoked_at=house.now()).returning(StaffSession.staff_id)).scalars().all()
    for staff_id in closed:
        presence.left(session, house, staff_id)


def issue_token(session: Session, house: House, email: str) -> str:
    """A bearer token for programs; NotFound for an unknown address."""
    staff = session.scalar(select(Staff).where(Staff.email == storable(email.strip().lower()), Staff.active))
    if staff is None:
        raise NotFound("There is nobody with this address.", email=email)
    token = f"clt_{secrets.token_urlsafe(32)}"
    session.add(StaffToken(staff_id=staff.id, secret_hash=_hash(token), created_at=house.now()))
    return token


def staff_of_token(session: Session, house: House, token: str) -> Staff:
    """NotSignedIn when it is unknown, revoked or its owner was deactivated."""
    staff = session.scalar(
        select(Staff)
        .join(StaffToken, StaffToken.staff_id == Staff.id)
        .where(StaffToken.secret_hash == _hash(token), StaffToken.revoked_at.is_(None), Staff.active)
    )
    if staff is None:
        raise NotSignedIn("This token is not valid.")
    return staff


def revoke_all(session: Session, house: House, staff_id: str) -> int:
    """End every session and token of this person; says how many."""
    ended = 0
    for kind in (StaffSession, StaffToken):
        theirs = update(kind).where(kind.staff_id == staff_id, kind.revoked_at.is_(None))
        ended += len(session.execute(theirs.values(revoked_at=house.now()).returning(kind.id)).all())
    return ended


def list_staff(session: Session) -> list[StaffView]:
    return [staff_view(staff) for staff in session.scalars(select(Staff).order_by(Staff.name, Staff.id))]


def staff_view(staff: Staff) -> StaffView:
    return {
        "id": staff.id,
        "name": staff.name,
        "email": staff.email,
        "role": staff.role.value,
        "active": staff.active,
    }


def _hash(secret: str) -> str:
    """Plain SHA-256 is right here: the secrets are random and long, not chosen by people."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
