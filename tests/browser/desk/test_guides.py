"""What was tried in a guide, in the handoff packet."""

from typing import Any

from playwright.sync_api import expect

from bot.db.models.conversation import Conversation
from bot.services.house import House
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent

STEPS = [
    {"title": "Empty the drip tray", "answer": "Still wet", "shows": "It is not the tray.", "how": "tried"},
    {"title": "Test the tank", "answer": "The paper is wet", "shows": "The tank leaks.", "how": "answered"},
]
LEAK = {"guide": "leak", "title": "A leak", "machine": "Duo", "steps": STEPS, "ended": "person", "asked": None}


def walked(session: Any, house: House, conversation_id: str) -> None:
    session.get_one(Conversation, conversation_id).guides = [LEAK]


def test_the_packet_lists_each_step_and_what_it_has_shown(
    stack: Counter, cleo: Visitor, words: str, ann: Agent
) -> None:
    stack.shop.do(walked, cleo.conversation_id)
    ann.open(words)
    guides = ann.page.locator(".packet .guides")
    expect(guides.locator("li")).to_have_count(2)
    expect(guides).to_contain_text("A leak, Duo")
    expect(guides).to_contain_text(DESK["guide_tried"])
    expect(guides).to_contain_text("The tank leaks.")
    expect(guides).to_contain_text(DESK["guide_person"])
