"""Examples are found, added, edited and deleted, and each change is shown and undone."""

from pathlib import Path

from playwright.sync_api import expect

from tests.api.engine import parsed
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.test_accessibility import check

FILE = "data/nlu/support/disposal.yml"


def test_an_example_is_added_edited_and_undone(stack: Counter, project: Path, tom_in_both_themes: Trainer) -> None:
    tom, page = tom_in_both_themes, tom_in_both_themes.page
    before = (project / FILE).read_text()
    stack.engine.parses = parsed("support_dispose", masked="nothing personal")
    tom.open("examples")
    page.get_by_label(STUDIO["find_intent"]).fill("dispose")
    page.get_by_role("link", name="support_dispose").click()
    page.get_by_label(STUDIO["new_example"]).fill("what to do with a cracked carafe")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_text(STUDIO["example_added"])
    page.get_by_label(STUDIO["find_example"]).fill("carafe")
    page.get_by_role("button", name="cracked carafe").click()
    page.get_by_label(STUDIO["example"], exact=True).fill("where does a cracked carafe go")
    check(page)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_text(STUDIO["example_saved"])
    assert "    - where does a cracked carafe go\n" in (project / FILE).read_text()
    tom.open("changes")
    expect(page.locator(".changes li").first.locator(".more")).to_have_text("+    - where does a cracked carafe go")
    check(page)
    undone = page.locator(".changes .undone").count()
    for place in range(2):
        page.get_by_role("button", name=STUDIO["undo"], exact=True).nth(place).click()
        expect(page.locator(".changes .undone")).to_have_count(undone + place + 1)
    assert (project / FILE).read_text() == before


def test_a_new_intent_is_made_and_merged_again(stack: Counter, project: Path, tom: Trainer) -> None:
    tom.open("examples")
    stack.engine.parses = parsed("chat_greet", masked="nothing personal")
    tom.page.get_by_role("button", name=STUDIO["new_intent"]).click()
    dialog = tom.page.get_by_role("dialog", name=STUDIO["new_intent"])
    dialog.get_by_label(STUDIO["new_intent_name"]).fill("wash apron")
    dialog.get_by_label(STUDIO["new_intent_description"]).fill("washing the apron")
    dialog.get_by_label(STUDIO["new_intent_title"]).fill("Washing the apron")
    dialog.get_by_label(STUDIO["new_intent_examples"]).fill("how hot may the apron be washed\napron in the machine?")
    check(tom.page)
    dialog.get_by_role("button", name=STUDIO["new_intent_make"]).click()
    expect(tom.page.get_by_role("heading", name="support_wash_apron")).to_be_visible()
    assert (project / "data/stories/support/wash_apron.yml").is_file()
    tom.page.get_by_text(STUDIO["rename_or_merge"]).click()
    tom.page.get_by_label(STUDIO["merge"]).select_option("support_maintain")
    tom.page.get_by_role("button", name=STUDIO["merge_do"], exact=True).click()
    expect(tom.page.get_by_role("heading", name="support_maintain")).to_be_visible()
    assert not (project / "data/stories/support/wash_apron.yml").exists()
