"""A customer asks the bot."""

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.people import GATEWAY, QUESTION, WIDGET, Customer


def test_a_question_is_answered_and_the_answer_survives_a_reload(cleo: Customer) -> None:
    cleo.say(QUESTION)
    cleo.is_answered()
    answer = cleo.bubbles("bot").nth(1).inner_text()
    expect(cleo.choice(GATEWAY["choice_yes"])).to_be_visible()

    cleo.page.reload()
    cleo.open()
    expect(cleo.bubbles("customer")).to_have_text([QUESTION])
    expect(cleo.bubbles("bot").nth(1)).to_have_text(answer, use_inner_text=True)


def test_the_bot_says_that_it_is_one(cleo: Customer) -> None:
    expect(cleo.panel.get_by_text(WIDGET["status_bot"])).to_be_visible()
    expect(cleo.log.locator(".line.bot .kind").first).to_have_text(WIDGET["bot"])


def test_a_choice_is_taken_once(cleo: Customer) -> None:
    cleo.say(QUESTION)
    cleo.choice(GATEWAY["choice_yes"]).click()
    cleo.sees(GATEWAY["thanks_solved"])
    taken = cleo.log.get_by_role("button", name=GATEWAY["choice_yes"])
    expect(taken).to_be_disabled()
    expect(taken).to_have_attribute("aria-pressed", "true")

    cleo.page.reload()
    cleo.open()
    expect(cleo.log.get_by_role("button", name=GATEWAY["choice_no"])).to_be_disabled()
    expect(cleo.bubbles("customer").last).to_have_text(GATEWAY["choice_yes"])


def test_markup_in_a_message_is_only_text(cleo: Customer) -> None:
    markup = "<img src=x onerror=\"document.title='broken'\"><b>bold</b><script>document.title='broken'</script>"
    cleo.say(markup)
    expect(cleo.bubbles("customer").last).to_have_text(markup)
    cleo.is_answered()
    assert cleo.log.locator("img, b, script").count() == 0
    assert "broken" not in cleo.page.title()


def test_every_script_and_emoji_comes_back_as_it_was_written(cleo: Customer) -> None:
    hebrew, emoji = "שלום, המכונה שלי מהבהבת באדום", "it's blinking 😅🫖👩🏽‍🔧 ☕️"
    for text in (hebrew, emoji):
        cleo.say(text)
        expect(cleo.bubbles("customer").last).to_have_text(text)
    assert cleo.bubbles("customer").first.evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert cleo.bubbles("customer").last.evaluate("it => getComputedStyle(it).direction") == "ltr"
    cleo.page.reload()
    cleo.open()
    expect(cleo.bubbles("customer")).to_have_text([hebrew, emoji])


def test_a_text_that_is_too_long_is_kept_and_explained(cleo: Customer) -> None:
    cleo.box.fill("a" * 4007)
    cleo.box.press("Enter")
    expect(cleo.panel.get_by_role("alert")).to_contain_text("7 characters")
    expect(cleo.panel.get_by_role("button", name=WIDGET["send"], exact=True)).to_be_disabled()
    expect(cleo.bubbles("customer")).to_have_count(0)


def test_an_answer_that_comes_while_the_chat_is_closed_is_announced(cleo: Customer) -> None:
    # The question is held back until the chat is closed: the bot may be quicker than the hand.
    held: list[Route] = []
    cleo.page.route("**/api/v1/visitor/messages", lambda route: held.append(route))
    with cleo.page.expect_request("**/api/v1/visitor/messages"):
        cleo.say(QUESTION)
    cleo.close()
    held[0].continue_()
    expect(cleo.widget.locator(".badge")).to_be_visible()
    preview = cleo.widget.locator(".peek")
    expect(preview).to_be_visible()
    preview.click()
    expect(cleo.panel).to_be_visible()
    expect(cleo.widget.locator(".badge")).to_be_hidden()


def test_the_chat_is_usable_with_the_keyboard_alone(new_page: Callable[..., Page]) -> None:
    cleo = Customer(new_page())
    cleo.page.goto("/")
    launcher = cleo.page.get_by_role("button", name=WIDGET["open"])
    launcher.focus()
    cleo.page.keyboard.press("Enter")
    expect(cleo.box).to_be_focused()
    cleo.page.keyboard.type("first line")
    cleo.page.keyboard.press("Shift+Enter")
    cleo.page.keyboard.type(QUESTION)
    cleo.page.keyboard.press("Enter")
    expect(cleo.bubbles("customer").last).to_have_text(f"first line {QUESTION}")
    yes = cleo.choice(GATEWAY["choice_yes"])
    yes.wait_for()
    for _ in range(12):
        cleo.page.keyboard.press("Shift+Tab")
        if yes.evaluate("it => it.matches(':focus')"):
            break
    cleo.page.keyboard.press("Space")
    cleo.sees(GATEWAY["thanks_solved"])
    cleo.page.keyboard.press("Escape")
    expect(cleo.panel).to_be_hidden()
    expect(launcher).to_be_focused()


def test_on_a_phone_the_chat_fills_the_screen_and_keeps_the_focus(new_page: Callable[..., Page]) -> None:
    cleo = Customer(new_page(viewport={"width": 390, "height": 844}, has_touch=True)).arrive()
    cleo.panel.evaluate("panel => Promise.all(panel.getAnimations().map(each => each.finished))")
    box = cleo.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    for _ in range(15):
        cleo.page.keyboard.press("Tab")
        assert cleo.page.evaluate("document.activeElement.tagName") == "CARELINE-WIDGET"


def test_two_tabs_are_one_conversation(cleo: Customer) -> None:
    words = f"It hums since this morning, {uuid.uuid4()}"
    cleo.say(words)
    cleo.is_answered()
    other = Customer(cleo.page.context.new_page()).arrive()
    other.sees(words)
    other.say("and it leaks")
    cleo.sees("and it leaks")
    expect(cleo.bubbles("customer")).to_have_count(2)
