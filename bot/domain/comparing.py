"""Products side by side: the facts in which they differ, and which of them has more or less of something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from bot.domain.facts import Fact, fact
from bot.domain.knowledge import Knowledge
from bot.domain.naming import short_name
from bot.domain.products import FactKind, Product
from bot.domain.words import phrase, places

MOST_ROWS = 9
LONGEST = 36
"""Letters of a cell: more than this reads badly in a column of a phone."""
NUMBERS = re.compile(r"\d+(?:\.\d+)?(?: x \d+(?:\.\d+)?)*")
LEVELS = {"none": 0, "low": 1, "normal": 2, "high": 3}
UNKNOWN = "–"


def differences(products: Sequence[Product], knowledge: Knowledge, keys: Sequence[str]) -> list[list[str]]:
    """A row per fact (label first, then a cell per product) where they differ and every cell is short."""
    rows = []
    for key in keys:
        known = [fact(product, key, knowledge) for product in products]
        first = next((one for one in known if one), None)
        cells = [one.short if one else UNKNOWN for one in known]
        if first and len(set(cells)) > 1 and max(map(len, cells)) <= LONGEST:
            rows.append([first.label, *cells])
    return rows[:MOST_ROWS]


def table(products: Sequence[Product], knowledge: Knowledge, rows: Sequence[Sequence[str]]) -> str:
    """Markdown whose columns also stand below each other where it is shown as it is."""
    lines = [["", *(short_name(product, knowledge) for product in products)], *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(products) + 1)]
    written = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    ]
    ruler = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([written[0], ruler, *written[1:]])


@dataclass(frozen=True)
class Comparative:
    """ "quieter": less noise."""

    kind: FactKind
    more: bool


def comparative(text: str, knowledge: Knowledge) -> Comparative | None:
    """The longest one in the text: "bigger tank" is not "bigger"."""
    words = phrase(text)
    found = [
        (len(phrase(one)), Comparative(kind, more))
        for kind in knowledge.fact_kinds
        for more, ways in ((True, kind.more), (False, kind.less))
        for one in ways
        if places(phrase(one), words)
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def rank(wanted: Comparative, products: Sequence[Product], knowledge: Knowledge) -> list[list[Fact]]:
    """Best first, equals together; nothing where the fact of one is unknown or no number."""
    measured = []
    for product in products:
        known, size = fact(product, wanted.kind.key, knowledge), _size(product, wanted.kind.key, knowledge)
        if known is None or size is None:
            return []
        measured.append((size, known))
    sizes = sorted({size for size, _ in measured}, reverse=wanted.more)
    return [[known for size, known in measured if size == one] for one in sizes]


def _size(product: Product, key: str, knowledge: Knowledge) -> Decimal | None:
    match key:
        case "price":
            return product.price
        case "caffeine":
            return Decimal(LEVELS[product.caffeine]) if product.caffeine else None
    known = fact(product, key, knowledge)
    if known is None or not NUMBERS.fullmatch(known.value):
        return None
    return prod((Decimal(number) for number in known.value.split(" x ")), start=Decimal(1))
