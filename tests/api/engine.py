"""An engine behind the real HTTP client: it keeps the contract of `engine/channel.py` and says what the test wants."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bot.api.parts import Helpers
from bot.domain.ports import HelperFailure

SECRET = "the secret between gateway and engine"


def say(*texts: str, intent: str = "support_troubleshoot", **more: Any) -> dict[str, Any]:
    return {"messages": [{"text": text} for text in texts], "parse": parsed(intent, **more)}


def signal(name: str, *texts: str, intent: str = "support_troubleshoot", **fields: Any) -> dict[str, Any]:
    said = say(*texts, intent=intent)
    said["messages"].append({"custom": {"signal": name, **fields}})
    return said


def parsed(intent: str, confidence: float = 0.9, **more: Any) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": confidence},
        "ranking": [{"name": intent, "confidence": confidence}],
        "lane": intent.split("_")[0],
        "lane_confidence": confidence,
        "entities": [],
        "articles": [],
        "answerable": True,
        "mood": None,
        "masked": None,
        "language": None,
        **more,
    }


@dataclass
class Helper:
    """With the manners of `engine/studio.py`; an answer may be a function of the question."""

    answers: dict[str, Any] = field(default_factory=lambda: {"validate": [], "nearest": [], "fitting": []})
    asked: list[dict[str, Any]] = field(default_factory=list)
    gone: bool = False

    def ask(self, do: str, **given: Any) -> Any:
        if self.gone:
            raise HelperFailure("nobody there")
        self.asked.append({"do": do, **given})
        answer = self.answers.get(do, {"examples": 0, "nearer": [], "doubles": [], "overlaps": []})
        return answer(**given) if callable(answer) else answer

    def wake(self) -> None:
        pass


@dataclass
class Engine:
    """Answers from `script` in order, then with `usual`. `state` is ready, loading or gone."""

    script: deque[dict[str, Any]] = field(default_factory=deque)
    usual: dict[str, Any] = field(default_factory=lambda: say("Please descale it."))
    parses: dict[str, Any] = field(default_factory=lambda: parsed("chat_thank"))
    state: str = "ready"
    turns: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    helper: Helper = field(default_factory=Helper)
    _tracker: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def helpers(self) -> Helpers:
        return Helpers(self.helper, self.helper)

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self._answer)

    def next(self, *answers: dict[str, Any]) -> None:
        self.script.extend(answers)

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.state == "gone":
            raise httpx2.ConnectError("nobody there", request=request)
        if request.headers.get("X-Careline-Secret") != SECRET:
            return httpx2.Response(403, json={"error": {"code": "forbidden", "message": "no"}})
        if self.state == "loading":
            return httpx2.Response(503, json={"status": "loading"})
        body = json.loads(request.content) if request.content else {}
        match request.url.path.rpartition("/")[2]:
            case "health":
                return httpx2.Response(200, json={"status": "ready", "model": {"id": "m", "hash": "h"}})
            case "turn":
                return httpx2.Response(200, json=self._turn(body))
            case "parse":
                self.texts.append(body["text"])
                return httpx2.Response(200, json={"parse": self.parses})
        return httpx2.Response(404, json={"error": {"code": "not_found", "message": "no"}})

    def _turn(self, body: dict[str, Any]) -> dict[str, Any]:
        self.turns.append(body)
        known = self._tracker.get(body["turn_id"])
        if known is not None:
            return {**known, "repeated": True}
        said = self.script.popleft() if self.script else self.usual
        self._tracker[body["turn_id"]] = said
        return {**said, "repeated": False}
