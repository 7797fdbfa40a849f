"""The words of the widget and of the help pages, from `data/texts/en.yml`."""

from functools import cache
from typing import Any

from ruamel.yaml import YAML

from bot.services.texts import FILE


@cache
def _section(name: str) -> dict[str, Any]:
    found = (YAML(typ="safe").load(FILE.read_text(encoding="utf-8")) or {}).get(name)
    return found if isinstance(found, dict) else {}


def widget_texts() -> dict[str, Any]:
    return _section("widget")


def help_text(key: str, **values: str) -> str:
    return str(_section("help").get(key, key)).format(**values)
