"""Careline's own order book: orders in its database."""

import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.db.models.shop import Contact, Order, OrderEvent, OrderItem, Return
from bot.domain import orders as domain
from bot.domain.business import Label
from bot.domain.orders import Item, OrderStatus, Step
from bot.domain.postal import Address

# No letter or digit that is mistaken for another one when it is read out.
_CODE = "ACDEFHJKMNPRTWXY3479"


class SqlOrderBook:
    """bot.domain.business.OrderBook."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now

    def find(self, number: str, *, email: str | None = None, postcode: str | None = None) -> domain.Order | None:
        row = self.session.execute(
            select(Order, Contact).join(Contact, Contact.id == Order.contact_id).where(_is(number))
        ).first()
        stored_email, stored_postcode = (row[1].email, row[1].postcode) if row else ("", "")
        # Both are always compared, a missing order too, so that the answer takes as long either way.
        proven = _same(normal_email(email), stored_email) | _same(
            normal_postcode(postcode), normal_postcode(stored_postcode)
        )
        return self._view(row[0]) if row and proven else None

    def of(self, contact_id: str) -> tuple[domain.Order, ...]:
        theirs = select(Order).where(Order.contact_id == contact_id).order_by(Order.ordered_at.desc(), Order.number)
        return tuple(self._view(order) for order in self.session.scalars(theirs))

    def hold(self, number: str) -> domain.Order | None:
        order = self._held(number)
        return self._view(order) if order else None

    def cancel(self, number: str, key: str) -> None:
        self._move(self._order(number), OrderStatus.CANCELLED)

    def send_to(self, number: str, address: Address, key: str) -> None:
        order = self._order(number)
        order.street, order.postcode, order.city = address.street, address.postcode, address.city

    def add(self, number: str, item: Item, shipping_cents: int, key: str) -> None:
        order = self._order(number)
        order.shipping_cents = shipping_cents
        same = select(OrderItem).where(
            OrderItem.order_id == order.id,
            OrderItem.product_id == item.product_id,
            OrderItem.option.is_not_distinct_from(item.option),
            OrderItem.unit_cents == item.unit_cents,
        )
        if there := self.session.scalar(same):
            there.quantity += item.quantity
        else:
            self.session.add(OrderItem(order_id=order.id, **asdict(item)))

    def take_back(self, number: str, items: Sequence[Item], key: str) -> Label:
        if given := self.label(number):
            return given
        order = self._order(number)
        code = "R" + "".join(secrets.choice(_CODE) for _ in range(8))
        self.session.add(
            Return(order_id=order.id, code=code, items=[asdict(item) for item in items], asked_at=self.now)
        )
        self._move(order, OrderStatus.RETURNING)
        return Label(code, order.number, tuple(items), self.now)

    def label(self, number: str) -> Label | None:
        found = self.session.execute(
            select(Return, Order.number).join(Order, Order.id == Return.order_id).where(_is(number))
        ).first()
        if found is None:
            return None
        given, own_number = found
        return Label(given.code, own_number, tuple(Item(**item) for item in given.items), given.asked_at)

    def _held(self, number: str) -> Order | None:
        return self.session.scalar(
            select(Order).where(_is(number)).with_for_update().execution_options(populate_existing=True)
        )

    def _order(self, number: str) -> Order:
        order = self._held(number)
        if order is None:
            raise LookupError(f"there is no order {number}")
        return order

    def _move(self, order: Order, status: OrderStatus) -> None:
        order.status = status
        self.session.add(OrderEvent(order_id=order.id, at=self.now, status=status))
        self.session.flush()

    def _view(self, order: Order) -> domain.Order:
        self.session.flush()
        items = self.session.scalars(select(OrderItem).where(OrderItem.order_id == order.id).order_by(OrderItem.id))
        steps = self.session.scalars(
            select(OrderEvent).where(OrderEvent.order_id == order.id).order_by(OrderEvent.at, OrderEvent.id)
        )
        return domain.Order(
            number=order.number,
            contact_id=order.contact_id,
            status=order.status,
            ordered_at=order.ordered_at,
            promised_on=order.promised_on,
            carrier=order.carrier,
            tracking=order.tracking,
            items=tuple(Item(i.product_id, i.name, i.option, i.quantity, i.unit_cents) for i in items),
            history=tuple(Step(step.at, step.status, step.note) for step in steps),
            address=Address(order.street, order.postcode, order.city),
            shipping_cents=order.shipping_cents,
        )


def normal_number(number: str) -> str:
    """ "bl 10482" and "#BL–10482" as "BL10482"."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def normal_email(email: str | None) -> str:
    return (email or "").strip().lower()


def normal_postcode(postcode: str | None) -> str:
    return re.sub(r"[^A-Z0-9]", "", (postcode or "").upper())


def _is(number: str) -> ColumnElement[bool]:
    """As stored: letters, a dash, digits."""
    compact = normal_number(number)
    letters = compact.rstrip("0123456789")
    return Order.number.in_([f"{letters}-{compact[len(letters) :]}", compact])


def _same(given: str, stored: str | None) -> bool:
    return bool(given and stored) and hmac.compare_digest(given.encode(), (stored or "").encode())
