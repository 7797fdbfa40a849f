"""What agents write: texts kept ready, articles, suggestions, drafts, and a reply taken back."""

import re
import uuid

import pytest
from playwright.sync_api import Page, Route, expect

from bot.db.models.desk import Lesson
from bot.db.models.studio import InboxItem
from bot.services.canned import load_canned
from bot.services.suggestions import search_articles
from tests.api.engine import parsed
from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, Agent
from tests.browser.test_accessibility import check
from tests.stack import until

SLOW = "document.querySelector('desk-app').desk.outbox.patience = 600_000"
"""So that a slow machine cannot be too late to press."""


@pytest.fixture(autouse=True)
def _canned(stack: Counter) -> None:
    stack.shop.do(lambda session, house: load_canned(session))


def picker(page: Page, name: str) -> None:
    expect(page.get_by_role("option", name=name).first).to_be_visible()


def test_a_slash_finds_a_canned_response_and_fills_it_in(words: str, ann: Agent) -> None:
    ann.open(words)
    ann.box.press_sequentially("/hel")
    picker(ann.page, "/hello")
    ann.box.press("Enter")
    filled = _filled(ann)
    assert "Ann" in filled and "{customer_name}" in filled
    ann.box.press("Enter")
    expect(ann.page.locator(".composer .problem")).to_have_text(DESK["fill_in"].format(name="{customer_name}"))
    ann.page.keyboard.type("Cleo")  # what is missing is selected
    expect(ann.box).to_have_value(filled.replace("{customer_name}", "Cleo"))


def _filled(agent: Agent) -> str:
    expect(agent.box).not_to_have_value("/hel")
    return str(agent.box.input_value())


def test_a_slash_finds_articles_too(stack: Counter, words: str, ann: Agent) -> None:
    article = stack.shop.look(search_articles, "descaling")[0]
    ann.open(words)
    ann.box.press_sequentially("Please read /descaling")
    picker(ann.page, article["title"])
    for _ in range(ann.page.locator(".picker li").count()):
        if ann.page.locator(".picker [aria-selected=true]").inner_text().startswith(article["title"]):
            break
        ann.box.press("ArrowDown")
    ann.box.press("Tab")
    expect(ann.box).to_have_value(f"Please read [{article['title']}]({stack.url}{article['url']})")


def test_a_slash_that_finds_nothing_is_only_a_slash(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.reply("It is either /this or that")
    cleo.hears("It is either /this or that")


def test_the_bots_suggestion_is_one_key_away(stack: Counter, cleo: Visitor, ann: Agent) -> None:
    article = stack.shop.look(search_articles, "descaling")[0]
    mark = f"no water {uuid.uuid4()}"
    cleo.asks_for_a_person(mark)
    guess = {"id": article["id"], "title": "", "heading": "", "score": 0.8}
    before, stack.engine.parses = stack.engine.parses, parsed("support_troubleshoot", articles=[guess])
    ann.open(mark)
    ann.claim()
    cleo.say("still no water")
    chip = ann.page.get_by_role("list", name=DESK["suggestions"]).get_by_role("button")
    expect(chip).to_contain_text(article["title"])
    ann.page.keyboard.press("Alt+1")
    expect(ann.box).to_have_value(f"{article['text']}\n\n[{article['title']}]({stack.url}{article['url']})")
    stack.engine.parses = before


def test_reply_and_note_have_drafts_of_their_own_that_outlive_a_reload(stack: Counter, words: str, ann: Agent) -> None:
    other = stack.visitor().asks_for_a_person(f"Another one {uuid.uuid4()}")
    ann.open(words)
    ann.box.fill("half a rep")
    ann.page.keyboard.press("Alt+n")
    expect(ann.box).to_have_value("")
    ann.box.fill("half a note")
    ann.open(other)
    expect(ann.box).to_have_value("")
    ann.open(words)
    expect(ann.box).to_have_value("half a note")
    ann.page.reload()
    expect(ann.box).to_have_value("half a rep")
    ann.page.keyboard.press("Alt+n")
    expect(ann.box).to_have_value("half a note")


def test_a_reply_is_taken_back_before_it_leaves(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.page.evaluate(SLOW)
    ann.reply("Goodbye, you fool")
    expect(ann.page.locator(".held")).to_contain_text("Goodbye, you fool")
    ann.page.keyboard.press("Alt+z")
    expect(ann.box).to_have_value("Goodbye, you fool")
    expect(ann.page.locator(".held")).to_be_hidden()
    ann.box.fill("Hello")
    ann.box.press("Enter")
    ann.press("claim")  # what was said comes before what is done
    cleo.hears("Hello")
    assert "fool" not in str(cleo.thread())


def test_who_types_on_while_a_note_is_sent_loses_no_letter(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    held: list[Route] = []
    ann.page.route("**/messages", lambda route: held.append(route))
    ann.page.keyboard.press("Alt+n")
    with ann.page.expect_request("**/messages"):
        ann.reply("Only for us.")
    ann.box.press_sequentially("And this")
    expect(ann.box).to_have_value("And this")
    until(lambda: held or ann.page.wait_for_timeout(20), "the note is on its way")
    held[0].fulfill(status=503, json={"error": {"code": "unavailable", "message": "Not now.", "details": {}}})
    expect(ann.box).to_have_value("Only for us.\nAnd this")
    ann.page.unroute("**/messages")
    ann.box.press("Enter")
    ann.sees("Only for us.")
    assert "Only" not in str(cleo.thread())


def test_a_reload_in_the_middle_of_a_send_loses_and_doubles_nothing(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.page.evaluate(SLOW)
    ann.reply("On its way")
    expect(ann.page.locator(".held")).to_contain_text("On its way")
    ann.page.reload()
    cleo.hears("On its way")
    ann.sees("On its way")
    expect(ann.page.locator(".held")).to_be_hidden()
    assert [message["text"] for message in cleo.thread()].count("On its way") == 1


def test_what_could_not_be_sent_is_a_draft_again(words: str, ann: Agent, ben: Agent) -> None:
    ann.open(words)
    ann.page.evaluate(SLOW)
    ann.reply("Too late")
    ben.open(words)
    ben.claim()
    ann.page.evaluate("document.querySelector('desk-app').desk.outbox.flush()")
    expect(ann.page.locator(".toast")).to_contain_text(DESK["not_sent"].partition("{")[0].strip())
    expect(ann.box).to_have_value("Too late")


def test_an_agent_says_what_the_bot_should_have_known(stack: Counter, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.log.focus()
    ann.page.keyboard.press("b")
    sheet = ann.page.get_by_role("dialog", name=DESK["known"])
    sheet.get_by_label(DESK["known_message"]).select_option(label=words)
    sheet.get_by_label(DESK["known_intent"]).select_option("service_return_item")
    sheet.get_by_role("button", name=DESK["known_save"]).click()
    ann.sees(DESK["taught_as"].format(intent="return item"))
    assert [lesson.intent for lesson in stack.shop.rows(Lesson)] == ["service_return_item"]


def test_a_conversation_is_suggested_as_a_test(stack: Counter, ann: Agent) -> None:
    asked = stack.visitor().asks_for_a_person(f"It drips {uuid.uuid4()}", masked="It drips")
    stack.engine.parses = parsed("support_troubleshoot", masked="It drips")
    ann.open(asked)
    ann.page.get_by_role("button", name=DESK["save_test"]).click()
    sheet = ann.page.get_by_role("dialog", name=DESK["save_test"])
    turns = sheet.get_by_label(DESK["save_test_turns"])
    expect(turns).to_have_value(re.compile('customer: "It drips"\n      lane: support'))
    check(ann.page)
    sheet.get_by_label(DESK["save_test_title"]).fill('Who says "it drips" is helped')
    sheet.get_by_role("button", name=DESK["suggest"]).click()
    expect(sheet.get_by_role("alert")).to_contain_text("made-up")  # what nobody has masked
    turns.fill(turns.input_value().replace("[TEXT]", "a person please"))
    sheet.get_by_role("button", name=DESK["suggest"]).click()
    expect(ann.page.locator(".toast")).to_have_text(DESK["test_suggested"])
    [item] = [one for one in stack.shop.rows(InboxItem) if one.test]
    assert item.test.startswith('- title: "Who says \\"it drips\\" is helped"\n  turns:\n') and item.reasons == ["test"]


def test_labels_are_given_and_found(words: str, ann: Agent) -> None:
    ann.open(words)
    ann.page.keyboard.press("Alt+l")
    sheet = ann.page.get_by_role("dialog", name=DESK["labels"])
    sheet.get_by_label(DESK["label_new"]).fill("Recall 2026, pumps")
    sheet.get_by_role("button", name=DESK["save"]).click()
    expect(ann.page.locator(".head .tag.label")).to_have_text(["pumps", "recall 2026"])
    ann.page.keyboard.press("Alt+l")
    sheet.get_by_role("checkbox", name="pumps").uncheck()
    sheet.get_by_role("button", name=DESK["save"]).click()
    expect(ann.page.locator(".head .tag.label")).to_have_text(["recall 2026"])
    ann.page.get_by_role("searchbox").fill("")
    ann.page.reload()
    ann.page.locator(".filters summary").click()
    ann.page.locator(".filters select[name=label]").select_option("recall 2026")
    expect(ann.rows).to_have_count(1)


def test_an_admin_keeps_the_canned_responses(bo: Agent) -> None:
    bo.page.locator(".me").click()
    bo.page.get_by_role("button", name=DESK["canned"]).click()
    sheet = bo.page.get_by_role("dialog", name=DESK["canned"])
    new = sheet.locator("form").last
    new.get_by_label(DESK["canned_name"]).fill("Not A Name")
    new.get_by_label(DESK["canned_text"]).fill("Sunny greetings")
    new.get_by_role("button", name=DESK["add"]).click()
    expect(sheet.get_by_role("alert")).not_to_be_empty()
    new.get_by_label(DESK["canned_name"]).fill("sunny")
    new.get_by_role("button", name=DESK["add"]).click()
    own = sheet.get_by_role("listitem").filter(has_text="/sunny")
    own.locator("summary").click()
    own.get_by_label(DESK["canned_text"]).fill("Very sunny greetings")
    own.get_by_role("button", name=DESK["save"]).click()
    expect(own.locator("summary")).to_contain_text("Very sunny greetings")
    own.get_by_role("button", name=DESK["remove"]).click()
    expect(own).to_have_count(0)
