"""The door of the desk."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import DESK, Agent
from tests.stack import Stack


def test_a_wrong_password_is_refused_without_saying_what_is_wrong(
    stack: Stack, new_page: Callable[..., Page], ann: Agent
) -> None:
    page = new_page()
    page.goto("/desk")
    page.get_by_label(DESK["email"]).fill("ann.able@example.com")
    page.get_by_label(DESK["password"]).fill("not this one")
    page.get_by_role("button", name=DESK["sign_in"]).click()
    expect(page.get_by_role("alert")).to_have_text(DESK["sign_in_wrong"])


def test_a_session_that_ends_leads_back_to_the_door_and_forgets_the_screen(ann: Agent) -> None:
    ann.page.context.clear_cookies()
    ann.page.evaluate("document.querySelector('desk-app').desk.inbox.read()")
    expect(ann.page.get_by_text(DESK["session_ended"])).to_be_visible()
    expect(ann.rows).to_have_count(0)


def test_signing_out_ends_the_session(ann: Agent) -> None:
    ann.page.locator(".me").click()
    ann.page.get_by_role("button", name=DESK["sign_out"]).click()
    expect(ann.page.get_by_role("button", name=DESK["sign_in"])).to_be_visible()
    ann.page.reload()
    expect(ann.page.get_by_role("button", name=DESK["sign_in"])).to_be_visible()
