"""axe finds nothing to complain about in any part of the desk, in light and in dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.services.canned import load_canned
from tests.browser.conftest import PASSWORD
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent
from tests.browser.test_accessibility import check


@pytest.fixture
def ann(stack: Counter, new_page: Callable[..., Page]) -> Agent:
    stack.add_staff("ann.able@example.com", "Ann Able")
    stack.add_staff("ben.busy@example.com", "Ben Busy")
    page = new_page(reduced_motion="reduce")
    return Agent(page, "Ann").sign_in("ann.able@example.com", PASSWORD)


def test_every_dialog_and_the_filters(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.claim()
    keys = ann.page.keyboard
    for key in ("Alt+s", "Alt+x", "Alt+p", "Alt+f", "Alt+l", "Alt+b", "Alt+u"):
        keys.press(key)
        check(ann.page)
        keys.press("Escape")
    keys.press("Alt+s")
    ann.page.get_by_role("dialog").get_by_role("listitem").last.get_by_role("button").click()
    ann.status_is("snoozed")
    check(ann.page)


def test_the_picker_a_reply_held_back_and_the_canned_responses(stack: Counter, words: str, ann: Agent) -> None:
    stack.shop.do(lambda session, house: load_canned(session))
    ann.open(words)
    ann.page.evaluate("document.querySelector('desk-app').desk.outbox.patience = 600_000")
    ann.reply("One moment")
    ann.box.press_sequentially("/hel")
    expect(ann.page.locator(".picker li").first).to_be_visible()
    check(ann.page, sizes=False)
    ann.page.keyboard.press("Escape")
    ann.page.evaluate("document.querySelector('desk-canned').show()")
    expect(ann.page.get_by_role("dialog", name=DESK["canned"])).to_be_visible()
    check(ann.page)
