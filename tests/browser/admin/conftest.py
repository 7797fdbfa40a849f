"""The admin page over the gateway with a scripted engine, as at the desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.desk.conftest import Counter, quiet, stack
from tests.browser.people import ADMIN

__all__ = ["quiet", "stack"]


class Admin:
    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/admin")
        page.get_by_label(ADMIN["email"]).fill("ada.admin@example.com")
        page.get_by_label(ADMIN["password"]).fill(PASSWORD)
        page.get_by_role("button", name=ADMIN["sign_in"]).click()

    def open(self, section: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=ADMIN[f"section_{section}"]).click()
        expect(self.page.get_by_role("heading", name=ADMIN[f"section_{section}"], level=1)).to_be_attached()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def ada(stack: Counter, new_page: Callable[..., Page]) -> Admin:
    stack.add_staff("ada.admin@example.com", "Ada Admin", "admin")
    return Admin(new_page(reduced_motion="reduce"))
