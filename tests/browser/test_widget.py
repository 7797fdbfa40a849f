"""The small things around a talk: read marks, sound, the saved copy, the end, the way to a person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api.engine import signal
from tests.browser.counter import Counter, Open
from tests.browser.people import GATEWAY, WIDGET, Customer
from tests.browser.test_accessibility import check
from tests.stack import until


@pytest.fixture
def counter(open_counter: Open) -> Counter:
    return open_counter()


@pytest.fixture
def cleo(counter: Counter, any_page: Callable[..., Page]) -> Customer:
    return Customer(any_page(base_url=counter.url)).arrive()


def menu(cleo: Customer, item: str) -> None:
    cleo.panel.get_by_role("button", name=WIDGET["menu"]).click()
    cleo.panel.get_by_role("button", name=WIDGET[item]).click()


def test_a_message_is_delivered_and_then_read_by_a_person(counter: Counter, cleo: Customer) -> None:
    cleo.ask_for_a_person()
    cleo.say("It leaks from below.")
    tick = cleo.log.locator(".customer", has_text="It leaks from below.").locator(
        ".tick"
    )  # not that of an earlier line
    expect(tick).to_have_text(WIDGET["delivered"])
    ann = counter.staff("Ann Able")
    conversation = ann.conversations(status="queued")[0]["id"]
    messages = ann.conversation(conversation)["messages"]
    ann.http.post(f"/desk/conversations/{conversation}/read", json={"seq": messages[-1]["seq"]})
    expect(tick).to_have_text(WIDGET["read"])
    assert ann.claim(conversation) == 200

    def typing_is_seen() -> bool:
        """She goes on typing: each key counts for some seconds only."""
        ann.post(f"/desk/conversations/{conversation}/typing")
        return cleo.log.locator(".typing.agent").is_visible()

    until(typing_is_seen, "the customer sees that Ann is typing")


def test_the_button_for_a_person_needs_no_bot_and_no_english(counter: Counter, any_page: Callable[..., Page]) -> None:
    counter.engine.state = "gone"
    page = any_page(base_url=counter.url, locale="de-DE")
    page.goto("/")
    page.locator("careline-widget .launcher").click()
    page.get_by_role("button", name="Mit einem Menschen sprechen").click()
    expect(page.locator("careline-widget .waiting")).to_be_visible()
    assert counter.engine.turns == []


def test_the_talk_can_be_saved_as_a_file(cleo: Customer) -> None:
    cleo.say("My machine leaks.")
    cleo.is_answered()
    with cleo.page.expect_download() as download:
        menu(cleo, "transcript")
    assert download.value.suggested_filename.endswith(".txt")
    text = Path(download.value.path()).read_text("utf-8")
    assert f"{WIDGET['you']}: My machine leaks." in text
    assert "Bea: Please descale it." in text


def test_the_chat_is_ended_only_after_a_question(cleo: Customer) -> None:
    cleo.say("My machine leaks.")
    cleo.is_answered()
    menu(cleo, "end")
    expect(cleo.panel.get_by_role("button", name=WIDGET["end_no"])).to_be_focused()
    cleo.page.keyboard.press("Escape")
    expect(cleo.panel).to_be_visible()
    expect(cleo.panel.get_by_role("button", name=WIDGET["menu"])).to_be_focused()
    menu(cleo, "end")
    cleo.panel.get_by_role("button", name=WIDGET["end_yes"]).click()
    cleo.sees(GATEWAY["ended"])
    cleo.sees(GATEWAY["survey"])
    cleo.panel.get_by_role("button", name=WIDGET["menu"]).click()
    expect(cleo.panel.get_by_role("button", name=WIDGET["end"])).to_be_hidden()


COUNT_TONES = """
  window.tones = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };
"""


def test_sound_is_off_until_it_is_switched_on_and_stays_on(cleo: Customer) -> None:
    page = cleo.page
    page.add_init_script(COUNT_TONES)
    page.evaluate(f"() => {{ {COUNT_TONES} }}")
    cleo.say("one")
    cleo.is_answered()
    assert page.evaluate("tones") == 0
    menu(cleo, "sound_off")
    assert page.evaluate("tones") == 1
    cleo.box.focus()
    cleo.say("two")
    cleo.is_answered(2)
    assert page.evaluate("tones") == 2
    page.reload()
    cleo.open()
    cleo.panel.get_by_role("button", name=WIDGET["menu"]).click()
    expect(cleo.panel.get_by_role("button", name=WIDGET["sound_on"])).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("tones") == 0


def test_axe_finds_nothing_in_the_menu(counter: Counter, any_page: Callable[..., Page]) -> None:
    cleo = Customer(any_page(base_url=counter.url, reduced_motion="reduce")).arrive()
    cleo.ask_for_a_person()
    cleo.panel.get_by_role("button", name=WIDGET["menu"]).click()
    check(cleo.page)
    cleo.panel.get_by_role("button", name=WIDGET["end"]).click()
    check(cleo.page)


def test_right_to_left_the_chat_is_mirrored(counter: Counter, any_page: Callable[..., Page]) -> None:
    page = any_page(base_url=counter.url, viewport={"width": 390, "height": 844})

    def turn(route: Route) -> None:
        body = route.fetch().json()
        route.fulfill(json={**body, "locale": "ar", "texts": {**body["texts"], "direction": "rtl"}})

    page.route("**/visitor/settings*", turn)
    cleo = Customer(page).arrive()
    cleo.say("My machine leaks.")
    cleo.is_answered()
    mine, theirs = cleo.bubbles("customer").bounding_box(), cleo.bubbles("bot").last.bounding_box()
    assert mine is not None
    assert theirs is not None
    assert mine["x"] < 40
    assert theirs["x"] + theirs["width"] > 350
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check(page)


def test_less_motion_and_forced_colours_are_respected(counter: Counter, any_page: Callable[..., Page]) -> None:
    cleo = Customer(any_page(base_url=counter.url, reduced_motion="reduce", forced_colors="active")).arrive()
    assert cleo.panel.evaluate("(panel) => getComputedStyle(panel).animationName") == "none"
    assert cleo.panel.evaluate("(panel) => getComputedStyle(panel).borderStyle") == "solid"
    assert (
        cleo.page.locator("careline-widget .launcher").evaluate("(it) => getComputedStyle(it).borderStyle") == "solid"
    )


def test_a_thumb_under_an_answer_reaches_the_desk_and_can_be_taken_back(counter: Counter, cleo: Customer) -> None:
    counter.engine.next(signal("cite", "Descale it like this.", title="Descaling", url="/help/descaling"))
    cleo.say("how do I descale it")
    down = cleo.log.get_by_role("button", name=WIDGET["thumb_down"])
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    ann = counter.staff("Ann Able")
    conversation = ann.conversations()[0]["id"]

    def thumbs() -> list[bool | None]:
        return [one["helpful"] for one in ann.conversation(conversation)["messages"] if one["link"]]

    until(lambda: thumbs() == [False], "the thumb is down")
    cleo.page.reload()
    cleo.open()
    expect(down).to_have_attribute("aria-pressed", "true")
    box = down.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    down.press("Enter")
    expect(down).to_have_attribute("aria-pressed", "false")
    until(lambda: thumbs() == [None], "the thumb is taken back")
    check(cleo.page)


FOCUS_IS_SEEN = """() => {
  const root = document.querySelector("careline-widget").shadowRoot;
  const it = root.activeElement;
  const { left, top, width, height } = it.getBoundingClientRect();
  const hit = root.elementFromPoint(left + width / 2, top + height / 2);
  return [it.getAttribute("aria-label") ?? it.textContent.trim(), it.contains(hit)];
}"""


def test_nothing_lies_over_what_has_the_focus(counter: Counter, any_page: Callable[..., Page]) -> None:
    cleo = Customer(any_page(base_url=counter.url, viewport={"width": 390, "height": 600})).arrive()
    answers = [signal("cite", f"Like this, {n}.", title="Descaling", url="/help/descaling") for n in range(5)]
    counter.engine.next(*answers)
    for number in range(5):
        cleo.say(f"how do I descale it, {number}")
        cleo.is_answered(number + 1)
    cleo.log.focus()
    cleo.page.keyboard.press("Home")
    expect(cleo.panel.get_by_role("button", name=WIDGET["jump"])).to_be_visible()
    passed = set()
    for _ in range(30):
        cleo.page.keyboard.press("Tab")
        name, _ = cleo.page.evaluate(FOCUS_IS_SEEN)
        until(lambda: cleo.page.evaluate(FOCUS_IS_SEEN)[1], f"the log has scrolled and {name} is seen")
        passed.add(name)
    assert {WIDGET["thumb_down"], WIDGET["placeholder"], WIDGET["menu"]} <= passed
