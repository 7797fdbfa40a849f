"""An article is edited beside its preview, and a conversation is saved as a test."""

from pathlib import Path

from playwright.sync_api import expect

from bot.services.knowledge import import_knowledge
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.studio.test_inbox import ask
from tests.browser.test_accessibility import check

FILE = "data/knowledge/articles/descale-the-duo.md"


def test_an_article_is_edited_with_preview(stack: Counter, project: Path, tom_in_both_themes: Trainer) -> None:
    tom, page = tom_in_both_themes, tom_in_both_themes.page
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
