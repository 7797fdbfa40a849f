"""A gateway without a network: the services, a fake engine, and a runner that is stepped by hand."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.adapters.hub import Hub
from bot.adapters.project import ProjectFolder
from bot.db.models.message import Message, Turn, TurnStatus
from bot.domain.ports import Project
from bot.services import thread
from bot.services.runner import Runner
from bot.settings import ROOT
from tests.conftest import Customer, Shop
from tests.services.fake_engine import FakeEngine

pytest.register_assert_rewrite("tests.services.life_checks", "tests.services.life_moves")


@dataclass
class Desk:
    """Cleo's side of the counter and the engine behind it."""

    shop: Shop
    engine: FakeEngine = field(default_factory=FakeEngine)

    def write(self, who: Customer, text: str, client_id: str | None = None) -> dict[str, Any]:
        """Only stores it; `answer` lets the bot work."""
        return dict(self.shop.do(thread.receive_text, who.visitor_id, client_id or uuid.uuid4().hex, text))

    def answer(self, rounds: int = 1) -> None:
        """Run everything that is due, until nothing is."""
        asyncio.run(self._answer(rounds))

    async def _answer(self, rounds: int) -> None:
        runner = self.runner(Hub())
        for _ in range(rounds):
            for conversation_id in {turn.conversation_id for turn in self.pending()}:
                runner.start(conversation_id)
                while running := runner._running.get(conversation_id):
                    await asyncio.wait([running])
                    await asyncio.sleep(0)
            for task in runner._others:
                task.cancel()

    def runner(self, hub: Hub) -> Runner:
        return Runner(self.shop.database, self.shop.house, self.engine, hub)

    def talk(self, who: Customer, text: str) -> None:
        self.write(who, text)
        self.answer()

    def choose(self, who: Customer, value: Any, message: Message | None = None) -> dict[str, Any]:
        """Press the newest button with this value (or this title)."""
        messages = [message] if message else self.shop.messages(self.current(who))[::-1]
        for asked in messages:
            for choice in asked.choices:
                if value in {choice["value"], choice["title"]} and asked.chosen is None:
                    return dict(
                        self.shop.do(thread.receive_choice, who.visitor_id, uuid.uuid4().hex, asked.id, choice["id"])
                    )
        raise AssertionError(f"nobody offers {value}")

    def current(self, who: Customer) -> str:
        return str(self.view(who)["conversation"]["id"])

    def view(self, who: Customer, after: int = 0) -> dict[str, Any]:
        return dict(self.shop.look(thread.read_thread, who.visitor_id, after))

    def status(self, who: Customer) -> str:
        return str(self.view(who)["conversation"]["status"])

    def said(self, who: Customer, author: str | None = None) -> list[str]:
        return [m["text"] for m in self.view(who)["messages"] if author in {None, m["author"]}]

    def pending(self) -> list[Turn]:
        return self.shop.rows(Turn, status=TurnStatus.PENDING)


@pytest.fixture
def project(shop: Shop) -> Project:
    return ProjectFolder(ROOT, shop.house.settings.data_dir)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


@pytest.fixture
def asks(desk: Desk) -> Callable[[Customer], str]:
    """Brings a customer into the queue."""

    def go(who: Customer) -> str:
        desk.engine.script.append(_escalation())
        desk.talk(who, "can I talk to someone")
        return who.conversation_id

    return go


def _escalation() -> Any:
    from tests.services.fake_engine import answer, signal

    return answer("Of course.", signal("escalate", reason="asked"), intent="chat_request_human")
