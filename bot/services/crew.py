"""Who works here: what an admin changes about them. Signing in is in `bot.services.staff`."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.staff import Role, Staff
from bot.db.session import tell
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.events import DESK, Wake
from bot.domain.typed import storable
from bot.services import audit
from bot.services.house import House
from bot.services.marks import check_mark, mark_of
from bot.services.staff import add_staff, checked_name, checked_role, hashed, revoke_all
from bot.services.views import MemberFields, MemberView

MOST_CAPACITY = 100


class LastAdmin(Conflict):
    """Somebody has to be able to change things."""

    code = "last_admin"


def list_members(session: Session) -> list[MemberView]:
    return [_view(person) for person in session.scalars(select(Staff).order_by(Staff.name, Staff.id))]


def hire(
    session: Session, house: House, by: str, email: str, name: str, role: str, capacity: int, password: str
) -> MemberView:
    """AlreadyExists for a known address; InvalidInput names the field."""
    person = add_staff(session, house, email, name, role, password)
    person.capacity = _capacity(capacity)
    audit.note(session, house, by, "staff_added", person.id, email=person.email, role=person.role.value)
    return _view(person)


def change_member(
    session: Session, house: House, by: str, staff_id: str, fields: MemberFields, seen: str | None = None
) -> MemberView:
    """All fields at once. Who is deactivated is signed out everywhere; their conversations go back to the queue as soon
    as a customer waits. `seen` is the mark of what was changed. NotFound, InvalidInput, LastAdmin, ChangedMeanwhile."""
    person = _get(session, staff_id)
    check_mark(session, person.id, _view(person)["mark"], seen)
    role = checked_role(fields["role"])
    if person.active and person.role is Role.ADMIN and not (fields["active"] and role is Role.ADMIN):
        _another_admin(session)
    before = _fields(person)
    person.name, person.role = checked_name(fields["name"]), role
    person.capacity, person.active = _capacity(fields["capacity"]), fields["active"]
    if not person.active:
        revoke_all(session, house, person.id)
    audit.note_change(session, house, by, "staff_changed", person.id, before, _fields(person))
    tell(session, Wake(DESK, "staff", {"staff_id": person.id}))
    return _view(person)


def set_password(session: Session, house: House, by: str, staff_id: str, password: str) -> None:
    """Ends every session and token of that person. NotFound, InvalidInput."""
    person = _get(session, staff_id)
    person.password_hash = hashed(password)
    revoke_all(session, house, person.id)
    audit.note(session, house, by, "password_set", person.id)


def _another_admin(session: Session) -> None:
    """Locks the admins, so that two of them cannot dismiss each other at once."""
    admins = select(Staff.id).where(Staff.role == Role.ADMIN, Staff.active).order_by(Staff.id).with_for_update()
    if len(session.scalars(admins).all()) < 2:
        raise LastAdmin("This is the only admin: make somebody else one first.")


def _get(session: Session, staff_id: str) -> Staff:
    person = session.get(Staff, storable(staff_id), with_for_update=True)
    if person is None:
        raise NotFound("There is nobody with this id.", staff_id=staff_id)
    return person


def _capacity(capacity: int) -> int:
    if not 0 <= capacity <= MOST_CAPACITY:
        raise InvalidInput(f"Between 0 and {MOST_CAPACITY} conversations at a time.", field="capacity")
    return capacity


def _fields(person: Staff) -> dict[str, str | int | bool]:
    return {"name": person.name, "role": person.role.value, "capacity": person.capacity, "active": person.active}


def _view(person: Staff) -> MemberView:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": person.role.value,
        "active": person.active,
        "capacity": person.capacity,
        "mark": mark_of(_fields(person)),
    }
