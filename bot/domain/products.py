"""What the company sells: products with their options, flavours and facts, and plans."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# Where the pages of products stand.
DATA_SHEETS = "/products"


class State(StrEnum):
    IN_STOCK = "in_stock"
    OUT_UNTIL = "out_until"
    DISCONTINUED = "discontinued"
    NEVER_MADE = "never_made"


@dataclass(frozen=True)
class Availability:
    """`reason` is a sentence for customers; `replaced_by` are the company's own suggestions, best first."""

    state: State = State.IN_STOCK
    reason: str | None = None
    until: date | None = None
    since: date | None = None
    replaced_by: tuple[str, ...] = ()

    @property
    def in_stock(self) -> bool:
        return self.state is State.IN_STOCK

    def overdue(self, today: date) -> bool:
        """The promised day has passed and nobody has said more: do not promise it again."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Form:
    id: str
    name: str
    plural: str
    words: tuple[str, ...]
    counted: bool  # "the hazelnut pods contain", but "the hazelnut syrup contains"


@dataclass(frozen=True)
class Taste:
    id: str
    near: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Flavour:
    id: str
    name: str
    aliases: tuple[str, ...]
    tastes: tuple[str, ...]
    caffeine: str | None = None  # who asks for decaf wants none


@dataclass(frozen=True)
class FactKind:
    """`says` continues a sentence that begins with the product's name; `plural` does so for "the pods".

    `more` and `less` are the words that compare by it: "louder" and "quieter" by the noise.
    """

    key: str
    label: str
    unit: str | None
    asks: tuple[str, ...]
    says: str
    plural: str
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactValue:
    """`short` fits into a table. `missing`: the product has no such thing, and the value says what it has instead."""

    key: str
    value: str
    short: str | None = None
    missing: bool = False


@dataclass(frozen=True)
class Option:
    kind: str
    name: str
    aliases: tuple[str, ...]
    availability: Availability


@dataclass(frozen=True)
class Product:
    """`title` is how sentences call it; `tastes` already contain what the flavour gives."""

    id: str
    name: str
    title: str
    form: str
    plural: bool
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    flavour: str | None
    tastes: tuple[str, ...]
    roast: str | None
    caffeine: str | None
    milk: str | None
    fits: tuple[str, ...]
    price: Decimal | None
    pack: str | None
    allergens: tuple[str, ...] | None  # None: nobody has said; (): none at all
    popular: int | None
    facts: tuple[FactValue, ...]
    options: tuple[Option, ...]
    availability: Availability

    @property
    def in_stock(self) -> bool:
        return self.availability.in_stock

    @property
    def url(self) -> str:
        return f"{DATA_SHEETS}/{self.id}"


@dataclass(frozen=True)
class Plan:
    id: str
    name: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    price: Decimal
    per: str
    includes: tuple[str, ...]
    for_whom: str
    notice: str
    least_months: int  # it runs so long at least
    pause_months: int  # the longest pause; 0: none
