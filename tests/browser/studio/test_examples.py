"""Examples are found, added, edited and deleted, and each change is shown and undone."""

from pathlib import Path

from playwright.sync_api import expect

from bot.db.models.studio import SetAside
from tests.api.engine import parsed
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.test_accessibility import check
from tests.company import stock

FILE, UPGRADE = "data/nlu/support/disposal.yml", "data/nlu/support/upgrade.yml"


def test_an_example_is_added_edited_and_undone(stack: Counter, project: Path, tom: Trainer) -> None:
    page = tom.page
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


def placed(project: Path, intent: str, file: str, place: int) -> dict[str, str]:
    lines = (project / file).read_text().splitlines()
    number = [number for number, line in enumerate(lines, 1) if line.startswith("    - ")][place]
    return {"text": lines[number - 1].removeprefix("    - "), "intent": intent, "place": f"{file}:{number}"}


def test_what_stands_astray_is_moved_or_kept_and_suggestions_are_looked_at(
    stack: Counter, project: Path, tom: Trainer
) -> None:
    page, before = tom.page, {path: (project / path).read_text() for path in (FILE, UPGRADE)}
    stack.engine.parses = parsed("support_dispose", masked="nothing personal")
    stack.shop.do(stock)
    one, two = (placed(project, "support_dispose", FILE, place) for place in (0, 1))
    other = placed(project, "support_upgrade", UPGRADE, 0)
    near = [{**example, "nearest": other, "alike": 0.9, "own": 0.6, "by": 0.3} for example in (one, two)]
    overlaps = [{"intents": ["support_dispose", "support_upgrade"], "crossed": 9, "share": 0.1}]
    stack.engine.helper.answers["health"] = {"examples": 9, "nearer": near, "doubles": [], "overlaps": overlaps}
    stack.engine.helper.answers["fitting"] = lambda intent, candidates: [
        {"place": place, "alike": 0.7, "by": 0.1} for place in range(len(candidates))
    ]
    tom.open("examples")
    health = page.get_by_role("region", name=STUDIO["health_title"])
    expect(health.get_by_text(STUDIO["overlaps"])).to_be_visible()
    check(page)
    health.get_by_role("button", name=f"{STUDIO['keep']}: {one['text']}", exact=True).click()
    expect(page.locator(".toast")).to_have_text(STUDIO["kept"])
    expect(health.get_by_text(one["text"], exact=True)).to_have_count(0)
    page.goto("/studio#examples/support_dispose")
    expect(page.locator(".examples .tag")).to_have_text("nearer to support_upgrade")
    page.get_by_role("button", name="Move to support_upgrade").click()
    expect(page.locator(".toast")).to_have_text("Moved to support_upgrade.")
    assert two["text"] not in (project / FILE).read_text()
    some = page.get_by_role("region", name=STUDIO["suggestions"])
    some.get_by_role("button", name=STUDIO["suggest"]).click()
    box = some.get_by_role("textbox").first
    box.fill("quite other words for it")
    check(page)
    box.press("Enter")
    expect(page.locator(".toast")).to_have_text(STUDIO["example_added"])
    assert "    - quite other words for it\n" in (project / FILE).read_text()
    left = some.get_by_role("textbox").count()
    thrown = some.get_by_role("textbox").first.input_value()
    some.get_by_role("button", name=STUDIO["suggestion_throw"]).first.click()
    expect(some.get_by_role("textbox")).to_have_count(left - 1)
    some.get_by_role("button", name=STUDIO["suggest_again"]).click()
    expect(some.get_by_role("textbox").first).not_to_have_value(thrown)
    stack.engine.helper.answers.pop("health")
    stack.shop.do(lambda session, _: session.query(SetAside).delete())
    for path, text in before.items():
        (project / path).write_text(text)
