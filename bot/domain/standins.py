"""Made-up values that stand in examples where a customer's own were: they teach the same and belong to nobody."""

import re
from collections.abc import Collection, Iterable

MASK = re.compile(r"\[([A-Z]+)(?: (\d+))?\]")

STANDINS: dict[str, tuple[str, ...]] = {
    "NAME": ("Robin Baker", "Kim Fisher", "Alex Miller"),
    "EMAIL": ("robin@example.com", "kim@example.com", "alex@example.com"),
    "PHONE": ("020 7946 0123", "020 7946 0456", "020 7946 0789"),
    "ADDRESS": ("12 Mill Lane", "3 Station Road", "45 Park Street"),
    "POSTCODE": ("10115", "80331", "50667"),
    "ORDER": ("BL-90001", "BL-90002", "BL-90003"),
    "SERIAL": ("D-2101-0001", "O-2101-0002", "P-2101-0003"),
    "IBAN": ("GB29 NWBK 6016 1331 9268 19", "DE89 3704 0044 0532 0130 00", "FR14 2004 1010 0505 0001 3M02 606"),
    "CARD": ("4111 1111 1111 1111", "5500 0055 5555 5559", "4012 8888 8888 1881"),
}
"""By the labels of `engine.personal`. Numbers that are reserved for examples, and values that fit none of ours."""

_ALL = frozenset(value.casefold() for values in STANDINS.values() for value in values)
_WORDS = frozenset(word for name in STANDINS["NAME"] for word in name.casefold().split())


def filled(masked: str) -> str:
    """`my name is [NAME]` with somebody who does not exist. What has no stand-in stays, and blocks the save."""

    def standin(mask: re.Match[str]) -> str:
        values = STANDINS.get(mask[1], ())
        return values[(int(mask[2] or 1) - 1) % len(values)] if values else mask[0]

    return MASK.sub(standin, masked)


def foreign(text: str, places: Iterable[tuple[int, int]], taught: Collection[str]) -> list[tuple[int, int]]:
    """The places of personal data that are neither stand-ins nor already in the examples."""
    whole = "\n".join(taught).casefold()
    return [(start, end) for start, end in places if not _known(text[start:end].casefold(), whole)]


def _known(value: str, taught: str) -> bool:
    if value in _ALL or value in _WORDS:
        return True
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", taught) is not None
