"""The waiting card: an honest place, and what to do instead of waiting."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.db.models.mail import Mail
from tests.browser.counter import Counter, Open
from tests.browser.people import GATEWAY, WIDGET, Customer
from tests.browser.test_accessibility import check
from tests.company import open_daily
from tests.post_office import PostOffice
from tests.stack import until


@pytest.fixture
def counter(open_counter: Open, post_office: PostOffice) -> Counter:
    return open_counter(smtp_url=post_office.url, public_url="https://shop.example")


def test_who_leaves_is_answered_by_mail_and_comes_back_by_its_link(
    counter: Counter, any_page: Callable[..., Page], post_office: PostOffice
) -> None:
    cleo = Customer(any_page(base_url=counter.url, reduced_motion="reduce")).arrive()
    cleo.say("My machine leaks.")
    cleo.is_answered()
    cleo.ask_for_a_person()
    card = cleo.panel.locator(".waiting")
    check(cleo.page)
    card.get_by_role("button", name=WIDGET["waiting_mail"]).click()
    email = card.get_by_label(WIDGET["waiting_email"])
    expect(email).to_be_focused()
    check(cleo.page)
    email.fill("cleo@example")
    email.press("Enter")
    expect(card.get_by_text(WIDGET["waiting_email_failed"])).to_be_visible()
    email.fill("cleo@example.com")
    email.press("Enter")
    cleo.sees(GATEWAY["mail_wished"].format(email="cleo@example.com"))
    cleo.page.close()
    ann = counter.staff("Ann Able")
    ann.reply(ann.conversations(status="queued")[0]["id"], "Please close the tap.")
    until(lambda: post_office.letters, "the letter is sent")
    token = re.search(r"#careline=(\S+)", post_office.letters[0].get_content())
    assert token is not None
    back = Customer(any_page(base_url=counter.url))
    back.page.goto(f"/#careline={token[1]}")
    expect(back.bubbles("agent")).to_have_text(["Please close the tap."])
    expect(back.bubbles("customer").first).to_have_text("My machine leaks.")
    assert "careline" not in back.page.url
    assert len(counter.shop.rows(Mail)) == 1


def test_who_does_not_want_to_wait_goes_on_with_the_bot(counter: Counter, any_page: Callable[..., Page]) -> None:
    cleo = Customer(any_page(base_url=counter.url)).arrive()
    cleo.ask_for_a_person()
    cleo.panel.locator(".waiting").get_by_role("button", name=WIDGET["waiting_bot"]).click()
    expect(cleo.panel.locator(".waiting")).to_be_hidden()
    cleo.say("My machine leaks.")
    cleo.is_answered()


def test_when_nobody_is_at_the_desk_it_says_so(open_counter: Open, any_page: Callable[..., Page]) -> None:
    counter = open_counter(lambda folder: open_daily(folder, "00:00-23:59"))
    cleo = Customer(any_page(base_url=counter.url)).arrive()
    cleo.ask_for_a_person()
    card = cleo.panel.locator(".waiting")
    expect(card.get_by_text(WIDGET["waiting_nobody"])).to_be_visible()
    expect(card.get_by_role("button", name=WIDGET["waiting_mail"])).to_be_hidden()
