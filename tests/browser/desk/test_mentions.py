"""A note calls a colleague, who finds it; late promises are counted."""

import uuid
from datetime import timedelta

from playwright.sync_api import Locator, expect

from bot.db.models.due import DueItem
from bot.db.models.message import Message
from bot.services import promises
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent


def button(agent: Agent, text: str) -> Locator:
    return agent.page.get_by_role("group", name=DESK["attention"]).get_by_role("button", name=DESK[text])


def test_a_note_calls_a_colleague_who_finds_it_and_has_seen_it(
    stack: Counter, cleo: Visitor, words: str, ann: Agent, ben: Agent
) -> None:
    other = stack.visitor().asks_for_a_person(f"Another one {uuid.uuid4()}")
    ben.open(other)
    ann.open(words)
    ann.box.press_sequentially("@be")  # a reply calls nobody
    expect(ann.page.locator(".picker")).to_have_count(0)
    ann.box.fill("")
    ann.page.keyboard.press("Alt+n")
    ann.box.press_sequentially("Please look, @bus")
    choice = ann.page.get_by_role("listbox", name=DESK["picker_people"]).get_by_role("option")
    expect(choice).to_have_count(1)
    expect(ann.box).to_have_attribute("aria-activedescendant", "pick-0")
    ann.box.press("Enter")
    expect(ann.box).to_have_value("Please look, @Ben Busy ")
    ann.box.press_sequentially("it drips")
    ann.box.press("Enter")
    expect(ann.log.locator("mark.mention")).to_have_text("@Ben Busy")

    expect(ben.page.locator(".toast")).to_have_text(DESK["alert_mention"])
    expect(button(ben, "mentions")).to_contain_text("1")
    ben.page.keyboard.press("Escape")
    ben.log.focus()
    ben.page.keyboard.press("m")
    expect(ben.rows).to_have_count(1)
    expect(ben.rows).to_contain_text(DESK["mentioned"])
    ben.page.keyboard.press("j")
    expect(ben.log.locator("mark.mention.yours")).to_have_text("@Ben Busy")
    expect(button(ben, "mentions")).to_have_text(DESK["mentions"])
    expect(ben.rows).not_to_contain_text(DESK["mentioned"])
    assert "Ben" not in str(cleo.thread())


def test_a_late_promise_is_counted_until_it_is_kept(stack: Counter, words: str, cleo: Visitor, ann: Agent) -> None:
    ann.open(words)
    ann.claim()
    made = stack.shop.do(
        promises.promise,
        cleo.conversation_id,
        stack.shop.conversation(cleo.conversation_id).assignee_id,
        "Call her",
        stack.shop.house.now() + timedelta(hours=1),
    )

    def make_late(session, house) -> None:  # type: ignore[no-untyped-def]
        session.get_one(DueItem, made["id"]).due_at = house.now() - timedelta(minutes=5)

    stack.shop.do(make_late)
    ann.note("On it")  # anything that the desk hears of
    expect(button(ann, "late_promises")).to_contain_text("1")
    ann.log.focus()
    ann.page.keyboard.press("o")
    expect(ann.rows).to_have_count(1)
    ann.page.get_by_role("region", name=DESK["promises"]).get_by_role("button", name=DESK["promise_keep"]).click()
    expect(button(ann, "late_promises")).to_have_text(DESK["late_promises"])
    assert len(stack.shop.rows(Message, conversation_id=cleo.conversation_id, private=True)) == 1
