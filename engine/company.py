"""The company's own name, from data/knowledge/company.yml: in a message to the company it says nothing."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from engine.fingerprint import ROOT

COMPANY = ROOT / "data" / "knowledge" / "company.yml"


@cache
def company_words(file: Path = COMPANY) -> tuple[str, ...]:
    """In lower case, in order; none where there is no such file."""
    if not file.exists():
        return ()
    content = YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}
    return tuple(str(content.get("name") or "").casefold().split())
