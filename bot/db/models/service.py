"""What is done for customers after the sale: visits, invoices, money taken and given back, data to be erased."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.business import RefundStatus


class Technician(Base):
    __tablename__ = "technicians"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class VisitStatus(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Visit(Base):
    """A technician at a customer's door. Of two bookings of the same technician and window one wins."""

    __tablename__ = "visits"
    __table_args__ = (
        Index(
            "uq_visits_booked",
            "technician_id",
            "day",
            "opens",
            unique=True,
            sqlite_where=text("status = 'booked'"),
            postgresql_where=text("status = 'booked'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    technician_id: Mapped[int] = mapped_column(ForeignKey("technicians.id"))
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    day: Mapped[date]
    opens: Mapped[str] = mapped_column(comment="08:00, on the company's clock.")
    closes: Mapped[str]
    product_id: Mapped[str]
    fee_cents: Mapped[int]
    status: Mapped[VisitStatus] = mapped_column(enum_column(VisitStatus))
    booked_at: Mapped[datetime]


class Invoice(Base):
    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    issued_on: Mapped[date]
    total_cents: Mapped[int]


class Charge(Base):
    """Money that was taken for an order."""

    __tablename__ = "charges"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime]
    cents: Mapped[int]


class Refund(Base):
    """Money that goes back for an order."""

    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    cents: Mapped[int]
    status: Mapped[RefundStatus] = mapped_column(enum_column(RefundStatus))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    sent_on: Mapped[date | None]


class Erasure(Base):
    """A contact wants the stored data to be erased; a person does it before `due_on`."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), unique=True)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
