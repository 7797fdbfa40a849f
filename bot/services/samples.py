"""The demo company's customers and orders, so that a new installation has something to try."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import new_id, utcnow
from bot.db.models.service import Charge, Invoice, Refund, Technician
from bot.db.models.shop import Contact, Order, OrderEvent, OrderItem, OwnedMachine, Plan
from bot.domain.business import RefundStatus
from bot.domain.knowledge import Knowledge
from bot.domain.orders import Item, OrderStatus, shipping_for
from bot.services.calendar import SqlCalendar
from bot.services.company_files.problems import KnowledgeError, Problem
from bot.services.company_files.samples import SampleContact, SampleItem, SampleOrder, Samples, read_samples
from bot.services.knowledge import current


def load_samples(
    session: Session, folder: Path, knowledge: Knowledge | None = None, now: datetime | None = None
) -> bool:
    """Only into a database without any contact, so never among real customers. True if it loaded them."""
    if session.scalar(select(Contact.id).limit(1)) is not None:
        return False
    knowledge = knowledge or current(session)
    samples = check_samples(folder, knowledge)
    now = now or utcnow()
    ids = {contact.id: new_id() for contact in samples.contacts}
    for contact in samples.contacts:
        session.add(
            Contact(
                id=ids[contact.id],
                name=contact.name,
                email=contact.email,
                street=contact.street,
                postcode=contact.postcode,
                city=contact.city,
                external_id=contact.customer,
                created_at=now - timedelta(days=_known_for_days(samples, contact.id)),
            )
        )
    session.flush()
    buyers = {contact.id: contact for contact in samples.contacts}
    for order in samples.orders:
        _add_order(session, order, ids[order.contact], buyers[order.contact], knowledge, now)
    for machine in samples.machines:
        bought = now.date() - timedelta(days=machine.bought_days_ago)
        session.add(
            OwnedMachine(
                contact_id=ids[machine.contact], product_id=machine.product, serial=machine.serial, bought_on=bought
            )
        )
    for plan in samples.plans:
        paused = None if plan.paused_for_days is None else now.date() + timedelta(days=plan.paused_for_days)
        since = now.date() - timedelta(days=plan.since_days_ago)
        session.add(
            Plan(
                contact_id=ids[plan.contact],
                plan_id=plan.plan,
                status=plan.status,
                since=since,
                paused_until=paused,
            )
        )
    session.add_all(Technician(name=name) for name in samples.technicians)
    session.flush()
    calendar = SqlCalendar(session, knowledge, now)
    for visit in samples.visits:
        fee = int(knowledge.policies.visits.fee * 100)
        calendar.book(ids[visit.contact], calendar.free()[visit.in_slots], visit.product, fee, "samples")
    return bool(samples.contacts)


def _known_for_days(samples: Samples, contact: str) -> int:
    """Nobody is a customer for less time than what they have bought."""
    bought = (order.ordered_days_ago for order in samples.orders if order.contact == contact)
    owned = (machine.bought_days_ago for machine in samples.machines if machine.contact == contact)
    booked = (plan.since_days_ago for plan in samples.plans if plan.contact == contact)
    return max((*bought, *owned, *booked), default=0)


def check_samples(folder: Path, knowledge: Knowledge) -> Samples:
    problems: list[Problem] = []
    samples = read_samples(folder, knowledge.products, knowledge.plans, problems)
    if problems:
        raise KnowledgeError(problems)
    return samples


def _add_order(
    session: Session, sample: SampleOrder, contact_id: str, buyer: SampleContact, knowledge: Knowledge, now: datetime
) -> None:
    items = [_item(item, knowledge) for item in sample.items]
    order = Order(
        id=new_id(),
        number=sample.number,
        contact_id=contact_id,
        status=sample.status,
        ordered_at=now - timedelta(days=sample.ordered_days_ago),
        promised_on=None if sample.promised_in_days is None else now.date() + timedelta(days=sample.promised_in_days),
        carrier=sample.carrier,
        tracking=sample.tracking,
        street=buyer.street,
        postcode=buyer.postcode,
        city=buyer.city,
        shipping_cents=shipping_for(sum(item.cents for item in items), knowledge.policies.shipping),
    )
    session.add(order)
    session.flush()
    session.add_all(OrderItem(order_id=order.id, **asdict(item)) for item in items)
    for place, step in enumerate(sample.history):
        # Minutes apart, so that two steps of one day keep their order.
        at = now - timedelta(days=step.days_ago, minutes=len(sample.history) - place)
        session.add(OrderEvent(order_id=order.id, at=at, status=step.status, note=step.note))
        cents = sum(item.cents for item in items) + order.shipping_cents
        _book(session, order, step.status, at, cents, sample.charged_times)


def _item(sample: SampleItem, knowledge: Knowledge) -> Item:
    product = knowledge.product(sample.product)
    if product is None or product.price is None:
        raise ValueError(f"{sample.product} was checked before and must be on sale.")
    return Item(product.id, product.name, sample.option, sample.quantity, int(product.price * 100))


def _book(session: Session, order: Order, status: OrderStatus, at: datetime, cents: int, times: int) -> None:
    """What a step means for the money."""
    match status:
        case OrderStatus.PAID:
            session.add_all(
                Charge(order_id=order.id, at=at + timedelta(seconds=20 * time), cents=cents) for time in range(times)
            )
        case OrderStatus.SHIPPED:
            number = "R" + order.number.rpartition("-")[2]
            session.add(Invoice(number=number, order_id=order.id, issued_on=at.date(), total_cents=cents))
        case OrderStatus.REFUNDED:
            day, sent = at.date(), RefundStatus.SENT
            session.add(Refund(order_id=order.id, cents=cents, status=sent, asked_at=at, due_on=day, sent_on=day))
