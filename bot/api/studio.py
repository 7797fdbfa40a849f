"""The studio's first route: how the bot understands a sentence."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from bot.api.bodies import Parse
from bot.api.parts import ThisHouse
from bot.api.who import SignedIn
from bot.domain.errors import Unavailable
from bot.domain.ports import EngineFailure
from bot.domain.typed import clean

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


class Guess(BaseModel):
    name: str | None
    confidence: float


class Understood(BaseModel):
    intent: Guess
    lane: str | None
    ranking: list[Guess]
    entities: list[dict[str, Any]]
    articles: list[dict[str, Any]]
    mood: dict[str, Any] | None
    masked: str | None


@router.post("/parse", response_model=Understood)
async def parse(parts: ThisHouse, person: SignedIn, body: Parse) -> dict[str, Any]:
    """What the engine makes of a text, without any conversation."""
    text = clean(body.text, parts.house.settings.message_max_chars)
    try:
        found = await parts.engine.raw_parse(text, {})
    except EngineFailure as failure:
        raise Unavailable(
            "The bot is not ready. Please try again.", part="engine", trouble=failure.trouble.value
        ) from None
    intent = found.get("intent") or {}
    return {
        "intent": {"name": intent.get("name"), "confidence": intent.get("confidence") or 0.0},
        "lane": found.get("lane"),
        "ranking": found.get("ranking") or [],
        "entities": found.get("entities") or [],
        "articles": found.get("articles") or [],
        "mood": found.get("mood"),
        "masked": found.get("masked"),
    }
