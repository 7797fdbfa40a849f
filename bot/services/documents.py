"""Papers that the bot hands over: a file message with a PDF, for the contact who was proven and nobody else."""

import uuid
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation
from bot.db.models.file import File
from bot.db.models.message import Kind
from bot.db.models.shop import Contact
from bot.domain import pdf
from bot.domain.business import Invoice, Label
from bot.domain.company import Company
from bot.domain.conversation import Actor
from bot.domain.knowledge import Knowledge
from bot.domain.orders import Order
from bot.domain.pdf import Box, Mark, Text
from bot.services import knowledge as knowledge_service
from bot.services.business import Business
from bot.services.files import folder
from bot.services.house import House
from bot.services.identity import proven_contact
from bot.services.saying import say, texts_for
from bot.services.texts import Texts

log = structlog.get_logger()

LEFT, RIGHT = 70, 450


def hand_over(
    session: Session, house: House, conversation: Conversation, kind: str, order_number: str, turn_id: str
) -> None:
    """Nothing where there is no such paper, or where it belongs to somebody else: that is an error of ours."""
    knowledge = knowledge_service.current(session)
    business = Business(session, knowledge, house.now(), house.settings.adapters)
    order = business.orders.hold(order_number)
    make = PAPERS.get(kind)
    if order is None or make is None or order.contact_id != proven_contact(session, conversation):
        log.error("document_refused", kind=kind, order=order_number, turn_id=turn_id)
        return
    made = make(texts_for(session, house, conversation.visitor_id), knowledge, business, order)
    if made is None:
        log.error("document_missing", kind=kind, order=order_number, turn_id=turn_id)
        return
    name, content = made
    id = uuid.uuid4().hex
    folder(house.settings).joinpath(id).write_bytes(content)
    message = say(session, house, conversation, Actor.BOT, name, kind=Kind.FILE, turn_id=turn_id)
    session.add(
        File(
            id=id,
            message_id=message.id,
            visitor_id=conversation.visitor_id,
            name=name,
            media_type="application/pdf",
            size=len(content),
            created_at=house.now(),
        )
    )


def label(texts: Texts, knowledge: Knowledge, business: Business, order: Order) -> tuple[str, bytes] | None:
    given = business.orders.label(order.number)
    if given is None:
        return None
    return f"return-{order.number}.pdf", _label(texts, knowledge, order, given, _sender(business, order))


def _label(texts: Texts, knowledge: Knowledge, order: Order, given: Label, sender: list[str]) -> bytes:
    to = knowledge.policies.returns.address or knowledge.company.name
    marks: list[Mark] = [
        Text(LEFT, 80, texts("label_title", company=knowledge.company.name), 20, bold=True),
        Text(LEFT, 104, texts("label_how")),
        Box(LEFT, 130, 455, 250),
        Text(LEFT + 20, 160, texts("label_to"), 9),
        *(Text(LEFT + 20, 182 + 20 * row, line, 15, bold=True) for row, line in enumerate(to.split(", "))),
        Text(LEFT + 260, 160, texts("label_from"), 9),
        *(Text(LEFT + 260, 180 + 16 * row, line) for row, line in enumerate(sender)),
        Text(LEFT + 20, 320, texts("label_code"), 9),
        Text(LEFT + 20, 352, given.code, 28, bold=True),
        Text(LEFT, 420, texts("label_order", order=order.number), 12, bold=True),
        *(Text(LEFT, 442 + 18 * row, f"{item.quantity} × {item.name}") for row, item in enumerate(given.items[:15])),
    ]
    return pdf.page(texts("label_title", company=knowledge.company.name), marks)


def invoice(texts: Texts, knowledge: Knowledge, business: Business, order: Order) -> tuple[str, bytes] | None:
    given = business.billing.invoice(order.number)
    if given is None:
        return None
    return f"invoice-{given.number}.pdf", _invoice(texts, knowledge, order, given, _sender(business, order))


def _invoice(texts: Texts, knowledge: Knowledge, order: Order, given: Invoice, buyer: list[str]) -> bytes:
    company = knowledge.company
    lines = [(f"{item.quantity} × {item.name}", item.cents) for item in order.items]
    lines.append((texts("invoice_shipping"), order.shipping_cents))
    top = 290
    marks: list[Mark] = [
        Text(LEFT, 80, company.name, 20, bold=True),
        Text(LEFT, 102, f"{company.website} · {company.email} · {company.phone}", 9),
        *(Text(LEFT, 150 + 16 * row, line) for row, line in enumerate(buyer)),
        Text(LEFT, 220, texts("invoice_title", number=given.number), 15, bold=True),
        Text(LEFT, 240, texts("invoice_about", order=order.number, day=f"{given.issued_on:%d.%m.%Y}")),
        *(Text(LEFT, top + 20 * row, name) for row, (name, _) in enumerate(lines)),
        *(Text(RIGHT, top + 20 * row, money(cents, company)) for row, (_, cents) in enumerate(lines)),
        Text(LEFT, top + 20 * len(lines) + 12, texts("invoice_total"), 12, bold=True),
        Text(RIGHT, top + 20 * len(lines) + 12, money(given.total_cents, company), 12, bold=True),
        Text(LEFT, top + 20 * len(lines) + 50, texts("invoice_copy"), 9),
    ]
    return pdf.page(texts("invoice_title", number=given.number), marks)


def _sender(business: Business, order: Order) -> list[str]:
    """Name and address of the buyer, a line each; what is not known is left out."""
    contact, address = business.session.get(Contact, order.contact_id), order.address
    town = " ".join(part for part in (address.postcode, address.city) if part)
    return [line for line in (contact.name if contact else None, address.street, town) if line]


def money(cents: int, company: Company) -> str:
    return f"{cents // 100}.{cents % 100:02} {company.currency}"


PAPERS: Mapping[str, Callable[[Texts, Knowledge, Business, Order], tuple[str, bytes] | None]] = {
    "label": label,
    "invoice": invoice,
}
