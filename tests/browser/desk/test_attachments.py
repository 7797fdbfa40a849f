"""Files that agents add: picked, pasted or dropped, looked at before they go, taken back, kept from the customer."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.adapters.test_files import picture
from tests.browser.desk.conftest import Visitor
from tests.browser.desk.test_accessibility import ann
from tests.browser.people import DESK, Agent
from tests.browser.test_accessibility import check

__all__ = ["ann"]
PNG = {"name": "valve.png", "mimeType": "image/png", "buffer": picture("PNG", (640, 400))}
STEPS = {"name": "steps.txt", "mimeType": "text/plain", "buffer": b"1. Close the tap."}
HAND_OVER = """([box, type, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], "screen.png", { type: "image/png" }));
  const more = { bubbles: true, cancelable: true };
  const event = type === "paste" ? new ClipboardEvent(type, { clipboardData: transfer, ...more })
    : new DragEvent(type, { dataTransfer: transfer, ...more });
  box.dispatchEvent(event);
}"""


def pick(agent: Agent, *files: Any) -> None:
    agent.page.locator(".composer input[type=file]").set_input_files(list(files))


def chips(page: Page) -> Any:
    return page.locator(".attached li")


def have_arrived(agent: Agent, count: int) -> None:
    expect(agent.page.locator(".attached li:not(:has(progress))")).to_have_count(count)


def held_back(agent: Agent) -> None:
    agent.page.evaluate("document.querySelector('desk-app').desk.outbox.patience = 600_000")


def test_a_reply_with_files_is_taken_back_with_them_and_sent_with_them(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    held_back(ann)
    ann.box.fill("Look here.")
    with ann.page.expect_file_chooser() as chooser:
        ann.page.get_by_role("button", name=DESK["attach"]).click()
    chooser.value.set_files([PNG, STEPS])  # type: ignore[list-item]
    have_arrived(ann, 2)
    image = chips(ann.page).locator("img")
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 640
    check(ann.page)
    ann.page.reload()
    held_back(ann)
    expect(chips(ann.page)).to_have_count(2)
    expect(ann.box).to_have_value("Look here.")
    ann.box.press("Enter")
    expect(ann.page.locator(".held")).to_contain_text("steps.txt")
    check(ann.page)
    ann.box.press_sequentially("And")
    ann.page.keyboard.press("Alt+z")
    expect(ann.box).to_have_value("Look here.\nAnd")
    ann.page.get_by_role("button", name=DESK["attach_remove"].format(name="valve.png")).click()
    expect(chips(ann.page)).to_have_count(1)
    assert len(cleo.thread()) == len([one for one in cleo.thread() if one["author"] != "agent"])
    ann.box.fill("Look here.")
    ann.box.press("Enter")
    ann.press("claim")  # what was said comes before what is done
    cleo.hears("steps.txt")
    said = [(one["kind"], one["text"]) for one in cleo.thread() if one["author"] == "agent"]
    assert said == [("text", "Look here."), ("file", "steps.txt")]
    expect(ann.log.locator("a.file")).to_have_text("steps.txt (1 kB)")


def test_what_is_pasted_or_dropped_goes_into_the_note_and_no_further(cleo: Visitor, words: str, ann: Agent) -> None:
    ann.open(words)
    ann.page.keyboard.press("Alt+n")
    box = ann.box.element_handle()
    content = list(picture("PNG"))
    ann.page.evaluate(HAND_OVER, [box, "dragover", content])
    expect(ann.page.get_by_text(DESK["attach_drop_note"])).to_be_visible()
    check(ann.page)
    for type in ("drop", "paste"):
        ann.page.evaluate(HAND_OVER, [box, type, content])
    have_arrived(ann, 2)
    before = cleo.thread()
    ann.box.press("Enter")
    expect(ann.log.locator(".note a.file img")).to_have_count(2)
    check(ann.page)
    assert cleo.thread() == before


def test_what_cannot_go_says_why_and_what_broke_is_tried_again(words: str, ann: Agent) -> None:
    ann.open(words)
    expect(ann.page.locator(".composer textarea")).to_be_visible()
    ann.page.evaluate("document.querySelector('.composer input[type=file]').onclick = () => { document.asked = true }")
    ann.page.keyboard.press("a")
    assert ann.page.evaluate("document.asked")
    pick(ann, {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>"})
    expect(chips(ann.page)).to_contain_text(DESK["file_type"])
    ann.page.evaluate("document.querySelector('desk-app').desk.attachments.limits.max_file = 1000")
    pick(ann, {"name": "film.png", "mimeType": "image/png", "buffer": b"x" * 1001})
    expect(chips(ann.page).last).to_contain_text(DESK["file_too_large"].format(limit=0.001))
    check(ann.page)
    for _ in range(2):
        chips(ann.page).first.get_by_role("button").last.click()
    held: list[Route] = []
    ann.page.route("**/desk/files?*", lambda route: held.append(route))
    pick(ann, STEPS)
    expect(ann.page.get_by_role("progressbar")).to_be_visible()
    ann.box.press_sequentially("Look")
    ann.box.press("Enter")
    expect(ann.page.locator(".composer .problem")).to_have_text(DESK["attach_wait"])
    held.pop().abort()
    expect(chips(ann.page)).to_contain_text(DESK["file_no_network"])
    ann.page.unroute("**/desk/files?*")
    ann.page.get_by_role("button", name=DESK["retry"]).click()
    expect(chips(ann.page)).to_contain_text("1 kB")
