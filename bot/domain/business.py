"""What the requests of customers need from the company's own systems, as protocols.

`bot.services.business` opens them; Careline's own keep everything in its database. An implementation is made for one
transaction and gets its session, its knowledge and the time, whether it needs them or not. Whatever changes something
gets a `key` that is the same when a turn is repeated: pass it on where the other side takes such keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.orders import Item, Order
from bot.domain.plans import HeldPlan
from bot.domain.postal import Address
from bot.domain.visits import Slot


@dataclass(frozen=True)
class Label:
    """What stands on the label of a parcel that comes back."""

    code: str
    order_number: str
    items: tuple[Item, ...]
    asked_at: datetime

    @property
    def cents(self) -> int:
        return sum(item.cents for item in self.items)


class PlanBook(Protocol):
    """Customers' subscriptions. Days are the first on which something is no longer so."""

    def of(self, contact_id: str) -> tuple[HeldPlan, ...]:
        """Those that still run, paused or not, the oldest first."""

    def hold(self, id: str) -> HeldPlan | None:
        """As it is now; nobody else changes it until the transaction ends."""

    def end(self, id: str, on: date, key: str) -> None: ...

    def pause(self, id: str, until: date, key: str) -> None: ...

    def discount(self, id: str, percent: int, until: date, key: str) -> None: ...


class OrderBook(Protocol):
    def find(self, number: str, *, email: str | None, postcode: str | None) -> Order | None:
        """None for a wrong number and for a wrong second fact alike: who guesses learns nothing."""

    def of(self, contact_id: str) -> tuple[Order, ...]:
        """Newest first."""

    def hold(self, number: str) -> Order | None:
        """As it is now; nobody else changes it until the transaction ends."""

    def cancel(self, number: str, key: str) -> None: ...

    def send_to(self, number: str, address: Address, key: str) -> None: ...

    def add(self, number: str, item: Item, shipping_cents: int, key: str) -> None:
        """`shipping_cents`: what delivery costs with this item."""

    def take_back(self, number: str, items: Sequence[Item], key: str) -> Label:
        """The first one again when it was asked for before."""

    def label(self, number: str) -> Label | None: ...


@dataclass(frozen=True)
class Visit:
    id: str
    contact_id: str
    slot: Slot
    product_id: str
    fee_cents: int


class Calendar(Protocol):
    """The technicians' days."""

    def free(self) -> tuple[Slot, ...]:
        """From the first day on that may be booked; each window once, however many technicians are free in it."""

    def of(self, contact_id: str) -> tuple[Visit, ...]:
        """Booked and not over yet; the next one first."""

    def book(self, contact_id: str, slot: Slot, product_id: str, fee_cents: int, key: str) -> Visit | None:
        """None when somebody else was quicker."""

    def move(self, visit_id: str, slot: Slot, key: str) -> Visit | None:
        """None when somebody else was quicker; then the visit stays where it was."""

    def cancel(self, visit_id: str, key: str) -> None: ...


class RefundStatus(StrEnum):
    TO_APPROVE = "to_approve"
    ORDERED = "ordered"
    SENT = "sent"


@dataclass(frozen=True)
class Refund:
    cents: int
    status: RefundStatus
    due_on: date
    sent_on: date | None


@dataclass(frozen=True)
class Charge:
    at: datetime
    cents: int


@dataclass(frozen=True)
class Invoice:
    number: str
    issued_on: date
    total_cents: int


class Billing(Protocol):
    """Everything by the number of an order; empty where there is none."""

    def invoice(self, number: str) -> Invoice | None: ...

    def charges(self, number: str) -> tuple[Charge, ...]:
        """Oldest first."""

    def refunds(self, number: str) -> tuple[Refund, ...]:
        """Oldest first."""

    def charge(self, number: str, cents: int, key: str) -> None:
        """More is taken the way the order was paid."""

    def refund(self, number: str, cents: int, approved: bool, due_on: date, key: str) -> Refund:
        """Goes back the way the order was paid; what is not `approved` waits for a person."""
