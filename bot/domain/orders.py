"""What was ordered, and what may still be done with it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.policies import Cancellation, Shipping
from bot.domain.postal import Address


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


# The way of every order; "delayed" can happen anywhere on it.
WAY = (
    OrderStatus.PLACED,
    OrderStatus.PAID,
    OrderStatus.PACKED,
    OrderStatus.SHIPPED,
    OrderStatus.OUT_FOR_DELIVERY,
    OrderStatus.DELIVERED,
)
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNING, OrderStatus.REFUNDED})


@dataclass(frozen=True)
class Item:
    product_id: str
    name: str
    option: str | None
    quantity: int
    unit_cents: int

    @property
    def cents(self) -> int:
        return self.quantity * self.unit_cents


@dataclass(frozen=True)
class Step:
    at: datetime
    status: OrderStatus
    note: str | None


@dataclass(frozen=True)
class Order:
    """Its repr tells no stranger where the buyer lives."""

    number: str
    contact_id: str = field(repr=False)
    status: OrderStatus
    ordered_at: datetime
    promised_on: date | None
    carrier: str | None
    tracking: str | None
    items: tuple[Item, ...]
    history: tuple[Step, ...]  # oldest first
    address: Address = field(repr=False)
    shipping_cents: int

    @property
    def total_cents(self) -> int:
        return sum(item.cents for item in self.items) + self.shipping_cents

    @property
    def underway(self) -> bool:
        return self.status not in OVER and self.status is not OrderStatus.DELIVERED

    def reached(self, status: OrderStatus) -> bool:
        """It is there on its way, or has passed it."""
        seen = {step.status for step in self.history} | {self.status}
        return any(later in seen for later in WAY[WAY.index(status) :])

    def late(self, today: date) -> bool:
        """The promised day has passed and it is still on its way."""
        return self.promised_on is not None and self.promised_on < today and self.underway

    def came_late(self, today: date) -> bool:
        """After the promised day, or not at all yet."""
        arrived = self.delivered_on()
        after = arrived is not None and self.promised_on is not None and arrived > self.promised_on
        return after or self.late(today)

    def delivered_on(self) -> date | None:
        return next((step.at.date() for step in self.history if step.status is OrderStatus.DELIVERED), None)


def why_fixed(order: Order, cancellation: Cancellation) -> str | None:
    """Why it cannot be changed or cancelled any more; None while it can."""
    match order.status:
        case OrderStatus.CANCELLED | OrderStatus.RETURNING | OrderStatus.REFUNDED | OrderStatus.DELIVERED:
            return order.status.value
    return "on_its_way" if order.reached(OrderStatus(cancellation.until_status)) else None


def shipping_for(item_cents: int, shipping: Shipping) -> int:
    """What standard delivery costs with these items."""
    return 0 if item_cents >= shipping.free_from * 100 else int(shipping.price * 100)
