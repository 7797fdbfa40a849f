"""Careline's own books: invoices, money taken and given back, in its database."""

from datetime import date, datetime

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from bot.db.models import service as rows
from bot.db.models.shop import Order
from bot.domain.business import Charge, Invoice, Refund, RefundStatus


class SqlBilling:
    """bot.domain.business.Billing."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now

    def invoice(self, number: str) -> Invoice | None:
        newest = select(rows.Invoice).where(rows.Invoice.order_id == _id(number)).order_by(rows.Invoice.id.desc())
        found = self.session.scalar(newest.limit(1))
        return Invoice(found.number, found.issued_on, found.total_cents) if found else None

    def charges(self, number: str) -> tuple[Charge, ...]:
        theirs = select(rows.Charge).where(rows.Charge.order_id == _id(number)).order_by(rows.Charge.at, rows.Charge.id)
        return tuple(Charge(row.at, row.cents) for row in self.session.scalars(theirs))

    def refunds(self, number: str) -> tuple[Refund, ...]:
        theirs = select(rows.Refund).where(rows.Refund.order_id == _id(number)).order_by(rows.Refund.id)
        return tuple(Refund(row.cents, row.status, row.due_on, row.sent_on) for row in self.session.scalars(theirs))

    def charge(self, number: str, cents: int, key: str) -> None:
        self.session.add(rows.Charge(order_id=self._order(number), at=self.now, cents=cents))
        self.session.flush()

    def refund(self, number: str, cents: int, approved: bool, due_on: date, key: str) -> Refund:
        status = RefundStatus.ORDERED if approved else RefundStatus.TO_APPROVE
        self.session.add(
            rows.Refund(
                order_id=self._order(number), cents=cents, status=status, asked_at=self.now, due_on=due_on, sent_on=None
            )
        )
        self.session.flush()
        return Refund(cents, status, due_on, None)

    def _order(self, number: str) -> str:
        return self.session.scalars(select(Order.id).where(Order.number == number)).one()


def _id(number: str) -> ScalarSelect[str]:
    return select(Order.id).where(Order.number == number).scalar_subquery()
