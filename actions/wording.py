"""What domain.yml says about each response: its lane, whether it is promotional, and what it brings of a kind no.

The metadata stand at the first variant of a response and count for all of them.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from bot.domain.lanes import Lane
from bot.domain.refusal import Part
from bot.settings import ROOT

FILE = ROOT / "domain.yml"


@dataclass(frozen=True)
class Wording:
    lane: Lane
    promotional: bool
    parts: frozenset[Part]


def wording(response: str) -> Wording:
    """KeyError for a response that domain.yml does not have."""
    return _all()[response]


@cache
def _all() -> dict[str, Wording]:
    responses: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))["responses"]
    return {name: _read(name, variants[0].get("metadata")) for name, variants in responses.items()}


def _read(name: str, metadata: Any) -> Wording:
    match metadata:
        case {"lane": str(lane), "promotional": bool(promotional)}:
            return Wording(Lane(lane), promotional, frozenset(Part(part) for part in metadata.get("refusal", ())))
        case _:
            raise ValueError(f"{FILE.name}: {name} needs metadata at its first variant: {{lane: …, promotional: …}}")
