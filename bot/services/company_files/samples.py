"""samples.yml: made-up customers for an empty database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.db.models.shop import PlanStatus
from bot.domain.orders import OrderStatus
from bot.domain.products import Plan as OfferedPlan
from bot.domain.products import Product
from bot.services.company_files.entries import Entry, read_yaml
from bot.services.company_files.problems import Problem, did_you_mean

FILE = "samples.yml"


@dataclass(frozen=True)
class SampleContact:
    id: str
    name: str
    email: str
    street: str | None
    postcode: str
    city: str | None
    customer: str | None


@dataclass(frozen=True)
class SampleItem:
    product: str
    quantity: int
    option: str | None


@dataclass(frozen=True)
class SampleStep:
    days_ago: int
    status: OrderStatus
    note: str | None


@dataclass(frozen=True)
class SampleOrder:
    number: str
    contact: str
    status: OrderStatus
    ordered_days_ago: int
    promised_in_days: int | None
    carrier: str | None
    tracking: str | None
    charged_times: int
    items: tuple[SampleItem, ...]
    history: tuple[SampleStep, ...]


@dataclass(frozen=True)
class SampleMachine:
    contact: str
    product: str
    serial: str
    bought_days_ago: int


@dataclass(frozen=True)
class SamplePlan:
    contact: str
    plan: str
    since_days_ago: int
    status: PlanStatus
    paused_for_days: int | None


@dataclass(frozen=True)
class SampleVisit:
    """`in_slots`: the how manyeth window from the first one on that may be booked; 0 is the first."""

    contact: str
    product: str
    in_slots: int


@dataclass(frozen=True)
class Samples:
    contacts: tuple[SampleContact, ...] = ()
    orders: tuple[SampleOrder, ...] = ()
    machines: tuple[SampleMachine, ...] = ()
    plans: tuple[SamplePlan, ...] = ()
    technicians: tuple[str, ...] = ()
    visits: tuple[SampleVisit, ...] = ()


def read_samples(
    folder: Path, sold: Sequence[Product], offered: Sequence[OfferedPlan], problems: list[Problem]
) -> Samples:
    """A company may leave the file out."""
    if not (folder / FILE).exists():
        return Samples()
    top = read_yaml(folder / FILE, FILE, problems)
    if top is None:
        return Samples()
    products = {product.id: product for product in reversed(sold)}  # of two with one id the first counts
    plans = [plan.id for plan in offered]
    contacts = tuple(_contact(entry) for entry in top.entries("contacts"))
    ids = [contact.id for contact in contacts]
    samples = Samples(
        contacts,
        orders=tuple(_order(entry, ids, products) for entry in top.entries("orders", label="number")),
        machines=tuple(_machine(entry, ids, products) for entry in top.entries("machines", label="serial")),
        plans=tuple(_plan(entry, ids, plans) for entry in top.entries("plans", label="contact")),
        technicians=top.texts("technicians"),
        visits=tuple(_visit(entry, ids, products) for entry in top.entries("visits", label="contact")),
    )
    _unique(top, "contacts", "id")
    _unique(top, "contacts", "email")
    _unique(top, "orders", "number")
    _unique(top, "machines", "serial")
    top.done()
    return samples


def _contact(entry: Entry) -> SampleContact:
    contact = SampleContact(
        id=entry.text("id"),
        name=entry.text("name"),
        email=entry.text("email").lower(),
        street=entry.maybe_text("street"),
        postcode=entry.text("postcode"),
        customer=entry.maybe_text("customer"),
        city=entry.maybe_text("city"),
    )
    entry.done()
    return contact


def _order(entry: Entry, contacts: Collection[str], products: Mapping[str, Product]) -> SampleOrder:
    statuses = tuple(status.value for status in OrderStatus)
    order = SampleOrder(
        number=entry.text("number").upper(),
        contact=_known(entry, "contact", contacts),
        status=OrderStatus(entry.one_of("status", statuses, required=True) or "placed"),
        ordered_days_ago=entry.number("ordered_days_ago"),
        promised_in_days=entry.maybe_number("promised_in_days", low=-3650),
        carrier=entry.maybe_text("carrier"),
        tracking=entry.maybe_text("tracking"),
        charged_times=entry.maybe_number("charged_times", low=1) or 1,
        items=tuple(_item(item, products) for item in entry.entries("items", label="product")),
        history=tuple(_step(step, statuses) for step in entry.entries("history", label="status")),
    )
    if order.history and order.history[-1].status != order.status:
        entry.problem("status", f"is {order.status}, but the history ends with {order.history[-1].status}.")
    if not order.items:
        entry.problem("items", "is empty.")
    entry.done()
    return order


def _item(entry: Entry, products: Mapping[str, Product]) -> SampleItem:
    item = SampleItem(_known(entry, "product", products), entry.number("quantity", low=1), entry.maybe_text("option"))
    product = products.get(item.product)
    options = [option.name for option in product.options] if product else []
    if product and item.option and item.option not in options:
        entry.problem("option", f'"{item.option}" is no option of {product.id}.{did_you_mean(item.option, options)}')
    if product and product.price is None:
        entry.problem("product", f"{product.id} has no price and cannot have been bought.")
    entry.done()
    return item


def _step(entry: Entry, statuses: tuple[str, ...]) -> SampleStep:
    status = OrderStatus(entry.one_of("status", statuses, required=True) or "placed")
    step = SampleStep(entry.number("at_days_ago"), status, entry.maybe_text("note"))
    entry.done()
    return step


def _machine(entry: Entry, contacts: Collection[str], products: Mapping[str, Product]) -> SampleMachine:
    machine = SampleMachine(
        contact=_known(entry, "contact", contacts),
        product=_known(entry, "product", products),
        serial=entry.text("serial").upper(),
        bought_days_ago=entry.number("bought_days_ago"),
    )
    entry.done()
    return machine


def _plan(entry: Entry, contacts: Collection[str], plans: Collection[str]) -> SamplePlan:
    statuses = tuple(status.value for status in PlanStatus)
    plan = SamplePlan(
        contact=_known(entry, "contact", contacts),
        plan=_known(entry, "plan", plans),
        since_days_ago=entry.number("since_days_ago"),
        status=PlanStatus(entry.one_of("status", statuses, required=True) or "active"),
        paused_for_days=entry.maybe_number("paused_for_days"),
    )
    entry.done()
    return plan


def _visit(entry: Entry, contacts: Collection[str], products: Mapping[str, Product]) -> SampleVisit:
    visit = SampleVisit(
        _known(entry, "contact", contacts), _known(entry, "product", products), entry.number("in_slots")
    )
    entry.done()
    return visit


def _known(entry: Entry, field: str, known: Collection[str]) -> str:
    value = entry.text(field)
    if value and value not in known:
        entry.problem(field, f'"{value}" is not known.{did_you_mean(value, known)}')
    return value


def _unique(top: Entry, group: str, field: str) -> None:
    seen: dict[str, int] = {}
    for entry in top.entries(group, label=field):
        value = str(entry.data.get(field))
        first = seen.setdefault(value.casefold(), entry.line(field))
        if first != entry.line(field):
            entry.problem(field, f'"{value}" is taken already (line {first}).')
