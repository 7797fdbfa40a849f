"""The actions as Rasa calls them, without Rasa: a tracker made by hand, the real company files in a database."""

import asyncio
import random
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from ruamel.yaml import YAML

from actions import store
from actions.wording import wording
from bot.db.base import Base
from bot.db.session import open_database
from bot.domain.knowledge import Knowledge
from bot.domain.refusal import missing
from bot.services import knowledge as knowledge_service
from bot.services import samples
from bot.settings import ROOT

FILES = ROOT / "data" / "knowledge"
BLANK = re.compile(r"{(\w+)}")


@dataclass
class Reply:
    """What one turn led to: rendered as Rasa renders it, with no blank left open."""

    texts: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)
    signals: list[dict[str, Any]] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def signal(self, name: str) -> dict[str, Any] | None:
        return next((signal for signal in self.signals if signal["signal"] == name), None)


class Customer:
    """Keeps the slots from turn to turn, as Rasa's tracker does, and who was proven, as the gateway does."""

    def __init__(self, executor: ActionExecutor, domain: dict[str, Any]) -> None:
        self.executor = executor
        self.domain = domain
        self.slots: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {"visitor_id": uuid.uuid4().hex}
        self.events: list[dict[str, Any]] = []

    def turn(
        self,
        action: str,
        text: str = "",
        intent: str = "",
        entities: dict[str, str] | None = None,
        confidence: float = 0.9,
        turn_id: str | None = None,
        **message: Any,
    ) -> Reply:
        assert action in self.domain["actions"]
        latest = {
            "text": text or f"/{intent}",
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
            "metadata": self.metadata | {"turn_id": turn_id or uuid.uuid4().hex},
            **message,
        }
        self.events.append({"event": "user", "text": latest["text"]})
        tracker = Tracker("cleo", dict(self.slots), latest, self.events, False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(self.executor.actions[action](dispatcher, tracker, self.domain))
        for event in events:
            if event["event"] == "slot":
                assert event["name"] in self.domain["slots"]
                self.slots[event["name"]] = event["value"]
        reply = self._rendered(dispatcher)
        self.events += [{"event": "bot", "text": words, "data": {"buttons": reply.buttons}} for words in reply.texts]
        # The contract of the kind no holds for whatever any test makes the bot say.
        owed = missing(wording(name).parts for name in reply.responses)
        assert not owed, f"{reply.responses} say no without {sorted(owed)}: actions/refusal.py builds a kind no"
        return reply

    def _rendered(self, dispatcher: CollectingDispatcher) -> Reply:
        reply = Reply()
        for message in dispatcher.messages:
            reply.buttons += message["buttons"]
            if message["custom"]:
                reply.signals.append(message["custom"])
                if message["custom"]["signal"] == "identified":
                    self.metadata["proven_contact"] = message["custom"]["contact"]
            if message["response"]:
                variants = self.domain["responses"][message["response"]]
                for variant in variants:
                    missing = [name for name in BLANK.findall(variant["text"]) if name not in message]
                    assert not missing, f"{message['response']} needs {missing}"
                chosen = random.choice(_fitting(variants, message))
                reply.responses.append(message["response"])
                reply.texts.append(BLANK.sub(r"{\1}", chosen["text"]).format_map(message))
                reply.buttons += chosen.get("buttons", [])
            elif message["text"]:
                reply.texts.append(message["text"])
        return reply


def _fitting(variants: list[dict[str, Any]], message: dict[str, Any]) -> list[dict[str, Any]]:
    """As Rasa does: those whose condition holds, else those without one."""

    def holds(variant: dict[str, Any]) -> bool:
        return all(message.get(one["name"]) == one["value"] for one in variant["condition"])

    plain = [variant for variant in variants if "condition" not in variant]
    return [variant for variant in variants if "condition" in variant and holds(variant)] or plain


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


@pytest.fixture(scope="session")
def company_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Brewline in a database of its own, with the sample orders."""
    file = tmp_path_factory.mktemp("actions") / "careline.db"
    database = open_database(f"sqlite:///{file}")
    Base.metadata.create_all(database.engine)
    with database.make_session() as session, session.begin():
        knowledge_service.import_knowledge(session, FILES)
        samples.load_samples(session, FILES, knowledge_service.current(session))
    database.close()
    return file


@pytest.fixture(autouse=True)
def _actions_work_on_a_copy(company_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    url = f"sqlite:///{shutil.copy(company_file, tmp_path / 'careline.db')}"
    monkeypatch.setenv("CARELINE_DATABASE_URL", url)
    yield
    store._open(url).close()
    store._open.cache_clear()


@pytest.fixture
def knowledge() -> Knowledge:
    return store.knowledge()


@pytest.fixture
def customer(executor: ActionExecutor, domain: dict[str, Any]) -> Customer:
    return Customer(executor, domain)


@pytest.fixture
def found(knowledge: Knowledge) -> Callable[..., list[dict[str, Any]]]:
    """What the engine's retriever would hand over for these articles: `found(descale_duo=0.8)`."""

    def findings(**scores: float) -> list[dict[str, Any]]:
        items = []
        for name, score in scores.items():
            article = knowledge.article(name.replace("_", "-"))
            assert article is not None, name
            section = article.sections[0]
            items.append(
                {
                    "id": article.id,
                    "title": article.title,
                    "passage": section.text,
                    "heading": section.heading,
                    "score": score,
                }
            )
        return items

    return findings
