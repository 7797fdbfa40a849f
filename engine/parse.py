"""What a message means, in the form that the gateway reads; and what a text must be before Rasa sees it."""

import json
import re
from typing import Any

COMMAND = re.compile(r"[\s/]+")


def neutral(text: str) -> tuple[str, int]:
    """The text without what would make it a command, and how many characters were cut from its front.

    Rasa strips before it looks for a slash, so blanks and slashes go together. Half a surrogate pair becomes U+FFFD:
    no encoding of it exists, and tokenizers and databases refuse it.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    found = COMMAND.match(text)
    front = found.end() if found else 0
    return text[front:].rstrip(), front


def payload_intent(payload: object) -> str | None:
    """The intent of "/intent" or "/intent{...}"; None if it is not of that form."""
    found = re.fullmatch(r"/([a-z][a-z0-9_]{0,79})(\{.*\})?", payload, re.DOTALL) if isinstance(payload, str) else None
    if not found:
        return None
    if found.group(2):
        try:
            if not isinstance(json.loads(found.group(2)), dict):
                return None
        except ValueError:
            return None
    return found.group(1)


def guess(raw: dict[str, Any]) -> dict[str, Any]:
    return {"name": raw.get("name"), "confidence": raw.get("confidence", 0.0)}


def moved(spans: list[dict[str, Any]], shift: int) -> list[dict[str, Any]]:
    return [{**span, "start": span["start"] + shift, "end": span["end"] + shift} for span in spans]


def parse_of(parse_data: dict[str, Any], shift: int = 0) -> dict[str, Any]:
    """`shift` moves the offsets back to the text as it was written."""
    text = parse_data.get("text") or ""
    entities = [
        {
            "entity": entity["entity"],
            "value": entity["value"],
            "start": entity["start"] + shift,
            "end": entity["end"] + shift,
            "text": text[entity["start"] : entity["end"]],
        }
        for entity in parse_data.get("entities") or []
        if entity.get("start") is not None
    ]
    mood = parse_data.get("mood")
    return {
        "intent": guess(parse_data.get("intent") or {}),
        "ranking": [guess(raw) for raw in parse_data.get("intent_ranking") or []],
        "lane": parse_data.get("lane"),
        "lane_confidence": parse_data.get("lane_confidence", 0.0),
        "scope": parse_data.get("scope"),
        "entities": entities,
        "articles": parse_data.get("articles") or [],
        "answerable": bool(parse_data.get("answerable")),
        "mood": {**mood, "words": moved(mood["words"], shift)} if mood else None,
        "requests": moved(parse_data.get("requests") or [], shift),
        "masked": parse_data.get("masked"),
        "personal": moved(parse_data.get("personal") or [], shift),
        "language": parse_data.get("language"),
    }
