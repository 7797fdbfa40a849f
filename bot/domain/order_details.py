"""Order number, e-mail and postcode, read from what a customer types when asked for them."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|\d{4}\s?[A-Z]{2}|\d{4,5})\b", re.IGNORECASE)
SAYS_NUMBER = re.compile(r"(?:\b(?:order|number|no|nr)|#)\W*(?:is\W*)?$", re.IGNORECASE)
CORRECTS = re.compile(r"\b(?:wait|actually|sorry|i mean|meant|correction|no|nope|oops|wrong)\b", re.IGNORECASE)
SAYS_POSTCODE = re.compile(r"\b(?:post\s?code|postal(?: code)?|zip(?: code)?|plz)\b[\w\s]{0,12}?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class NumberStyle:
    """How the company writes its order numbers, known from one example such as BL-10482."""

    example: str

    @cached_property
    def prefix(self) -> str:
        return re.match(r"\D*", self.example).group()  # type: ignore[union-attr]  # matches the empty string, too

    @property
    def digits(self) -> int:
        return len(self.example) - len(self.prefix)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        letters = re.escape(self.prefix.strip("-_./# "))
        return re.compile(rf"\b{letters}[\s\-_.#:]*(\d{{{self.digits}}})\b", re.IGNORECASE)

    def write(self, digits: str) -> str:
        return f"{self.prefix}{digits}"


@dataclass(frozen=True)
class OrderDetails:
    number: str | None = None
    email: str | None = None
    postcode: str | None = None

    @property
    def complete(self) -> bool:
        return bool(self.number and self.proof)

    @property
    def proof(self) -> str | None:
        """The second fact, next to the number, that shows whose order it is."""
        return self.email or self.postcode

    @property
    def empty(self) -> bool:
        return not (self.number or self.proof)

    def updated(self, newer: "OrderDetails") -> "OrderDetails":
        """What was said last counts; a new second fact replaces the other kind, too."""
        if newer.proof:
            return OrderDetails(newer.number or self.number, newer.email, newer.postcode)
        return replace(self, number=newer.number or self.number)


def read_details(text: str, style: NumberStyle, known: OrderDetails = OrderDetails()) -> OrderDetails:
    """Bare digits may be a number or a postcode: the words before them decide, else what is still missing."""
    number = _last(style.pattern, text)
    email = _last(EMAIL, text, group=0)
    # A word stays in its place: in "order BL-10482 10115" the last digits do not follow "order".
    rest = EMAIL.sub(" ", style.pattern.sub(" it ", text))
    postcode = None
    for match in POSTCODE.finditer(rest):
        value, before = match.group(1).upper(), rest[: match.start()]
        if value.isdigit() and not SAYS_POSTCODE.search(before):
            numbered = number or (known.number if known.proof or not CORRECTS.search(before) else None)
            if len(value) == style.digits and (SAYS_NUMBER.search(before) or not numbered):
                number = value
                continue
            if not numbered:
                continue  # a year, an amount: nobody gives a postcode first without saying so
        postcode = value
    return OrderDetails(style.write(number) if number else None, email.lower() if email else None, postcode)


def _last(pattern: re.Pattern[str], text: str, group: int = 1) -> str | None:
    return next((match.group(group) for match in reversed(list(pattern.finditer(text)))), None)
