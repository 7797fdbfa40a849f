"""Presence, handing on, putting away, and what narrows the list."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from bot.db.models.conversation import Conversation
from bot.db.models.staff import Staff
from bot.services import staff
from bot.services.house import House
from tests.browser.conftest import PASSWORD
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent
from tests.browser.test_accessibility import check


def test_an_agent_says_whether_they_are_there_and_colleagues_see_it(ann: Agent, ben: Agent) -> None:
    ann.page.keyboard.press("p")
    sheet = ann.page.get_by_role("dialog", name=DESK["presence"])
    sheet.get_by_role("radio", name=DESK["presence_away"]).check()
    sheet.get_by_role("checkbox", name=DESK["keep_online"]).check()
    expect(ann.page.locator(".me")).to_contain_text(DESK["presence_away"])
    ann.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)

    ben.page.locator(".me").click()
    expect(ben.page.locator(".crew li", has_text="Ann Able")).to_contain_text(f"{DESK['presence_away']}, ")
    ann.page.reload()
    ann.page.locator(".me").click()
    expect(sheet.get_by_role("checkbox", name=DESK["keep_online"])).to_be_checked()
    sheet.get_by_role("radio", name=DESK["presence_online"]).check()
    expect(ben.page.locator(".crew li", has_text="Ann Able")).to_contain_text(f"{DESK['presence_online']}, ")


def test_a_conversation_is_handed_to_a_colleague_with_a_note(cleo: Visitor, words: str, ann: Agent, ben: Agent) -> None:
    ann.open(words)
    ann.claim()
    ann.page.keyboard.press("Alt+x")
    sheet = ann.page.get_by_role("dialog", name=DESK["transfer"])
    value = sheet.get_by_role("option", name="Ben Busy").get_attribute("value")
    sheet.get_by_role("combobox").select_option(value)
    sheet.get_by_role("textbox").fill("You know the pumps.")
    sheet.get_by_role("button", name=DESK["transfer"]).click()
    expect(ann.page.locator(".head")).to_contain_text(DESK["with_agent"].format(name="Ben Busy"))
    ben.open(words, "mine")
    ben.sees("You know the pumps.")
    assert "pumps" not in str(cleo.thread())


def test_a_snoozed_conversation_is_found_again_and_woken(words: str, ann: Agent) -> None:
    ann.open(words)
    ann.claim()
    ann.press("snooze")
    ann.page.get_by_role("dialog", name=DESK["snooze"]).get_by_role("button", name=DESK["snooze_tomorrow"]).click()
    ann.status_is("snoozed")
    row = ann.find(words, "mine")
    expect(row).to_contain_text(DESK["snoozed_until"].partition("{")[0])
    ann.page.locator(".filters summary").click()
    ann.page.get_by_label(DESK["filter_status"]).select_option("assigned")
    expect(ann.rows).to_have_count(0)
    ann.page.get_by_label(DESK["filter_status"]).select_option("snoozed")
    expect(ann.rows).to_have_count(1)
    ann.page.locator("#rows").click(position={"x": 5, "y": 300})
    ann.page.keyboard.press("s")
    ann.status_is("assigned")


def test_the_list_is_narrowed_by_priority_lane_and_mood(stack: Counter, ann: Agent) -> None:
    angry = {"label": "angry", "strength": 0.5, "words": []}
    mark = stack.visitor().asks_for_a_person("noise one narrow-mark", priority="high", mood=angry)
    stack.visitor().asks_for_a_person("noise two narrow-mark", priority="medium", lane="service")
    ann.page.get_by_role("tab", name=DESK["unassigned"]).click()
    ann.page.get_by_role("searchbox").fill("narrow-mark")
    expect(ann.rows).to_have_count(2)
    ann.page.locator(".filters summary").click()
    ann.page.get_by_label(DESK["filter_priority"]).select_option("high")
    expect(ann.rows).to_have_count(1)
    assert ann.rows.first.get_attribute("href")
    ann.page.get_by_label(DESK["filter_mood"]).select_option("pleased")
    expect(ann.rows).to_have_count(0)
    ann.page.get_by_label(DESK["filter_mood"]).select_option("angry")
    expect(ann.rows.locator(".mood")).to_contain_text(DESK["mood_angry"])
    ann.page.get_by_label(DESK["filter_lane"]).select_option("service")
    expect(ann.rows).to_have_count(0)
    ann.page.get_by_role("button", name=DESK["filters_clear"]).click()
    expect(ann.rows).to_have_count(2)
    assert mark


def test_what_is_left_and_what_is_overdue_is_said_in_words(
    stack: Counter, cleo: Visitor, words: str, ann: Agent
) -> None:
    due = {"within": timedelta(hours=2), "overdue": timedelta(hours=-2)}

    def set_due(which: str) -> None:
        def change(session: Any, house: House) -> None:
            session.get_one(Conversation, cleo.conversation_id).answer_due_at = house.now() + due[which]

        stack.shop.do(change)

    set_due("within")
    row = ann.find(words)
    expect(row.locator(".tag.due")).to_have_text(DESK["due"].format(time=DESK["hours"].format(count=2)))
    set_due("overdue")
    row.click()
    for place in (row, ann.page.locator(".head")):
        expect(place.locator(".tag.overdue")).to_contain_text(
            DESK["overdue"].format(time=DESK["hours"].format(count=2))
        )
        expect(place.locator(".tag.overdue svg")).to_be_visible()


def test_a_promise_is_heard_remembered_and_kept(words: str, ann: Agent) -> None:
    ann.open(words)
    ann.claim()
    ann.reply("I'll call you tomorrow at 11:00.")
    heard = ann.page.locator(".heard")
    expect(heard).to_contain_text(DESK["promise_heard"].partition("{")[0])
    ann.page.keyboard.press("Alt+d")
    sheet = ann.page.get_by_role("dialog", name=DESK["promise_new"])
    expect(sheet.get_by_role("textbox", name=DESK["promise_text"])).to_have_value("I'll call you tomorrow at 11:00.")
    sheet.get_by_role("button", name=DESK["promise_new"]).click()
    promises = ann.page.get_by_role("region", name=DESK["promises"])
    expect(promises.get_by_role("listitem")).to_contain_text("Ann")
    expect(heard).to_have_count(0)
    expect(ann.find(words, "mine")).to_contain_text(DESK["promise_until"].partition("{")[0])
    promises.get_by_role("button", name=DESK["promise_keep"]).click()
    expect(promises).to_contain_text(DESK["no_promises"])
    expect(promises.get_by_role("listitem")).to_have_count(0)


def test_who_is_made_a_trainer_leaves_the_desk_at_once(
    stack: Counter, cleo: Visitor, words: str, new_page: Callable[..., Page]
) -> None:
    email = f"{uuid.uuid4().hex}@example.com"
    stack.add_staff(email, "Nia New")
    stack.add_staff("bo.boss@example.com", "Bo Boss", "admin")
    nia = Agent(new_page(), "Nia").sign_in(email, PASSWORD)
    nia.open(words)
    her = next(one.id for one in stack.shop.rows(Staff) if one.email == email)
    with httpx2.Client(base_url=f"{stack.url}/api/v1", trust_env=False) as http:
        http.headers["Authorization"] = f"Bearer {stack.shop.do(staff.issue_token, 'bo.boss@example.com')}"
        fields = {"name": "Nia New", "role": "trainer", "capacity": 4}
        assert http.put(f"/admin/staff/{her}", json=fields).status_code == 200
    expect(nia.page.get_by_role("heading", name=DESK["not_for_you_title"])).to_be_visible()
    expect(nia.page.get_by_text(words)).to_have_count(0)
    check(nia.page)
