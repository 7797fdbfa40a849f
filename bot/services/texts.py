"""The gateway's own sentences, from the `gateway:` section of `data/texts/en.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import ROOT

FILE = ROOT / "data" / "texts" / "en.yml"


class TextsError(Exception):
    """A sentence that is missing: found at the start, not in front of a customer."""


@dataclass(frozen=True)
class Texts:
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        return self.sentences[key].format(**values)


def load(path: Path = FILE) -> Texts:
    section = (YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}).get("gateway")
    if not isinstance(section, dict):
        raise TextsError(f"{path} has no section `gateway`.")
    return Texts({str(key): " ".join(str(text).split()) for key, text in section.items()})
