"""One customer in several tabs, and a line that dies: nothing is lost, doubled or shown to the wrong person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.counter import Counter, Open
from tests.browser.people import WIDGET, Customer
from tests.stack import until


@pytest.fixture
def counter(open_counter: Open) -> Counter:
    return open_counter()


@pytest.fixture
def tabs(counter: Counter, any_page: Callable[..., Page]) -> list[Customer]:
    """Both are open before anything is written."""
    first = Customer(any_page(base_url=counter.url)).arrive()
    return [first, Customer(first.page.context.new_page()).arrive()]


def test_two_tabs_that_were_open_before_the_first_word_are_one_conversation(
    counter: Counter, tabs: list[Customer]
) -> None:
    one, other = tabs
    one.say("My machine leaks.")
    other.sees("My machine leaks.")
    other.say("And it hums.")
    for tab in tabs:
        expect(tab.bubbles("customer")).to_have_text(["My machine leaks.", "And it hums."])
    assert len(counter.staff("Ann Able").conversations()) == 1


def test_who_signs_out_in_one_tab_leaves_nothing_in_the_other(tabs: list[Customer]) -> None:
    one, other = tabs
    one.say("My secret trouble.")
    other.sees("My secret trouble.")
    one.page.evaluate("Careline.identify(null)")
    for tab in tabs:
        expect(tab.bubbles("customer")).to_have_count(0)
    other.say("Somebody else.")
    other.is_answered()
    expect(one.bubbles("customer")).to_have_text(["Somebody else."])


def test_a_score_is_given_once_whichever_tab_it_is_given_in(counter: Counter, tabs: list[Customer]) -> None:
    one, other = tabs
    one.say("My machine leaks.")
    other.is_answered()
    one.page.evaluate("() => document.querySelector('careline-widget').chat.end()")
    for tab in tabs:
        expect(tab.choice(WIDGET["faces"][4])).to_be_visible()
    one.choice(WIDGET["faces"][4]).click()
    expect(one.bubbles("customer")).to_have_text(["My machine leaks.", "5"])
    other.choice(WIDGET["faces"][0]).click()
    expect(other.bubbles("customer")).to_have_text(["My machine leaks.", "5"])
    expect(other.log.get_by_role("button", name=WIDGET["faces"][4])).to_have_attribute("aria-pressed", "true")
    ann = counter.staff("Ann Able")
    assert [row["score"] for row in ann.conversations()] == [5]


def test_a_line_that_dies_without_a_word_is_given_up(counter: Counter, any_page: Callable[..., Page]) -> None:
    page = any_page(base_url=counter.url)
    page.clock.install()
    lines: list[WebSocketRoute] = []
    deaf = False

    def listen(socket: WebSocketRoute) -> None:
        lines.append(socket)
        server = socket.connect_to_server()
        server.on_message(lambda frame: None if deaf else socket.send(frame))

    page.route_web_socket("**/visitor/stream**", listen)
    cleo = Customer(page).arrive()
    cleo.say("My machine leaks.")
    cleo.is_answered()
    deaf = True
    cleo.say("Is anybody there?")
    expect(cleo.log.locator(".delivery")).to_have_text(WIDGET["sent"])
    assert cleo.bubbles("bot").count() == 2
    deaf = False
    page.clock.fast_forward(51_000)
    until(lambda: (page.wait_for_timeout(20), len(lines))[1] > 1, "a new line is opened")
    cleo.is_answered(2)
    expect(cleo.bubbles("customer")).to_have_text(["My machine leaks.", "Is anybody there?"])
