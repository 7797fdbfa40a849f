"""The company's own business: its customers, what they ordered, own and subscribed to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id


class Contact(Base):
    """A customer whom the company knows."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True, comment="Lower case.")
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    created_at: Mapped[datetime]


class OrderStatus(StrEnum):
    PLACED = "placed"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNING = "returning"
    REFUNDED = "refunded"


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True, comment="BL-10482, upper case.")
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    status: Mapped[OrderStatus] = mapped_column(enum_column(OrderStatus))
    ordered_at: Mapped[datetime]
    promised_on: Mapped[date | None] = mapped_column(comment="The day we told the customer.")
    carrier: Mapped[str | None]
    tracking: Mapped[str | None]


class OrderItem(Base):
    """What was bought, at the price of that day; the catalogue may have moved on."""

    __tablename__ = "order_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    product_id: Mapped[str]
    name: Mapped[str]
    option: Mapped[str | None]
    quantity: Mapped[int]
    unit_cents: Mapped[int]


class OrderEvent(Base):
    """One step of an order; the newest is its status."""

    __tablename__ = "order_events"
    __table_args__ = (Index("ix_order_events_order_at", "order_id", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"))
    at: Mapped[datetime]
    status: Mapped[OrderStatus] = mapped_column(enum_column(OrderStatus))
    note: Mapped[str | None]


class OwnedMachine(Base):
    __tablename__ = "owned_machines"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    product_id: Mapped[str]
    serial: Mapped[str] = mapped_column(unique=True, comment="D2419-0731, upper case.")
    bought_on: Mapped[date]


class PlanStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class Plan(Base):
    """A contact's subscription; what the plan includes stands in the catalogue."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    plan_id: Mapped[str]
    status: Mapped[PlanStatus] = mapped_column(enum_column(PlanStatus))
    since: Mapped[date]
    paused_until: Mapped[date | None]


class Effect(Base):
    """What a turn changed in the business; a repeated turn finds the first result here."""

    __tablename__ = "effects"

    key: Mapped[str] = mapped_column(primary_key=True, comment="The turn's id and the kind of change.")
    kind: Mapped[str]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]
