"""The whole loop in a browser, on the real thing: a misunderstood message is taught, trained, compared, put live while
customers talk, understood in the same widget, and rolled back; and all others die while it is trained. In a copy of the
project with few examples, which trains quickly and is worse than the live model: the gate has to say so, and an admin
to decide.
"""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import STUDIO, Customer
from tests.browser.studio.conftest import PASSWORD, Trainer
from tests.project import copy_whole
from tests.stack import Stack, train_if_needed, until

QUESTION = "what are your opening hours?"
UNHEARD_OF = "the flibber on my gronk went plonk"
MEANING = "support_troubleshoot"
UNDERSTOOD = re.compile(r"which (one do you have|machine is it)\?", re.IGNORECASE)
SECOND = 1_000


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """In place of the shared one: its files and models change."""
    train_if_needed()
    stack = Stack(tmp_path / "var", copy_whole(tmp_path / "project", examples=8, held_out=2))
    try:
        yield stack.start().wait_ready()
    finally:
        stack.close()


class Crowd:
    """Customers who ask, get their answer and ask again, until they are told to go home."""

    def __init__(self, stack: Stack, size: int) -> None:
        self.stack = stack
        self.answers = 0
        self.errors: list[BaseException] = []
        self.closing = threading.Event()
        self.threads = [threading.Thread(target=self._talk) for _ in range(size)]

    def _talk(self) -> None:
        try:
            while not self.closing.is_set():
                with self.stack.visitor() as customer:
                    for _ in range(5):
                        answer = customer.ask(QUESTION)
                        assert any(message["author"] == "bot" for message in answer), answer
                        self.answers += 1
        except BaseException as error:
            self.errors.append(error)

    def is_answered(self) -> None:
        so_far = self.answers
        until(lambda: self.answers >= so_far + len(self.threads) or self.errors, "customers are answered")

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for thread in self.threads:
            thread.join()


def test_the_whole_loop(stack: Stack, cleo: Customer, new_page: Callable[..., Page]) -> None:
    cleo.say(UNHEARD_OF)
    cleo.is_answered()
    stack.add_staff("ada@example.com", "Ada", "admin", PASSWORD)
    ada = Trainer(new_page()).sign_in("ada@example.com")
    page = ada.page

    ada.open("inbox")
    page.get_by_role("button", name=UNHEARD_OF).click()
    page.get_by_label(STUDIO["intent"], exact=True).fill(MEANING)
    page.get_by_role("button", name=STUDIO["teach"]).click()
    expect(page.locator(".toast")).to_have_text(STUDIO["taught"].format(intent=MEANING))

    ada.open("runs")
    page.get_by_label(STUDIO["run_note"]).fill("gronks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=STUDIO["run_cancel"])).to_be_visible()
    for process in ("gateway", "actions", "engine"):  # the training goes on without them
        stack.kill(process)
    until(lambda: stack.status("/healthz") == 200, "the gateway answers again")
    page.reload()
    expect(page.get_by_role("heading", name=STUDIO["gate_refused"])).to_be_visible(timeout=300 * SECOND)
    stack.wait_ready()
    cleo.say(UNHEARD_OF)
    cleo.is_answered(2)
    expect(cleo.log.get_by_text(UNDERSTOOD)).to_have_count(0)

    with Crowd(stack, 3) as crowd:
        crowd.is_answered()
        page.get_by_role("button", name=STUDIO["override"]).click()  # the browser asks for the reason
        page.get_by_label(STUDIO["override_reason"]).fill("It is only a test of everything.")
        page.get_by_role("button", name=STUDIO["override"]).click()
        expect(page.get_by_text(STUDIO["went_live"])).to_be_visible(timeout=120 * SECOND)
        crowd.is_answered()
    assert crowd.errors == []
    cleo.say(UNHEARD_OF)
    expect(cleo.bubbles("bot").nth(3)).to_have_text(UNDERSTOOD)

    page.locator(".history").get_by_role("button").click()
    expect(page.get_by_role("cell", name=STUDIO["kind_rollback"])).to_be_visible(timeout=120 * SECOND)
    cleo.say(UNHEARD_OF)
    cleo.is_answered(4)
    expect(cleo.log.get_by_text(UNDERSTOOD)).to_have_count(1)
    until(
        lambda: set(stack.processes()) == {"supervisor", "gateway", "engine", "actions"}, "the other engines are gone"
    )
