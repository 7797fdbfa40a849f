"""The company's own business: its customers, what they ordered, own and subscribed to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.orders import OrderStatus


class Contact(Base):
    """A customer whom the company knows."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True, comment="Lower case.")
    phone: Mapped[str | None]
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    external_id: Mapped[str | None] = mapped_column(
        index=True, unique=True, comment="The shop's own id, as pages sign it."
    )
    created_at: Mapped[datetime]


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
    street: Mapped[str | None] = mapped_column(comment="Where it goes, which need not be where the buyer lives.")
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    shipping_cents: Mapped[int] = mapped_column(default=0, server_default="0")


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
    ends_on: Mapped[date | None] = mapped_column(comment="Cancelled, and the last day on which it runs.")
    discount_percent: Mapped[int | None]
    discount_until: Mapped[date | None]


class Return(Base):
    """A parcel that may come back: the code on its label, and what is in it."""

    __tablename__ = "returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    items: Mapped[list[dict[str, Any]]] = mapped_column(comment="Name, option, quantity and cents of each.")
    asked_at: Mapped[datetime]


class ProofTry(Base):
    """A wrong pair of facts, once for each of the facts; only their digests are kept."""

    __tablename__ = "proof_tries"
    __table_args__ = (
        UniqueConstraint("turn_id", "digest", name="uq_proof_tries_turn_id_digest"),
        Index("ix_proof_tries_digest_at", "digest", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]


class Departure(Base):
    """Somebody wanted to leave or pause a plan: why, what was offered, and what came of it."""

    __tablename__ = "departures"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    plan_id: Mapped[str] = mapped_column(comment="Of the catalogue.")
    reason: Mapped[str] = mapped_column(comment="An id of policies.yml, other or none.")
    said: Mapped[str | None] = mapped_column(Text)
    offer: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(comment="ended, paused, stayed, or person.")
    at: Mapped[datetime] = mapped_column(index=True)


class Effect(Base):
    """What a turn changed in the business; a repeated turn finds the first result here."""

    __tablename__ = "effects"

    key: Mapped[str] = mapped_column(primary_key=True, comment="The turn's id and the kind of change.")
    kind: Mapped[str]
    result: Mapped[dict[str, Any]]
    at: Mapped[datetime]
