"""What a customer does in the widget and an agent at the desk, in their words rather than in selectors."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
TEXTS: dict[str, dict[str, Any]] = YAML(typ="safe").load((ROOT / "data" / "texts" / "en.yml").read_text("utf-8"))
WIDGET, GATEWAY = TEXTS["widget"], TEXTS["gateway"]
DESK, STUDIO, ADMIN = (TEXTS["staff"] | TEXTS[page] for page in ("desk", "studio", "admin"))
QUESTION = "How do I descale my Brewline One?"


class Customer:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("careline-widget")
        self.panel = page.get_by_role("dialog")
        self.log = page.get_by_role("log")
        self.box = page.get_by_role("textbox", name=WIDGET["placeholder"])

    def arrive(self) -> "Customer":
        self.page.goto("/")
        self.open()
        return self

    def open(self) -> None:
        self.page.get_by_role("button", name=WIDGET["open"]).click()
        expect(self.panel).to_be_visible()

    def close(self) -> None:
        self.box.press("Escape")
        expect(self.panel).to_be_hidden()

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.box).to_have_value("")

    def ask_for_a_person(self) -> None:
        self.widget.locator(".person.text").click()
        expect(self.panel.locator(".waiting")).to_be_visible()

    def sees(self, text: str) -> Locator:
        found = self.log.get_by_text(text).last
        expect(found).to_be_visible()
        return found

    def bubbles(self, author: str) -> Locator:
        """Of the customer, the bot or an agent; the welcome is the bot's first."""
        return self.log.locator(f".line.{author} .bubble")

    def is_answered(self, answers: int = 1) -> None:
        expect(self.bubbles("bot").nth(answers)).to_be_visible()

    def choice(self, title: str) -> Locator:
        """The newest button with this title that can still be pressed."""
        return self.log.get_by_role("button", name=title, disabled=False).last


class Agent:
    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.rows = page.locator("desk-list a.row")
        self.box = page.get_by_role("textbox").last
        self.log = page.get_by_role("log")

    def sign_in(self, email: str, password: str) -> "Agent":
        self.page.goto("/desk")
        self.page.get_by_label(DESK["email"]).fill(email)
        self.page.get_by_label(DESK["password"]).fill(password)
        self.page.get_by_role("button", name=DESK["sign_in"]).click()
        expect(self.page.get_by_role("tab", name=DESK["unassigned"])).to_be_visible()
        return self

    def find(self, words: str, tab: str = "all") -> Locator:
        """The row of the conversation in which somebody wrote these words."""
        self.page.get_by_role("tab", name=DESK[tab]).click()
        with self.page.expect_response(lambda response: parse_qs(urlsplit(response.url).query).get("q") == [words]):
            self.page.get_by_role("searchbox").fill(words)
        expect(self.page.locator("#rows[aria-busy=false]")).to_be_visible()
        expect(self.rows).to_have_count(1)
        return self.rows.first

    def open(self, words: str, tab: str = "all") -> None:
        self.find(words, tab).click()
        expect(self.log).to_be_visible()

    def press(self, text: str) -> None:
        self.page.get_by_role("button", name=DESK[text], exact=True).click()

    def claim(self) -> None:
        self.press("claim")
        self.status_is("assigned")

    def status_is(self, status: str) -> None:
        expect(self.page.locator(".head .status")).to_have_text(DESK[f"status_{status}"])

    def reply(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.box).to_have_value("")

    def note(self, text: str) -> None:
        self.page.locator(".modes button", has_text=DESK["note"]).click()
        self.reply(text)
        self.page.locator(".modes button", has_text=DESK["reply"]).click()

    def sees(self, text: str) -> Locator:
        found = self.log.get_by_text(text).last
        expect(found).to_be_visible()
        return found
