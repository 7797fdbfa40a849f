"""An agent merges two conversations and sees both in one."""

import uuid

from playwright.sync_api import expect

from bot.db.models.visitor import Profile
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent
from tests.browser.test_accessibility import check
from tests.conftest import Shop


def claim_to_be(shop: Shop, email: str, *visitors: Visitor) -> None:
    def write(session, house) -> None:  # type: ignore[no-untyped-def]
        session.add_all(Profile(visitor_id=one.id, email=email, updated_at=house.now()) for one in visitors)

    shop.do(write)


def test_two_conversations_are_merged_and_the_customer_is_followed(
    stack: Counter, cleo: Visitor, words: str, ann: Agent
) -> None:
    phone = stack.visitor()
    there = phone.asks_for_a_person(f"From my phone {uuid.uuid4()}")
    claim_to_be(stack.shop, f"{uuid.uuid4()}@example.org", cleo, phone)
    ann.open(words)
    ann.log.focus()
    ann.page.keyboard.press("u")
    sheet = ann.page.get_by_role("dialog", name=DESK["merge"])
    sheet.get_by_role("radio", name=DESK["merge_because_email"]).check()
    sheet.get_by_role("radio", name=DESK["merge_this"]).check()
    check(ann.page)
    sheet.get_by_role("button", name=DESK["merge_do"]).click()
    expect(sheet).to_be_visible()  # nothing shows that it is the same person
    sheet.get_by_role("checkbox", name=DESK["merge_sure"]).check()
    sheet.get_by_role("button", name=DESK["merge_do"]).click()
    ann.status_is("assigned")
    expect(ann.log.get_by_role("article").filter(has_text=there)).to_contain_text(DESK["merged_from"])
    check(ann.page)

    phone.say("I am on my phone again")
    away = ann.page.locator(".joined")
    expect(away).to_contain_text(DESK["merged_away"])
    check(ann.page)
    away.get_by_role("link", name=DESK["merged_open"]).click()
    ann.sees("I am on my phone again")
    ann.sees(words)
    ann.status_is("assigned")
    ann.reply("Here I am")
    ann.page.evaluate("document.querySelector('desk-app').desk.outbox.flush()")
    phone.hears("Here I am")
    assert "Here I am" not in str(cleo.thread())
