"""What was said: the customer's message with all that the engine and the gateway know of it, and the answer before."""

import uuid
from datetime import UTC, datetime
from functools import cached_property
from itertools import dropwhile, islice, takewhile
from typing import Any

from rasa_sdk import Tracker

from bot.domain.mood import Mood, Tone, mood_of, tone

Button = dict[str, str]


class Said:
    def __init__(self, tracker: Tracker) -> None:
        self.message: dict[str, Any] = tracker.latest_message or {}
        self._events: list[dict[str, Any]] = tracker.events

    @property
    def chose(self) -> bool:
        """A button was pressed, nothing was typed."""
        return str(self.message.get("text") or "").startswith("/")

    @property
    def intent(self) -> str:
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def confidence(self) -> float:
        return float((self.message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def articles(self) -> list[dict[str, Any]]:
        return list(self.message.get("articles") or [])

    @property
    def answerable(self) -> bool:
        """The engine is sure that one of its articles answers."""
        return bool(self.message.get("answerable"))

    @property
    def ranking(self) -> list[tuple[str, float]]:
        return [(str(guess["name"]), float(guess["confidence"])) for guess in self.message.get("intent_ranking") or []]

    @property
    def lane(self) -> str | None:
        return self.message.get("lane")

    @property
    def lane_confidence(self) -> float:
        return float(self.message.get("lane_confidence") or 0.0)

    @property
    def metadata(self) -> dict[str, Any]:
        return self.message.get("metadata") or {}

    @cached_property
    def moods(self) -> tuple[Mood, ...]:
        """Of the customer's last messages, this one last. A button has none."""
        raw = [*self.metadata.get("moods", ()), self.message.get("mood")]
        return tuple(mood for one in raw if (mood := mood_of(one)))

    @cached_property
    def tone(self) -> Tone:
        return tone(self.moods)

    @cached_property
    def id(self) -> str:
        """The same when the gateway runs the turn again. Without a gateway every turn is a new one."""
        return str(self.metadata.get("turn_id") or uuid.uuid4())

    @cached_property
    def now(self) -> datetime:
        """When it was written, on the company's clock."""
        written = self.metadata.get("time")
        return datetime.fromisoformat(written) if written else datetime.now(UTC)

    def entities(self, name: str) -> list[str]:
        found = self.message.get("entities") or []
        return [str(item["value"]) for item in found if item.get("entity") == name]

    def entity(self, name: str) -> str | None:
        """The last one said: people correct themselves at the end of a sentence."""
        return next(reversed(self.entities(name)), None)

    @cached_property
    def _last_said(self) -> list[dict[str, Any]]:
        """What the bot said to the message before this one, in order."""
        said: list[dict[str, Any]] = []
        before = dropwhile(lambda event: event["event"] != "user", reversed(self._events))
        for event in takewhile(lambda event: event["event"] != "user", islice(before, 1, None)):
            if event["event"] == "bot" and event.get("text"):
                said.insert(0, event)
        return said

    @property
    def last_answer(self) -> list[str]:
        return [str(event["text"]) for event in self._last_said]

    @property
    def last_buttons(self) -> list[Button]:
        last = self._last_said[-1] if self._last_said else {}
        return list((last.get("data") or {}).get("buttons") or [])
