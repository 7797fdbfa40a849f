"""The studio over the gateway with a scripted engine, as at the desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.db.models.message import Message
from bot.db.models.studio import InboxItem
from tests.browser.conftest import PASSWORD
from tests.browser.desk.conftest import Counter, open_counter, quiet
from tests.browser.people import STUDIO
from tests.project import copy_project

__all__ = ["quiet"]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project") / "files")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Counter]:
    with open_counter(tmp_path_factory.mktemp("studio"), project_dir=project) as counter:
        yield counter


@pytest.fixture(autouse=True)
def emptied(stack: Counter) -> Iterator[None]:
    yield
    stack.shop.do(lambda session, _: session.query(InboxItem).delete())
    stack.shop.do(lambda session, _: [setattr(one, "nlu", None) for one in session.query(Message)])


class Trainer:
    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, email: str) -> "Trainer":
        self.page.goto("/studio")
        self.page.get_by_label(STUDIO["email"]).fill(email)
        self.page.get_by_label(STUDIO["password"]).fill(PASSWORD)
        self.page.get_by_role("button", name=STUDIO["sign_in"]).click()
        return self

    def open(self, section: str) -> None:
        """As it is now, not as it was when it was opened before."""
        expect(self.page.get_by_role("navigation")).to_be_visible()
        self.page.goto(f"/studio#{section}")
        self.page.reload()
        expect(self.page.get_by_role("heading", name=STUDIO[f"section_{section}"], level=1)).to_be_attached()


@pytest.fixture
def tom(stack: Counter, new_page: Callable[..., Page]) -> Trainer:
    stack.add_staff("tom.train@example.com", "Tom Train", "trainer")
    return Trainer(new_page()).sign_in("tom.train@example.com")
