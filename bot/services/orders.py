"""Orders, shown only to those who know the number and something that only the buyer knows."""

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models.shop import Contact, Order, OrderEvent, OrderItem, OrderStatus


@dataclass(frozen=True)
class FoundItem:
    product_id: str
    name: str
    option: str | None
    quantity: int


@dataclass(frozen=True)
class Step:
    at: datetime
    status: OrderStatus
    note: str | None


@dataclass(frozen=True)
class FoundOrder:
    """Nothing that would tell a stranger where the buyer lives."""

    number: str
    status: OrderStatus
    ordered_at: datetime
    promised_on: date | None
    carrier: str | None
    tracking: str | None
    items: tuple[FoundItem, ...]
    history: tuple[Step, ...]  # oldest first

    def late(self, today: date) -> bool:
        """The promised day has passed and it is still on its way."""
        arrived = self.status in (OrderStatus.DELIVERED, OrderStatus.RETURNING, OrderStatus.REFUNDED)
        over = arrived or self.status is OrderStatus.CANCELLED
        return self.promised_on is not None and self.promised_on < today and not over


def find_order(
    session: Session, number: str, email: str | None = None, postcode: str | None = None
) -> FoundOrder | None:
    """None for a wrong number and for a wrong second fact alike: who guesses learns nothing."""
    row = session.execute(
        select(Order, Contact).join(Contact, Contact.id == Order.contact_id).where(Order.number.in_(_spellings(number)))
    ).first()
    stored_email, stored_postcode = (row[1].email, row[1].postcode) if row else ("", "")
    # Both are always compared, a missing order too, so that the answer takes as long either way.
    proven = _same(normal_email(email), stored_email) | _same(
        normal_postcode(postcode), normal_postcode(stored_postcode)
    )
    return _view(session, row[0]) if row and proven else None


def normal_number(number: str) -> str:
    """ "bl 10482" and "#BL–10482" as "BL10482"."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def normal_email(email: str | None) -> str:
    return (email or "").strip().lower()


def normal_postcode(postcode: str | None) -> str:
    return re.sub(r"[^A-Z0-9]", "", (postcode or "").upper())


def _spellings(number: str) -> list[str]:
    """As stored: letters, a dash, digits."""
    compact = normal_number(number)
    letters = compact.rstrip("0123456789")
    return [f"{letters}-{compact[len(letters) :]}", compact]


def _same(given: str, stored: str | None) -> bool:
    return bool(given and stored) and hmac.compare_digest(given.encode(), (stored or "").encode())


def _view(session: Session, order: Order) -> FoundOrder:
    items = session.scalars(select(OrderItem).where(OrderItem.order_id == order.id).order_by(OrderItem.id))
    steps = session.scalars(
        select(OrderEvent).where(OrderEvent.order_id == order.id).order_by(OrderEvent.at, OrderEvent.id)
    )
    return FoundOrder(
        number=order.number,
        status=order.status,
        ordered_at=order.ordered_at,
        promised_on=order.promised_on,
        carrier=order.carrier,
        tracking=order.tracking,
        items=tuple(FoundItem(item.product_id, item.name, item.option, item.quantity) for item in items),
        history=tuple(Step(step.at, step.status, step.note) for step in steps),
    )
