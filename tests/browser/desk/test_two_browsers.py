"""One agent at two desks is one person."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.desk.conftest import Visitor
from tests.browser.people import DESK, Agent


def test_what_is_done_in_one_browser_is_seen_in_the_other_and_done_once(
    cleo: Visitor, words: str, ann: Agent, new_page: Callable[..., Page]
) -> None:
    twin = Agent(new_page(), "Ann").sign_in("ann.able@example.com", PASSWORD)
    for desk in (ann, twin):
        desk.open(words)
    ann.claim()
    twin.status_is("assigned")
    twin.reply("Hello from the other desk.")
    ann.box.fill("And from this one.")
    ann.sees("Hello from the other desk.")
    expect(ann.box).to_have_value("And from this one.")
    ann.box.press("Enter")
    twin.sees("And from this one.")
    cleo.hears("And from this one.")
    said = [message["text"] for message in cleo.thread() if message["author"] == "agent"]
    assert said == ["Hello from the other desk.", "And from this one."]
    ann.page.locator(".me").click()
    ann.page.get_by_role("button", name=DESK["sign_out"]).click()
    expect(ann.page.get_by_label(DESK["password"])).to_be_visible()
    twin.press("release")
    twin.status_is("queued")
