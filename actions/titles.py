"""What intents and choices are called on buttons, from data/texts/titles.yml."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from actions.said import Button
from bot.domain.products import Product
from bot.settings import ROOT

FILE = ROOT / "data" / "texts" / "titles.yml"


@cache
def _titles() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return loaded


def intents() -> dict[str, str]:
    return dict(_titles()["intents"])


def overview() -> list[str]:
    return list(_titles()["overview"])


def comparison() -> list[str]:
    return list(_titles()["comparison"])


def about(products: Sequence[Product]) -> list[Button]:
    """One button each, to hear more."""
    return [{"title": product.name, "payload": tap(product)} for product in products]


def tap(product: Product) -> str:
    """What a tap on a product asks for."""
    return f'/support_ask_product{{"product": "{product.id}"}}'


def choice(name: str, payload: str) -> Button:
    return {"title": _titles()["choices"][name], "payload": payload}


def months(number: int) -> str:
    """ "One month", "3 months"."""
    words = _titles()["months"]
    return str(words["one"] if number == 1 else words["other"].format(number=number))


def yes_no() -> list[Button]:
    return [choice("yes", "/chat_affirm"), choice("no", "/chat_deny")]
