"""Decisions about goodwill, as the desk calls them."""

from decimal import Decimal
from typing import Any

from bot.db.models.conversation import Conversation
from bot.db.models.shop import Contact
from bot.db.models.staff import Role
from bot.domain.policies import Goodwill, Grievance
from bot.services import goodwill
from bot.services.goodwill import Case
from bot.services.house import House
from tests.api.conftest import Caller, Gateway, Visitor
from tests.company import stock

DEAR = Grievance("damaged", ("damaged",), Decimal(40), 0, "a voucher of {amount}", None)
RULES = Goodwill(Decimal(10), Decimal(500), Decimal(50), 2, (DEAR,))


def asked(session: Any, house: House, conversation_id: str) -> str:
    contact = Contact(name="Cleo", email="cleo@example.com", created_at=house.now())
    session.add(contact)
    session.flush()
    session.get_one(Conversation, conversation_id).contact_id = contact.id
    case = Case("turn", conversation_id, contact.id)
    return goodwill.give(session, RULES, DEAR, case, house.now(), "EUR").id


def test_an_agent_decides_once_and_the_customer_reads_it(gateway: Gateway, cleo: Visitor, ann: Caller) -> None:
    cleo.ask("it arrived damaged")
    gateway.shop.do(stock)
    path = f"/desk/goodwill/{gateway.shop.do(asked, cleo.conversation_id)}"
    (entry,) = ann.get(f"/desk/conversations/{cleo.conversation_id}").body["packet"]["goodwill"]
    assert (entry["standing"], entry["amount"], entry["limit"]) == ("asked", "40.00", "amount")
    assert gateway.staff("Tom", Role.TRAINER).post(path, {"approve": True}).status == 403
    assert ann.post(path, {"approve": True, "note": "x" * 501}).status == 422
    decided = ann.post(path, {"approve": True, "note": "Fair."})
    assert (decided.status, decided.body["standing"], decided.body["note"]) == (200, "approved", "Fair.")
    assert ann.post(path, {"approve": False}).status == 409
    assert ann.post("/desk/goodwill/nobody-knows", {"approve": True}).status == 404
    assert "a voucher of 40.00 EUR" in str(gateway.shop.messages(cleo.conversation_id)[-1].text)
