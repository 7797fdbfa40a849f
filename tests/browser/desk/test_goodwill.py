"""The ledger in the customer's pane, and a decision by keyboard."""

from decimal import Decimal
from typing import Any

from playwright.sync_api import expect

from bot.db.models.conversation import Conversation
from bot.db.models.shop import Contact
from bot.domain.policies import Goodwill, Grievance
from bot.services import goodwill
from bot.services.goodwill import Case
from bot.services.house import House
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent

LATE = Grievance("late_delivery", ("late",), Decimal(5), 0, "a voucher of {amount}", None)
DEAR = Grievance("damaged", ("damaged",), Decimal(40), 0, "a voucher of {amount}", None)
RULES = Goodwill(Decimal(10), Decimal(500), Decimal(50), 2, (LATE, DEAR))


def complains(session: Any, house: House, conversation_id: str) -> None:
    contact = Contact(name="Cleo Customer", email=f"{conversation_id}@example.com", created_at=house.now())
    session.add(contact)
    session.flush()
    session.get_one(Conversation, conversation_id).contact_id = contact.id
    for one in (LATE, DEAR):
        case = Case(f"{conversation_id} {one.id}", conversation_id, contact.id)
        goodwill.give(session, RULES, one, case, house.now(), "EUR")


def test_an_agent_approves_what_the_bot_may_not_give(stack: Counter, cleo: Visitor, words: str, ann: Agent) -> None:
    stack.shop.do(complains, cleo.conversation_id)
    ann.open(words)
    ann.claim()
    ledger = ann.page.get_by_role("region", name=DESK["goodwill"], exact=True)
    expect(ledger.locator("li")).to_have_count(2)
    expect(ledger).to_contain_text(DESK["goodwill_given"])
    ann.page.locator("desk-conversation").click(position={"x": 5, "y": 5})
    ann.page.keyboard.press("g")
    note = ledger.get_by_label(DESK["goodwill_note"])
    expect(note).to_be_focused()
    ann.page.keyboard.type("Fair after two weeks.")
    ann.page.keyboard.press("Tab")
    ann.page.keyboard.press("Enter")
    expect(ledger).to_contain_text(DESK["goodwill_approved"])
    expect(ledger).to_contain_text("Fair after two weeks.")
    expect(ledger.get_by_role("button")).to_have_count(0)
    cleo.hears("a voucher of 40.00 EUR")
