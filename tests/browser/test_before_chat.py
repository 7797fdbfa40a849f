"""The form before the chat: optional fields, a consent that really blocks, and when people are there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.db.models.visitor import Visitor
from tests.browser.counter import Counter, Open
from tests.browser.people import WIDGET, Customer
from tests.browser.test_accessibility import check
from tests.company import open_daily
from tests.services.test_consent import ASKED, write


@pytest.fixture
def counter(open_counter: Open) -> Counter:
    return open_counter(lambda folder: write(folder, ASKED))


def test_nothing_is_sent_or_kept_before_the_consent(counter: Counter, any_page: Callable[..., Page]) -> None:
    page = any_page(base_url=counter.url, reduced_motion="reduce")
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    cleo = Customer(page).arrive()
    page.evaluate("Careline.identify({id: 'c-1', email: 'cleo@example.com'})")
    expect(cleo.box).to_be_hidden()
    expect(cleo.panel.get_by_role("button", name=WIDGET["talk_to_person"])).to_be_hidden()
    expect(page.get_by_label(WIDGET["before_name"])).to_be_focused()
    page.get_by_label(WIDGET["before_name"]).fill("Cleo Klein")
    page.get_by_label(WIDGET["before_topic"]).select_option("My machine")
    check(page)
    start = page.get_by_role("button", name=WIDGET["before_start"])
    start.click()
    expect(start).to_be_visible()
    assert sent == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert counter.shop.rows(Visitor) == []
    page.get_by_role("checkbox").check()
    start.click()
    expect(cleo.box).to_be_focused()
    cleo.say("my machine leaks")
    cleo.is_answered()
    ann = counter.staff("Ann Able")
    profile = ann.conversation(ann.conversations()[0]["id"])["profile"]
    assert (profile["name"], profile["topic"], profile["external_id"]) == ("Cleo Klein", "My machine", "c-1")
    assert profile["consented_at"]
    page.reload()
    cleo.open()
    expect(cleo.box).to_be_visible()


def test_when_nobody_is_there_it_says_when_people_are_back(open_counter: Open, any_page: Callable[..., Page]) -> None:
    counter = open_counter(lambda folder: open_daily(folder, "23:58-23:59"))
    cleo = Customer(any_page(base_url=counter.url, timezone_id="Europe/Berlin")).arrive()
    back = WIDGET["people_back"].partition("{")[0].strip()
    expect(cleo.panel.locator(".person small")).to_contain_text(back)
    expect(cleo.panel.locator(".person small")).to_contain_text("11:58 PM")
