"""A customer asks for a person, and gets one."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.people import DESK, GATEWAY, WIDGET, Agent, Customer


@pytest.fixture
def words(cleo: Customer) -> str:
    """Cleo has said something that nobody else says, and waits for a person."""
    words = f"It makes a strange noise {uuid.uuid4()}"
    cleo.say(words)
    cleo.is_answered()
    cleo.ask_for_a_person()
    return words


def test_an_agent_takes_over_answers_and_the_customer_decides_when_it_is_solved(
    cleo: Customer, words: str, ann: Agent
) -> None:
    ann.open(words, "unassigned")
    expect(ann.page.locator(".packet")).to_contain_text(DESK["reason_asked"])
    expect(ann.page.locator(".packet blockquote")).to_contain_text(words)
    ann.claim()
    cleo.sees(GATEWAY["agent_joined"].format(name="Ann"))
    expect(cleo.panel.get_by_role("heading", name="Ann")).to_be_visible()
    expect(cleo.panel.locator(".waiting")).to_be_hidden()

    ann.note("Probably the pump.")
    ann.reply("Hello, Ann here. Is it a hum or a rattle?")
    cleo.sees("Is it a hum or a rattle?")
    expect(cleo.log.locator(".line.agent .kind")).to_have_text(WIDGET["person"])
    cleo.say("A rattle, and it stopped now.")
    ann.sees("A rattle, and it stopped now.")
    expect(cleo.log.get_by_text("Probably the pump.")).to_have_count(0)

    ann.press("propose")
    ann.status_is("confirming")
    cleo.choice(GATEWAY["choice_no"]).click()
    ann.status_is("assigned")
    expect(ann.page.locator(".head .tag.high")).to_have_text(
        f"{DESK['priority'].format(name='')}{DESK['priority_high']}"
    )

    ann.reply("Then let us exchange it.")
    ann.press("propose")
    cleo.sees("Then let us exchange it.")
    cleo.choice(GATEWAY["choice_yes"]).click()
    ann.status_is("resolved")
    cleo.log.get_by_role("button", name=WIDGET["faces"][4]).click()
    cleo.sees(GATEWAY["thanks_score"])
    expect(cleo.log.get_by_role("button", name=WIDGET["faces"][0])).to_be_disabled()


def test_of_two_agents_one_wins_and_the_other_is_told_kindly(
    cleo: Customer, words: str, ann: Agent, ben: Agent
) -> None:
    for agent in (ann, ben):
        agent.open(words)
    # Ben's page does not hear of it before he presses: his stream is held back, as on a slow line.
    ben.page.evaluate("document.querySelector('desk-app').desk.stop()")
    ann.claim()
    ben.press("claim")
    expect(ben.page.locator(".toast")).to_contain_text("Ann Able")
    expect(ben.page.locator(".head")).to_contain_text(DESK["with_agent"].format(name="Ann Able"))
    expect(ben.page.get_by_role("button", name=DESK["claim"], exact=True)).to_have_count(0)
    ann.status_is("assigned")


def test_the_queue_comes_and_goes_without_a_reload(cleo: Customer, ann: Agent, ben: Agent) -> None:
    words = f"Please have a look at this {uuid.uuid4()}"
    cleo.say(words)
    cleo.is_answered()
    ann.page.get_by_role("tab", name=DESK["unassigned"]).click()
    ann.page.get_by_role("searchbox").fill(words)
    expect(ann.rows).to_have_count(0)
    cleo.ask_for_a_person()
    expect(ann.rows).to_have_count(1)
    ann.page.wait_for_function(
        "product => document.title === `(${document.querySelector('#tab-unassigned b').innerText}) ${product}`",
        arg=DESK["product"],
    )

    ben.open(words)
    ben.claim()
    expect(ann.rows).to_have_count(0)
    ben.press("release")
    expect(ann.rows).to_have_count(1)
    expect(cleo.panel.locator(".waiting")).to_be_visible()


def test_a_reply_to_a_waiting_conversation_takes_it_and_the_bot_gets_it_back(
    cleo: Customer, words: str, ann: Agent
) -> None:
    ann.open(words)
    ann.reply("I have it.")
    ann.status_is("assigned")
    cleo.sees("I have it.")
    ann.press("return_to_bot")
    ann.status_is("bot")
    cleo.sees(GATEWAY["returned_to_bot"].format(name="Ann"))
    expect(cleo.panel.get_by_text(WIDGET["status_bot"])).to_be_visible()


def test_what_a_customer_writes_is_only_text_at_the_desk_too(cleo: Customer, ann: Agent) -> None:
    mark = uuid.uuid4()
    cleo.say(f"<img src=x onerror=\"document.title='broken'\"> **{mark}**")
    cleo.is_answered()
    ann.open(str(mark))
    expect(ann.log.locator(".message.customer .text").first).to_have_text(
        f"<img src=x onerror=\"document.title='broken'\"> **{mark}**"
    )
    assert ann.log.locator("img").count() == 0
    assert "broken" not in ann.page.title()


def test_the_desk_is_usable_with_the_keyboard_alone(cleo: Customer, words: str, ann: Agent) -> None:
    ann.find(words)
    keys = ann.page.keyboard
    ann.page.get_by_role("searchbox").press("Alt+j")
    expect(ann.log).to_be_visible()
    ann.log.focus()
    keys.press("c")
    ann.status_is("assigned")
    keys.press("n")
    keys.type("Only for us.")
    keys.press("Enter")
    ann.sees("Only for us.")
    keys.press("Escape")
    keys.press("r")
    keys.type("With the keyboard alone.")
    keys.press("Enter")
    cleo.sees("With the keyboard alone.")
    keys.press("Escape")
    keys.press("?")
    expect(ann.page.get_by_role("dialog", name=DESK["help"])).to_be_visible()
    keys.press("Escape")
    expect(ann.page.get_by_role("dialog", name=DESK["help"])).to_be_hidden()
