"""axe finds nothing to complain about, in light and in dark."""

import uuid
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.people import GATEWAY, QUESTION, Agent, Customer
from tests.stack import Stack

SCHEMES = ("light", "dark")
WCAG_2_2 = {"rules": {"target-size": {"enabled": True}}}
"""What axe leaves out unless it is asked for."""


def check(page: Page, sizes: bool = True) -> None:
    """The page as it stands, in light and in dark: it follows the system's theme while it is open.

    Colours are measured when nothing moves any more, and nothing begins to. `sizes` not while something open lies over
    its neighbours, which axe takes for small ones.
    """
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_function("document.getAnimations().every(({ playState }) => playState === 'finished')")
        results = Axe().run(page, options=WCAG_2_2 if sizes else None)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page(reduced_motion="reduce")


def test_the_shop(page: Page) -> None:
    page.goto("/")
    page.locator("careline-widget").wait_for(state="attached")
    check(page)


def test_a_help_page(page: Page) -> None:
    page.goto("/help")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    page.locator("careline-widget").wait_for(state="attached")
    check(page)


def test_the_widget(page: Page) -> None:
    cleo = Customer(page).arrive()
    check(page)
    cleo.say(QUESTION)
    expect(cleo.choice(GATEWAY["choice_yes"])).to_be_visible()
    check(page)
    cleo.choice(GATEWAY["choice_yes"]).click()
    cleo.sees(GATEWAY["survey"])
    check(page)
    cleo.ask_for_a_person()
    check(page)
    cleo.page.context.set_offline(True)
    cleo.say("still there?")
    check(page)
    cleo.page.context.set_offline(False)


def test_the_desk(page: Page, stack: Stack, cleo: Customer) -> None:
    stack.add_staff("ann.able@example.com", "Ann Able", password=PASSWORD)
    words = f"It makes a strange noise {uuid.uuid4()}"
    cleo.say(words)
    cleo.is_answered()
    cleo.ask_for_a_person()
    page.goto("/desk")
    page.get_by_role("button", name="Sign in").wait_for()
    check(page)
    ann = Agent(page, "Ann").sign_in("ann.able@example.com", PASSWORD)
    ann.open(words)
    check(page)
    ann.claim()
    ann.note("Only for us.")
    ann.reply("Hello.")
    check(page)
    page.locator(".modes button").last.click()
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check(page)


def test_the_desk_on_a_phone(stack: Stack, new_page: Callable[..., Page], cleo: Customer) -> None:
    stack.add_staff("ann.able@example.com", "Ann Able", password=PASSWORD)
    words = f"It makes a strange noise {uuid.uuid4()}"
    cleo.say(words)
    cleo.is_answered()
    cleo.ask_for_a_person()
    page = new_page(viewport={"width": 390, "height": 844})
    ann = Agent(page, "Ann").sign_in("ann.able@example.com", PASSWORD)
    check(page)
    ann.open(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check(page)
