"""What the requests of customers need from the company's own systems, as protocols.

`bot.services.business` opens them; Careline's own keep everything in its database. An implementation is made for one
transaction and gets its session, its knowledge and the time, whether it needs them or not. Whatever changes something
gets a `key` that is the same when a turn is repeated: pass it on where the other side takes such keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.orders import Item, Order
from bot.domain.postal import Address


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
