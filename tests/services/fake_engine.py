"""An engine that says what the test tells it to; it keeps the contract of `engine/channel.py`."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.domain.ports import EngineAnswer, EngineFailure
from bot.domain.signals import parse
from bot.domain.understanding import Understanding, understanding_of


def understood(intent: str, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": confidence}, "lane": intent.split("_")[0], **more}


def answer(*messages: Any, intent: str = "support_troubleshoot", **more: Any) -> EngineAnswer:
    said = [{"text": message} if isinstance(message, str) else message for message in messages]
    return EngineAnswer(tuple(parse(said)), understanding_of(understood(intent, **more)))


def signal(name: str, **details: Any) -> dict[str, Any]:
    return {"custom": {"signal": name, **details}}


@dataclass
class FakeEngine:
    """Answers from `script` in order, then with `usual`; a repeated turn id gets its first answer."""

    script: deque[EngineAnswer | EngineFailure] = field(default_factory=deque)
    usual: EngineAnswer | EngineFailure = field(default_factory=lambda: answer("Please descale it."))
    parses: Understanding | EngineFailure = field(default_factory=lambda: understanding_of(understood("chat_thank")))
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)
    parsed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tracker: dict[str, EngineAnswer] = field(default_factory=dict)

    async def turn(
        self, conversation_id: str, turn_id: str, text: str, payload: str | None, metadata: dict[str, Any]
    ) -> EngineAnswer:
        self.asked.append((conversation_id, text, payload))
        self.turns.append(turn_id)
        self.metadata.append(metadata)
        if turn_id in self.tracker:
            return self.tracker[turn_id]
        said = self.script.popleft() if self.script else self.usual
        if isinstance(said, EngineFailure):
            raise said
        handed_back = metadata.get("may_split") and said.understanding.requests and not said.signals
        if not handed_back:
            self.tracker[turn_id] = said
        return said

    async def parse(self, text: str, metadata: dict[str, Any]) -> Understanding:
        self.parsed.append((text, metadata))
        if isinstance(self.parses, EngineFailure):
            raise self.parses
        return self.parses
