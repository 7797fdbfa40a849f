"""The words of the widget and of the help pages, from `data/texts/`: one catalogue per language."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.services.texts import FILE


@cache
def _sections(file: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}


@cache
def _widget_locales() -> frozenset[str]:
    files = [file for file in FILE.parent.glob("*.yml") if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", file.stem)]
    return frozenset(file.stem for file in files if "widget" in _sections(file))


def widget_texts(wanted: str) -> tuple[str, dict[str, Any]]:
    """The first of the wanted languages (`de-AT,en`) that there is a catalogue for, else English."""
    for locale in wanted.split(",")[:10]:
        for known in (locale.strip(), locale.strip().lower().partition("-")[0]):
            if known in _widget_locales():
                return known, _sections(FILE.with_name(f"{known}.yml"))["widget"]
    return FILE.stem, _sections(FILE)["widget"]


def help_text(key: str, **values: str) -> str:
    return str(_sections(FILE).get("help", {}).get(key, key)).format(**values)
