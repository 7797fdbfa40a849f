"""The studio's door and navigation."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.api.engine import parsed
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.test_accessibility import check


def test_an_agent_is_told_whom_the_studio_is_for(stack: Counter, new_page: Callable[..., Page]) -> None:
    stack.add_staff("ann.able@example.com", "Ann Able")
    ann = Trainer(new_page()).sign_in("ann.able@example.com")
    expect(ann.page.get_by_role("heading", name=STUDIO["not_for_you_title"])).to_be_visible()
    ann.page.get_by_role("button", name=STUDIO["sign_out"]).click()
    expect(ann.page.get_by_role("button", name=STUDIO["sign_in"])).to_be_visible()


def test_a_sentence_is_read(stack: Counter, tom: Trainer) -> None:
    page = tom.page
    tom.open("examples")
    stack.engine.parses = parsed("support_clean", 0.83)
    page.get_by_label(STUDIO["try_text"]).fill("how do I get the milk smell out")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("support_clean")
    check(page)


def test_help_account_and_language_are_reached_by_name(tom: Trainer) -> None:
    tom.page.get_by_role("button", name=STUDIO["help"]).click()
    expect(tom.page.get_by_role("dialog", name=STUDIO["help"])).to_be_visible()
    check(tom.page)
    tom.page.keyboard.press("Escape")
    tom.page.get_by_role("button", name=STUDIO["account"]).click()
    check(tom.page)
    tom.page.get_by_label(STUDIO["language"]).select_option("de")
    expect(tom.page.get_by_role("link", name="Beispiele")).to_be_visible()
