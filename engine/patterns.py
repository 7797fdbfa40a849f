"""What has a fixed form: order and serial numbers, error codes, e-mail, phone, postcode, amounts and dates.

Each finder yields spans with a normalised value. Where two overlap, `EntityFinder` keeps the one whose kind stands
first in KINDS.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    entity: str
    value: str
    start: int
    end: int


KINDS = (
    "email", "order_number", "serial_number", "error_code", "amount", "product", "date", "phone", "postcode", "person",
)  # fmt: skip

DASH = r"[\s\-\u2010-\u2015_.:#]*"
ORDER = re.compile(rf"(?<![\w-])#?\s?BL{DASH}(\d{{5}})(?![\w])|(?<![\w#])#\s?(\d{{5}})(?![\w-])", re.IGNORECASE)
ORDER_NAMED = re.compile(
    r"\b(?:order|ordernumber|bestellung|parcel|package|delivery)\b(?:\s*(?:number|no|nr|num|id|ref|reference|is|was|:|=|\.|#|my|the|for|with|it's|its))*"
    r"\s*(\d{5})(?![\w-])",
    re.IGNORECASE,
)
SERIAL = re.compile(r"(?<![\w-])([ODP])[\s-]?(\d{4})[\s\-\u2010-\u2015]?(\d{4})(?![\w-])", re.IGNORECASE)
ERROR = re.compile(
    r"(?<![\w-])(?:E[\s-]?0?([1-9])|(?:error|err|code|fault|message)(?:\s+(?:code|number|no|message))?[\s:#]+(?:E[\s-]?)?0?([1-9]))(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"[A-Z0-9][A-Z0-9._%+'-]*@[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?(?:\.[A-Z0-9-]+)*\.[A-Z]{2,}", re.IGNORECASE
)
AMOUNT = re.compile(
    r"(?<![\w.,])(?:(?P<before>[€$£]|\beur\b|\beuros?\b)\s?(?P<a>\d{1,6}(?:[.,]\d{1,2})?)"
    r"|(?P<b>\d{1,6}(?:[.,]\d{1,2})?)\s?(?P<after>[€$£]|eur\b|euros?\b|bucks\b))",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w.,-])(?:\+|00)?\(?\d[\d\s()/.\-]{6,20}\d(?![\w-])")
POSTCODE = re.compile(r"(?<![\w#.,€-])(\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?![\w-])", re.IGNORECASE)
# Words that look like the two letters behind a Dutch postcode ("1000 is", "2023 my").
NOT_LETTERS = re.compile(
    r"\d{4} ?(?:is|in|my|at|on|to|of|or|so|we|it|as|by|if|he|me|no|ml|up|us|do|be|am|pm|an|go|hi)$", re.IGNORECASE
)
POSTCODE_NAMED = re.compile(
    r"\b(?:post\s?-?code|postal code|zip(?:\s?-?code)?|plz|post code)\b(?:\s*(?:is|was|:|=|for|it's|the|my))*\s*(\d{4,5})(?![\w-])",  # noqa: E501
    re.IGNORECASE,
)
BARE_DIGITS = re.compile(
    r"(?<![\w#.,€$£+-])(\d{4,5})(?![\w€$£%-]|[.,]\d|\s?(?:€|eur|watt|w\b|ml|cups?|pods?|times|people|hz|v\b))",
    re.IGNORECASE,
)
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"  # noqa: E501
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DATE = re.compile(
    rf"(?<!\w)(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? {MONTH}(?: \d{{4}})?"  # noqa: E501
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|(?:(?:next|this|last|on|by|until|since) )?{DAY}(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:the )?day (?:after tomorrow|before yesterday)|tomorrow(?: (?:morning|afternoon|evening))?|yesterday|today|tonight"  # noqa: E501
    rf"|(?:next|this|last) (?:week(?:end)?|month|year)"
    rf"|(?:\d+|one|two|three|four|five|six|a few|couple of) (?:days?|weeks?|months?|years?) ago)(?!\w)",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"\b(?:my name is|my name's|i am called|this is|name:)\s+((?-i:[A-Z])[\w'-]+(?:\s+(?-i:[A-Z])[\w'-]+){0,2})",
    re.IGNORECASE,
)


def order_numbers(text: str) -> Iterator[Span]:
    for found in ORDER.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        yield Span("order_number", f"BL-{found.group(1) or found.group(2)}", start, found.end())
    for found in ORDER_NAMED.finditer(text):
        yield Span("order_number", f"BL-{found.group(1)}", found.start(1), found.end(1))


def serial_numbers(text: str) -> Iterator[Span]:
    for found in SERIAL.finditer(text):
        letter, first, second = found.groups()
        yield Span("serial_number", f"{letter.upper()}{first}-{second}", found.start(), found.end())


def error_codes(text: str) -> Iterator[Span]:
    for found in ERROR.finditer(text):
        yield Span("error_code", f"E{found.group(1) or found.group(2)}", found.start(), found.end())


def emails(text: str) -> Iterator[Span]:
    for found in EMAIL.finditer(text):
        yield Span("email", found.group().lower(), found.start(), found.end())


CURRENCY = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "bucks": "USD", "£": "GBP"}


def amounts(text: str) -> Iterator[Span]:
    for found in AMOUNT.finditer(text):
        number = (found["a"] or found["b"]).replace(",", ".")
        currency = CURRENCY[(found["before"] or found["after"]).lower()]
        yield Span("amount", f"{float(number):.2f} {currency}", found.start(), found.end())


def phones(text: str) -> Iterator[Span]:
    for found in PHONE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if 7 <= len(digits) <= 15:
            plus = "+" if found.group().startswith(("+", "00")) else ""
            yield Span("phone", plus + (digits[2:] if found.group().startswith("00") else digits), *found.span())


def postcodes(text: str) -> Iterator[Span]:
    for found in POSTCODE.finditer(text):
        if not NOT_LETTERS.match(found.group()):
            yield Span("postcode", re.sub(r"^(\d{4})([A-Z])", r"\1 \2", found.group().upper()), *found.span())
    for found in POSTCODE_NAMED.finditer(text):
        yield Span("postcode", found.group(1), found.start(1), found.end(1))
    for found in BARE_DIGITS.finditer(text):
        # Five digits stand for a postcode anywhere; four (Vienna, Brussels) also mean years and counts, so only in a
        # message of few words. "10482" alone may as well be an order: then both are reported (see EntityFinder).
        if len(found.group(1)) == 5 or len(text.split()) <= 5:
            yield Span("postcode", found.group(1), *found.span())


def dates(text: str) -> Iterator[Span]:
    for found in DATE.finditer(text):
        yield Span("date", " ".join(found.group().lower().split()), *found.span())


def persons(text: str) -> Iterator[Span]:
    for found in PERSON.finditer(text):
        yield Span("person", found.group(1), found.start(1), found.end(1))


FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    emails, order_numbers, serial_numbers, error_codes, amounts, dates, phones, postcodes, persons,
)  # fmt: skip


def find_all(text: str) -> Iterator[Span]:
    for finder in FINDERS:
        yield from finder(text)
