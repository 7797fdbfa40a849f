"""A customer sends a picture, an agent sees it; what cannot be taken is said kindly."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.adapters.test_files import picture
from tests.browser.counter import Counter, Open
from tests.browser.people import DESK, GATEWAY, WIDGET, Agent, Customer
from tests.browser.test_accessibility import check

PNG = {"name": "leak.png", "mimeType": "image/png", "buffer": picture("PNG", (640, 400))}


@pytest.fixture
def counter(open_counter: Open) -> Counter:
    return open_counter(file_max_bytes=200_000)


@pytest.fixture
def cleo(counter: Counter, any_page: Callable[..., Page]) -> Customer:
    return Customer(any_page(base_url=counter.url, reduced_motion="reduce")).arrive()


def send(cleo: Customer, file: object) -> None:
    with cleo.page.expect_file_chooser() as chooser:
        cleo.panel.get_by_role("button", name=WIDGET["attach"]).click()
    chooser.value.set_files(file)  # type: ignore[arg-type]


def test_a_picture_is_shown_kept_and_can_be_saved(cleo: Customer) -> None:
    send(cleo, PNG)
    cleo.sees(GATEWAY["file_unread"])
    for _ in range(2):
        canvas = cleo.log.locator("canvas")
        expect(canvas).to_be_visible()
        cleo.page.wait_for_function(
            """() => { const canvas = document.querySelector("careline-widget").shadowRoot.querySelector("canvas");
                return canvas?.getContext("2d").getImageData(5, 5, 1, 1).data[0] === 0x88 }"""
        )
        expect(cleo.log.locator(".line.customer")).to_have_count(1)
        check(cleo.page)
        cleo.page.reload()
        cleo.open()
    with cleo.page.expect_download() as download:
        cleo.log.get_by_role("button", name="leak.png").click()
    assert download.value.suggested_filename == "leak.png"
    cleo.choice(GATEWAY["choice_person"]).click()
    expect(cleo.panel.locator(".waiting")).to_be_visible()


def test_an_agent_sees_the_picture_and_sends_one_back(
    counter: Counter, cleo: Customer, any_page: Callable[..., Page]
) -> None:
    counter.engine.state = "gone"
    cleo.ask_for_a_person()
    send(cleo, PNG)
    expect(cleo.log.locator("canvas")).to_be_visible()
    counter.hire("ann@example.com", "Ann Able")
    ann = Agent(any_page(base_url=counter.url), "Ann").sign_in("ann@example.com", counter.password)
    ann.open("leak.png")
    image = ann.log.locator("a.file img")
    expect(image).to_be_visible()
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 640
    check(ann.page)
    ann.page.evaluate("document.querySelector('desk-app').desk.outbox.patience = 0")
    for name, mode in (("secret.png", "note"), ("valve.png", "reply")):
        ann.page.locator(".modes button", has_text=DESK[mode]).click()
        ann.page.locator(".composer input[type=file]").set_input_files({**PNG, "name": name})
        expect(ann.page.locator(".attached img")).to_be_visible()
        ann.reply("")
        ann.sees(name)
    answer = cleo.log.locator(".line.agent")
    expect(answer.locator("canvas")).to_be_visible()
    expect(answer).to_contain_text("valve.png")
    expect(cleo.log.get_by_text("secret")).to_have_count(0)
    check(cleo.page)
    with cleo.page.expect_download() as download:
        answer.get_by_role("button", name="valve.png").click()
    assert download.value.suggested_filename == "valve.png"


def test_too_large_and_wrong_files_are_refused_with_the_limit(cleo: Customer) -> None:
    send(cleo, {"name": "film.png", "mimeType": "image/png", "buffer": b"x" * 200_001})
    cleo.sees(WIDGET["file_too_large"].format(limit=0.2))
    send(cleo, {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>"})
    cleo.sees(WIDGET["file_type"])
    check(cleo.page)
    for _ in range(2):
        cleo.log.get_by_role("button", name=WIDGET["discard"]).first.click()
    expect(cleo.log.locator(".line.customer")).to_have_count(0)


def test_an_upload_that_fails_is_tried_again_and_arrives_once(cleo: Customer) -> None:
    cleo.page.route("**/visitor/files?*", lambda route: route.abort())
    send(cleo, [PNG, {"name": "note.txt", "mimeType": "text/plain", "buffer": b"It leaks."}])
    retry = cleo.log.get_by_role("button", name=WIDGET["retry"])
    expect(retry).to_have_count(2)
    cleo.page.unroute("**/visitor/files?*")
    retry.first.click()
    retry.first.click()
    expect(cleo.log.locator("button.file")).to_have_count(2)
    expect(cleo.log.locator(".line.customer")).to_have_count(2)


def test_progress_is_shown_while_it_is_sent(cleo: Customer) -> None:
    held: list[Route] = []
    cleo.page.route("**/visitor/files?*", lambda route: held.append(route))
    send(cleo, PNG)
    expect(cleo.log.get_by_role("progressbar", name="leak.png")).to_be_visible()
    check(cleo.page)
    held[0].continue_()
    expect(cleo.log.locator("button.file")).to_be_visible()
    expect(cleo.log.get_by_role("progressbar")).to_be_hidden()


def test_a_screenshot_can_be_pasted(cleo: Customer) -> None:
    cleo.box.evaluate(
        """(box, bytes) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
          box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        list(picture("PNG")),
    )
    expect(cleo.log.locator("button.file")).to_be_visible()
