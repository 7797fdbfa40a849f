"""What the engine made of one message, as values that the rest of the house can trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.lanes import Lane, lane_of, topic_of


@dataclass(frozen=True)
class Understanding:
    intent: str | None = None
    confidence: float = 0.0
    lane: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    articles: tuple[dict[str, Any], ...] = ()
    ranking: tuple[dict[str, Any], ...] = ()
    mood: dict[str, Any] | None = None
    requests: tuple[dict[str, Any], ...] = ()
    """Two or more when the customer asked for several things in one message, in order; else none."""
    masked: str | None = None
    personal: tuple[dict[str, Any], ...] = ()
    answerable: bool | None = None
    scope: float | None = None
    """The probability that the message is about something that was taught."""

    @property
    def topic(self) -> str | None:
        return topic_of(self.intent)

    @property
    def business_lane(self) -> str | None:
        """Support, service or success; small talk does not change what a conversation is about."""
        return self.lane if self.lane not in {None, Lane.CHAT.value} else None

    def stored(self) -> dict[str, Any]:
        """The `nlu` of a message: what the desk and the trainer see."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "lane": self.lane,
            "mood": self.mood,
            "requests": list(self.requests),
            "entities": list(self.entities),
            "articles": list(self.articles),
            "ranking": list(self.ranking),
            "answerable": self.answerable,
            "scope": self.scope,
            "masked": self.masked,
            "personal": list(self.personal),
        }


def understanding_of(parse: Any) -> Understanding:
    """Forgiving: a field that is missing or of the wrong kind is as if it had not been said."""
    raw: Mapping[str, Any] = parse if isinstance(parse, Mapping) else {}
    intent = _mapping(raw.get("intent"))
    name = intent.get("name") if isinstance(intent.get("name"), str) else None
    lane = raw.get("lane") if raw.get("lane") in set(Lane) else lane_of(name)
    mood = _mapping(raw.get("mood"))
    return Understanding(
        intent=name,
        confidence=_number(intent.get("confidence")),
        lane=str(lane) if lane else None,
        entities=tuple(
            {key: entity.get(key) for key in ("entity", "value", "text", "start", "end")}
            for entity in _mappings(raw.get("entities"))
        ),
        articles=tuple(
            {key: article.get(key) for key in ("id", "title", "heading", "score")}
            for article in _mappings(raw.get("articles"))[:5]
        ),
        ranking=tuple(
            {"name": guess.get("name"), "confidence": _number(guess.get("confidence"))}
            for guess in _mappings(raw.get("ranking"))[:5]
        ),
        mood=dict(mood) or None,
        requests=tuple(_request(part) for part in _mappings(raw.get("requests"))),
        masked=raw["masked"] if isinstance(raw.get("masked"), str) else None,
        personal=tuple(
            {key: place.get(key) for key in ("type", "start", "end")} for place in _mappings(raw.get("personal"))
        ),
        answerable=raw["answerable"] if isinstance(raw.get("answerable"), bool) else None,
        scope=_number(raw["scope"]) if isinstance(raw.get("scope"), int | float) else None,
    )


def _request(part: Mapping[str, Any]) -> dict[str, Any]:
    intent = _mapping(part.get("intent"))
    guess = {"name": intent.get("name"), "confidence": _number(intent.get("confidence"))}
    return {**{key: part.get(key) for key in ("text", "start", "end", "lane")}, "intent": guess}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _number(value: Any) -> float:
    return round(float(value), 4) if isinstance(value, int | float) else 0.0
