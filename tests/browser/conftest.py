"""A real browser on the real stack. A page that throws or breaks the content policy fails its test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.people import Agent, Customer
from tests.stack import Stack

CHROMIUM = Path(os.environ.get("CARELINE_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The shop of a test stands for one on the internet, and may load its chat from this machine all the same.
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]
PASSWORD = "a password for tests"
PATIENCE_MS = 30_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """CARELINE_REQUIRE_ALL=1 makes a missing browser an error."""
    if not CHROMIUM.exists() and os.environ.get("CARELINE_REQUIRE_ALL") != "1":
        pytest.skip(f"NOT TESTED IN A BROWSER: there is no {CHROMIUM}; CARELINE_CHROMIUM names another")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def any_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Each page is a person of their own, with their own storage."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def new(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: _refused(message) and faults.append(message.text))
        return page

    yield new
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def new_page(stack: Stack, any_page: Callable[..., Page]) -> Callable[..., Page]:
    return lambda **options: any_page(base_url=stack.url, **options)


def _refused(message: ConsoleMessage) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def cleo(new_page: Callable[..., Page]) -> Customer:
    """A customer who has opened the shop and the chat."""
    return Customer(new_page()).arrive()


@pytest.fixture
def ann(stack: Stack, new_page: Callable[..., Page]) -> Agent:
    stack.add_staff("ann.able@example.com", "Ann Able", password=PASSWORD)
    return Agent(new_page(), "Ann").sign_in("ann.able@example.com", PASSWORD)


@pytest.fixture
def ben(stack: Stack, new_page: Callable[..., Page]) -> Agent:
    stack.add_staff("ben.busy@example.com", "Ben Busy", password=PASSWORD)
    return Agent(new_page(), "Ben").sign_in("ben.busy@example.com", PASSWORD)
