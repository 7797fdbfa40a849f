"""What a customer may have changed about themselves, what they own, and the wish to be forgotten."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.service import Erasure
from bot.db.models.shop import Contact, OwnedMachine, Plan, PlanStatus
from bot.domain.policies import Warranty
from bot.domain.postal import Address


@dataclass(frozen=True)
class Machine:
    product_id: str
    serial: str
    bought_on: date

    def covered_until(self, warranty: Warranty) -> date:
        """The last day of its warranty; 29 February ends a day earlier."""
        year = self.bought_on.year + warranty.machine_years
        try:
            return self.bought_on.replace(year=year)
        except ValueError:
            return date(year, 2, 28)


def machines_of(session: Session, contact_id: str) -> tuple[Machine, ...]:
    """The newest first."""
    theirs = select(OwnedMachine).where(OwnedMachine.contact_id == contact_id)
    owned = session.scalars(theirs.order_by(OwnedMachine.bought_on.desc(), OwnedMachine.serial))
    return tuple(Machine(one.product_id, one.serial, one.bought_on) for one in owned)


def machine(session: Session, serial: str) -> Machine | None:
    """By whoever reads the number off the machine; it tells nothing about the owner."""
    one = session.scalar(select(OwnedMachine).where(OwnedMachine.serial == serial.upper()))
    return Machine(one.product_id, one.serial, one.bought_on) if one else None


def plans_of(session: Session, contact_id: str) -> tuple[str, ...]:
    running = select(Plan.plan_id).where(Plan.contact_id == contact_id, Plan.status == PlanStatus.ACTIVE)
    return tuple(session.scalars(running))


def change_email(session: Session, contact_id: str, email: str) -> bool:
    """False when the address belongs to another contact."""
    other = select(Contact.id).where(Contact.email == email, Contact.id != contact_id)
    if session.scalar(other) is not None:
        return False
    _held(session, contact_id).email = email
    return True


def change_name(session: Session, contact_id: str, name: str) -> None:
    _held(session, contact_id).name = name


def change_phone(session: Session, contact_id: str, phone: str) -> None:
    _held(session, contact_id).phone = phone


def change_address(session: Session, contact_id: str, address: Address) -> None:
    contact = _held(session, contact_id)
    contact.street, contact.postcode, contact.city = address.street, address.postcode, address.city


def ask_for_erasure(session: Session, contact_id: str, days: int, now: datetime) -> date:
    """The day by which it is done; asked again, the first one counts."""
    _held(session, contact_id)
    asked = session.scalar(select(Erasure.due_on).where(Erasure.contact_id == contact_id))
    if asked is not None:
        return asked
    due_on = (now + timedelta(days=days)).date()
    session.add(Erasure(contact_id=contact_id, asked_at=now, due_on=due_on))
    session.flush()
    return due_on


def erasure_due(session: Session, contact_id: str) -> date | None:
    return session.scalar(select(Erasure.due_on).where(Erasure.contact_id == contact_id))


def _held(session: Session, contact_id: str) -> Contact:
    return session.get_one(Contact, contact_id, with_for_update=True)
