"""The gateway's own sentences, from the `gateway:` sections of `data/texts/`: English, and what else there is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import ROOT

FILE = ROOT / "data" / "texts" / "en.yml"


class TextsError(Exception):
    """A sentence that is missing: found at the start, not in front of a customer."""


@dataclass(frozen=True)
class Texts:
    """One language, with the others at hand."""

    sentences: Mapping[str, str]
    others: Mapping[str, "Texts"] = field(default_factory=dict)

    def __call__(self, key: str, **values: Any) -> str:
        return self.sentences[key].format(**values)

    def of(self, locale: str | None) -> "Texts":
        """In that language, else as they are."""
        return self.others.get(locale or "", self)

    def weekday(self, day: date) -> str:
        return self("weekdays").split()[day.weekday()]

    def day(self, day: date) -> str:
        return self("day", weekday=self.weekday(day), day=day.day, month=self("months").split()[day.month - 1])


def load(path: Path = FILE) -> Texts:
    """TextsError without English; what another language lacks is said in English."""
    english = _section(path)
    if english is None:
        raise TextsError(f"{path} has no section `gateway`.")
    others = {file.stem: _section(file) for file in path.parent.glob("*.yml") if file != path}
    return Texts(english, {name: Texts({**english, **said}) for name, said in others.items() if said is not None})


def _section(path: Path) -> dict[str, str] | None:
    section = (YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}).get("gateway")
    if not isinstance(section, dict):
        return None
    return {str(key): " ".join(str(text).split()) for key, text in section.items()}
