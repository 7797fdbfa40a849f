"""Ten thousand conversations and two thousand messages: a page at a time, and only what is in sight is drawn."""

import pytest
from playwright.sync_api import Request, expect

from tests.browser.desk.conftest import Counter, Visitor, fill
from tests.browser.people import DESK, Agent

MANY, LONG = 10_000, 2_000
DRAWN = 40
"""More rows than this are never in the page, however long the list is."""


@pytest.fixture
def asked(ann: Agent) -> list[str]:
    """What Ann's page asks the server from now on."""
    paths: list[str] = []

    def note(request: Request) -> None:
        paths.append(request.url.partition("/api/v1")[2])

    ann.page.on("request", note)
    return paths


def test_a_list_of_ten_thousand_is_read_and_drawn_as_far_as_one_looks(
    stack: Counter, cleo: Visitor, ann: Agent, asked: list[str]
) -> None:
    fill(stack, conversations=MANY, text="Many of us")
    ann.page.get_by_role("tab", name=DESK["all"]).click()
    expect(ann.rows.first).to_contain_text("Many of us")
    list_box = ann.page.locator("#rows")
    for page in range(2, 6):
        list_box.evaluate("box => box.scrollTop = box.scrollHeight")
        ann.page.wait_for_function(
            "count => document.querySelector('desk-app').desk.inbox.rows.length >= count", arg=page * 30
        )
        assert ann.rows.count() <= DRAWN
    expect(list_box.get_by_role("listitem").first).not_to_have_attribute("aria-posinset", "1")

    asked.clear()
    cleo.asks_for_a_person("a new one")
    list_box.evaluate("box => box.scrollTop = 0")
    expect(ann.rows.first).to_contain_text("Of course.")
    again = [path for path in asked if path.startswith("/desk/conversations?")]
    assert not [path for path in again if "cursor=" in path], "what did not change is not read again"


def test_of_two_thousand_messages_the_newest_hundred_come_first(stack: Counter, ann: Agent, asked: list[str]) -> None:
    conversation_id = fill(stack, messages=LONG, text="Line")
    ann.page.goto(f"/desk#c={conversation_id}")
    expect(ann.log.get_by_text(f"Line {LONG}", exact=True)).to_be_in_viewport()
    messages = ann.log.locator(".message")
    expect(messages).to_have_count(100)
    ann.log.evaluate("log => log.scrollTop = 40")
    expect(messages).to_have_count(200)
    expect(ann.log.get_by_text(f"Line {LONG - 99}", exact=True)).to_be_in_viewport()
    assert len([path for path in asked if "before=" in path]) == 1

    ann.note("What is shown stays.")
    ann.sees("What is shown stays.")
    expect(messages).to_have_count(201)
    ann.page.get_by_role("button", name=DESK["earlier_messages"]).click()
    expect(messages).to_have_count(301)
