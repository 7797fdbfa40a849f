"""Staff: adding, signing in and out, tokens for programs."""

from sqlalchemy.orm import Session

from bot.db.models.staff import Role, Staff
from bot.services.house import House
from bot.services.views import StaffView


def add_staff(session: Session, house: House, email: str, name: str, role: Role | str, password: str) -> Staff:
    """AlreadyExists for a known address, InvalidInput for a bad address, role or a short password."""
    raise NotImplementedError


def check_password(session: Session, email: str, password: str) -> Staff:
    """BadPassword, after the same work, for an unknown address. Slow on purpose: call it with a reading session."""
    raise NotImplementedError


def open_staff_session(session: Session, house: House, staff_id: str) -> str:
    """The secret for the cookie; only its hash is stored."""
    raise NotImplementedError


def staff_of_session(session: Session, house: House, secret: str) -> Staff:
    """NotSignedIn when it is unknown, expired, revoked or its owner was deactivated."""
    raise NotImplementedError


def close_staff_session(session: Session, house: House, secret: str) -> None:
    raise NotImplementedError


def issue_token(session: Session, house: House, email: str) -> str:
    """A bearer token for programs; NotFound for an unknown address."""
    raise NotImplementedError


def staff_of_token(session: Session, house: House, token: str) -> Staff:
    raise NotImplementedError


def revoke_all(session: Session, house: House, staff_id: str) -> int:
    """End every session and token of this person; says how many."""
    raise NotImplementedError


def list_staff(session: Session) -> list[StaffView]:
    raise NotImplementedError


def staff_view(staff: Staff) -> StaffView:
    return {
        "id": staff.id,
        "name": staff.name,
        "email": staff.email,
        "role": staff.role.value,
        "active": staff.active,
    }
