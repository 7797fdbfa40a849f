"""The demo company's files, read once; and copies of them to change."""

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from bot.domain.knowledge import Knowledge
from bot.domain.products import Product
from bot.services.knowledge import files_hash, put_in_force, read_files
from bot.settings import ROOT

FOLDER = ROOT / "data" / "knowledge"
IMPORTED_ON = date(2026, 11, 18)


@cache
def brewline() -> Knowledge:
    return read_files(FOLDER, IMPORTED_ON)


def stock(session: Session, _: object = None) -> None:
    """The demo company in force, as an import would put it, without reading its files again: `shop.do(stock)`."""
    put_in_force(session, _hash(), brewline())


@cache
def _hash() -> str:
    return files_hash(FOLDER)


def product(id: str) -> Product:
    found = brewline().product(id)
    assert found, id
    return found


def copy_to(folder: Path) -> Path:
    """A copy with a single article, so that reading it is quick."""
    copy = folder / "knowledge"
    copy.mkdir()
    for file in FOLDER.glob("*.yml"):
        shutil.copy(file, copy)
    (copy / "articles").mkdir()
    write_article(copy, "first-coffee", "Your first coffee")
    return copy


def write_article(folder: Path, id: str, title: str, front: str = "stage: learning\nproducts: [duo]") -> Path:
    path = folder / "articles" / f"{id}.md"
    path.write_text(
        f"---\ntitle: {title}\n{front}\n---\nFill the tank.\n\n## Then\nPress the button.\n", encoding="utf-8"
    )
    return path


def add_to_catalogue(folder: Path, entry: str) -> None:
    """Append to `products`, which stands before `plans`."""
    file = folder / "catalogue.yml"
    text = file.read_text(encoding="utf-8")
    assert "\nplans:\n" in text
    file.write_text(text.replace("\nplans:\n", f"\n{entry}\nplans:\n"), encoding="utf-8")


def replace_in(file: Path, old: str, new: str) -> int:
    """Change one place; gives its line."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def open_daily(folder: Path, period: str) -> None:
    """The company's own hours, the same on every day and no holiday."""
    file = folder / "company.yml"
    text, places, rest = file.read_text(encoding="utf-8").partition("\nplaces:")
    text = re.sub(r"^(  \w+day): \[.*\]$", rf'\1: ["{period}"]', text, flags=re.MULTILINE)
    text = re.sub(r"^  - \{date:.*\n?", "", text, flags=re.MULTILINE).replace("\nholidays:", "\nholidays: []")
    file.write_text(text + places + rest, encoding="utf-8")
