"""The names of what the company sells, read from the catalogue's YAML at training.

A name that means two things is an error here as it is in `./careline knowledge import`, with the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

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
    kind: str = "product"  # or "option", of which `product` is the usual name ("cream" for "ivory")


def read_catalogue(file: Path = CATALOGUE) -> dict[str, Any]:
    try:
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except Exception as error:  # ruamel's own errors share no useful base class
        raise CatalogueError(f"{file}: {error}") from error
    if not isinstance(content, dict):
        raise CatalogueError(f"{file}: a mapping with `products` is expected")
    if any(clashes(content)):
        # Only now, since reading with lines takes five times as long.
        with_lines = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
        raise CatalogueError("\n".join(told(file, clash) for clash in clashes(with_lines)))
    return content


class Clash(NamedTuple):
    words: str
    field: str
    entry: Any
    first: Any  # who has the name already


def clashes(catalogue: dict[str, Any]) -> Iterator[Clash]:
    """Names and aliases that stand for two products or plans, or for two flavours."""
    flavours = catalogue.get("flavours") or {}
    for entries in ([*(catalogue.get("products") or []), *(catalogue.get("plans") or [])], list(flavours.values())):
        seen: dict[tuple[str, ...], Any] = {}
        for entry in entries:
            for field in ("name", "aliases"):
                said = entry.get(field) or []
                for words in [said] if isinstance(said, str) else said:
                    if (first := seen.setdefault(comparable(str(words)), entry)) is not entry:
                        yield Clash(str(words), field, entry, first)


def comparable(words: str) -> tuple[str, ...]:
    """Without case, hyphens and the plural of the last word."""
    parts = words.casefold().replace("-", " ").split()
    if parts and len(parts[-1]) > 3 and parts[-1].endswith("s") and not parts[-1].endswith(("ss", "us", "is")):
        parts[-1] = parts[-1][:-1]
    return tuple(parts)


def told(file: Path, clash: Clash) -> str:
    line, taken = clash.entry.lc.key(clash.field)[0] + 1, clash.first.lc.line + 1
    who = clash.first.get("id") or clash.first.get("name")
    return f'{file}:{line}: {clash.field}: "{clash.words}" also means {who} (line {taken}).'


def names_of(catalogue: dict[str, Any]) -> list[Name]:
    """Names and aliases of products and plans, flavour with form ("hazelnut capsules"), then options.

    What is written as a name stands before what is put together, and that before an option.
    """
    forms = catalogue.get("forms") or {}
    flavours = catalogue.get("flavours") or {}
    found: dict[str, Name] = {}

    def add(words: object, product: str, weak: bool = False, kind: str = "product") -> None:
        key = " ".join(str(words).lower().split())
        if key and (key not in found or found[key].weak > weak):
            found[key] = Name(key, product, weak, kind)

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
    for entry in entries:
        for option in entry.get("options") or []:
            for words in [option["name"], *(option.get("aliases") or [])]:
                add(words, str(option["name"]).lower(), kind="option")
    return sorted(found.values(), key=lambda name: name.words)


def machines_of(catalogue: dict[str, Any]) -> list[str]:
    return [str(entry["id"]) for entry in catalogue.get("products") or [] if entry.get("form") == "machine"]
