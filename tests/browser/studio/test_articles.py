"""An article is edited beside its preview, and a conversation is saved as a test."""

import re
from pathlib import Path

from playwright.sync_api import expect

from bot.services.knowledge import import_knowledge
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.studio.test_inbox import ask
from tests.browser.test_accessibility import check

FILE = "data/knowledge/articles/descale-the-duo.md"


def test_an_article_is_edited_with_preview(stack: Counter, project: Path, tom: Trainer) -> None:
    page = tom.page
    stack.shop.do(lambda session, _: import_knowledge(session, project / "data" / "knowledge"))
    tom.open("articles")
    expect(page.get_by_role("heading", name=STUDIO["gaps"])).to_be_visible()
    check(page)
    page.get_by_label(STUDIO["find_article"]).fill("descale-the-duo")
    page.locator(".waiting a.row").click()
    box = page.get_by_label(STUDIO["article_text"])
    before = box.input_value()
    box.fill(before.replace("stage: ", "stage: un", 1))
    page.get_by_role("button", name=STUDIO["save"]).click()
    expect(page.get_by_role("alert")).to_contain_text("descale-the-duo.md:3: stage")
    box.fill(before + "\nOne more **bold** word.\n")
    expect(page.locator(".preview strong").last).to_have_text("bold")
    check(page)
    page.get_by_role("button", name=STUDIO["save"]).click()
    expect(page.locator(".toast")).to_have_text(STUDIO["article_saved"])
    assert (project / FILE).read_text().endswith("One more **bold** word.\n")


def test_an_article_is_written_for_a_gap_and_a_guide_is_changed(stack: Counter, project: Path, tom: Trainer) -> None:
    page = tom.page
    stack.shop.do(lambda session, _: import_knowledge(session, project / "data" / "knowledge"))
    ask(stack, "can it make bubble tea?")
    tom.open("inbox")
    expect(page.locator(".around li")).not_to_have_count(0)
    page.keyboard.press("g")
    expect(page.locator(".toast")).to_have_text(STUDIO["gap_noted"])
    tom.open("articles")
    page.get_by_role("button", name="Write an article: can it make bubble tea?").click()
    box = page.get_by_label(STUDIO["article_text"])
    expect(box).to_have_value(re.compile("title: Can it make bubble tea\n"))
    check(page)
    box.fill(box.input_value().replace("The answer in one or two sentences.", "Hot water, yes; bubbles, no."))
    page.get_by_role("button", name=STUDIO["save"]).click()
    expect(page.get_by_text(STUDIO["gaps_none"])).to_be_visible()
    assert "bubbles, no." in (project / "data/knowledge/articles/can-it-make-bubble-tea.md").read_text()
    page.get_by_label(STUDIO["find_article"]).fill("dripping")
    page.locator(".waiting a.row").last.click()
    expect(page.get_by_label(STUDIO["guide_now"]).get_by_role("listitem").first).to_be_visible()
    before = box.input_value()
    box.fill(before.replace("steps:", "stepps:", 1))
    page.get_by_role("button", name=STUDIO["save"]).click()
    expect(page.get_by_role("alert")).to_contain_text("guides/dripping.yml:")
    check(page)
    box.fill(before.replace("title: ", "title: Now ", 1))
    page.get_by_role("button", name=STUDIO["save"]).click()
    expect(page.locator(".toast")).to_have_text(STUDIO["article_saved"])
    assert (project / "data/knowledge/guides/dripping.yml").read_text().startswith("title: Now ")


def test_a_conversation_is_saved_as_a_test(stack: Counter, project: Path, tom: Trainer) -> None:
    ask(stack, "does the froth arm fold away")
    tom.open("inbox")
    tom.page.get_by_role("button", name=STUDIO["save_test"]).click()
    box = tom.page.get_by_label(STUDIO["save_test_text"])
    box.fill(box.input_value().replace('title: ""', "title: A froth arm that folds"))
    check(tom.page)
    tom.page.get_by_role("dialog").get_by_role("button", name=STUDIO["save"]).click()
    expect(tom.page.locator(".toast")).to_have_text(STUDIO["test_saved"])
    assert "does the froth arm fold away" in (project / "tests/conversations/saved.yml").read_text()
