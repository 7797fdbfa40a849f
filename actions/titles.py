"""What intents and choices are called on buttons, from data/texts/titles.yml."""

from functools import cache

from ruamel.yaml import YAML

from actions.turn import Button
from bot.settings import ROOT

FILE = ROOT / "data" / "texts" / "titles.yml"


@cache
def _titles() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return loaded


def intents() -> dict[str, str]:
    return _titles()["intents"]


def choice(name: str, payload: str) -> Button:
    return {"title": _titles()["choices"][name], "payload": payload}
