"""What a customer wants to have added: which products, how many of each."""

from dataclasses import dataclass
from itertools import groupby

from bot.domain.catalogue import find_products
from bot.domain.knowledge import Knowledge
from bot.domain.products import Product
from bot.domain.words import phrase

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "another": 1, "single": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "dozen": 12,
}  # fmt: skip
MOST = 50


@dataclass(frozen=True)
class Addition:
    """Several products where the words fit several: the customer has to choose one."""

    products: tuple[Product, ...]
    quantity: int


def read_additions(text: str, knowledge: Knowledge) -> tuple[Addition, ...]:
    words = phrase(text)
    found, before = [], 0
    for (start, end), matches in groupby(find_products(text, knowledge), key=lambda match: (match.start, match.end)):
        products = tuple(match.product for match in matches)
        found.append(Addition(products, _count(words[before:start])))
        before = end
    return tuple(found)


def read_count(text: str) -> int | None:
    """ "three", "2 boxes please": a number on its own."""
    counts = [count for word in phrase(text) if (count := _number(word))]
    return counts[0] if len(counts) == 1 and len(phrase(text)) <= 4 else None


def _count(words: tuple[str, ...]) -> int:
    return next((count for word in reversed(words) if (count := _number(word))), 1)


def _number(word: str) -> int | None:
    digits = word.removesuffix("x")
    if digits.isdigit() and 0 < int(digits) <= MOST:
        return int(digits)
    return NUMBERS.get(word)
