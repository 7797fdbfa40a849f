"""Takes the README's pictures from a running Careline of its own: `make screenshots`."""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.stack import ADMIN_EMAIL, ADMIN_PASSWORD, Stack, train_if_needed  # noqa: E402

DOCS = ROOT / "docs"
CHROMIUM = os.environ.get("CARELINE_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

UNUSUAL = (
    "the froth arm smells of old cheese since the weekend",
    "my name is Robin Baker and the syrups still arent here but the plan was charged",
    "can two flats share one plan",
    "is that hissing normal or should i worry",
    "the froth arm smells of old cheese",
    "hm the light does its thing again after the update",
    "could you do something about the noise at night",
)


def shop(browser: Browser, url: str, name: str, width: int, height: int, words: tuple[str, ...]) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(url)
    page.get_by_role("button", name="chat").last.click()
    for text in words:
        box = page.get_by_role("textbox").last
        box.fill(text)
        box.press("Enter")
        settle(page)
    page.screenshot(path=DOCS / name)
    page.close()


def desk(browser: Browser, url: str, name: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{url}/desk")
    page.get_by_label("E-mail").fill(ADMIN_EMAIL)
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    settle(page)
    page.get_by_role("listitem").first.click()
    settle(page)
    page.screenshot(path=DOCS / name)
    page.close()


def studio(browser: Browser, stack: Stack, name: str, width: int, height: int) -> None:
    """With some customers whom the bot is not sure about."""
    for text in UNUSUAL:
        stack.visitor().ask(text)
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{stack.url}/studio")
    page.get_by_label("E-mail").fill(ADMIN_EMAIL)
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    settle(page)
    page.screenshot(path=DOCS / name)
    page.close()


def settle(page: Page) -> None:
    """Long enough for an answer, a picture and an animation on a slow machine."""
    page.wait_for_load_state("domcontentloaded")
    page.wait_for_timeout(6000)


def main() -> int:
    DOCS.mkdir(exist_ok=True)
    train_if_needed()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder))
        try:
            stack.start().wait_ready()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            shop(browser, stack.url, "shop.png", 1280, 800, ("do you have vanilla syrup?",))
            words = ("my One blinks red and makes no coffee", "can I talk to someone?")
            shop(browser, stack.url, "shop-phone.png", 390, 844, words)
            desk(browser, stack.url, "desk.png", 1280, 800)
            studio(browser, stack, "studio.png", 1280, 800)
            browser.close()
        finally:
            stack.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
