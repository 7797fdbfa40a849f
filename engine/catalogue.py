"""The names of what the company sells, read from the catalogue's YAML at training."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.fingerprint import ROOT

CATALOGUE = ROOT / "data" / "knowledge" / "catalogue.yml"


class CatalogueError(ValueError):
    """The catalogue cannot be used for understanding; the message says where and why."""


@dataclass(frozen=True)
class Name:
    """One way to call a product. A weak one ("one", "fresh") is an everyday word as well."""

    words: str
    product: str
    weak: bool = False


def read_catalogue(file: Path = CATALOGUE) -> dict[str, Any]:
    try:
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except Exception as error:  # ruamel's own errors share no useful base class
        raise CatalogueError(f"{file}: {error}") from error
    if not isinstance(content, dict):
        raise CatalogueError(f"{file}: a mapping with `products` is expected")
    return content


def names_of(catalogue: dict[str, Any]) -> list[Name]:
    """Names and aliases of products and plans, flavour with form ("hazelnut capsules"); the first taker keeps it."""
    forms = catalogue.get("forms") or {}
    flavours = catalogue.get("flavours") or {}
    found: dict[str, Name] = {}

    def add(words: object, product: str, weak: bool = False) -> None:
        key = " ".join(str(words).lower().split())
        if key and (key not in found or found[key].weak > weak):
            found[key] = Name(key, product, weak)

    entries = [*(catalogue.get("products") or []), *(catalogue.get("plans") or [])]
    for entry in entries:
        product = str(entry["id"])
        weak = {str(word).lower() for word in entry.get("weak_aliases") or []}
        for words in [entry.get("name"), entry.get("title"), *(entry.get("aliases") or []), product.replace("-", " ")]:
            if words and str(words).lower() not in weak:
                add(words, product)
        for words in weak:
            add(words, product, weak=True)
    for entry in entries:
        flavour = flavours.get(entry.get("flavour")) or {}
        if entry.get("flavour") == "plain" or not flavour:
            continue
        for flavour_word in [flavour.get("name"), *(flavour.get("aliases") or [])]:
            for form_word in (forms.get(entry.get("form")) or {}).get("words") or []:
                add(f"{flavour_word} {form_word}", str(entry["id"]))
    return sorted(found.values(), key=lambda name: name.words)


def machines_of(catalogue: dict[str, Any]) -> list[str]:
    return [str(entry["id"]) for entry in catalogue.get("products") or [] if entry.get("form") == "machine"]
