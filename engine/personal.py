"""Everything in a message that belongs to a person: names, ways to reach and to charge them, numbers of theirs.

`Personal.find` says where; engine/privacy.py masks. Where two overlap, the type that stands first in TYPES wins.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from stdnum import iban, luhn

from engine.addresses import Addresses, codes_with_towns
from engine.names import Names
from engine.patterns import (
    POSTCODE_NAMED,
    POSTCODE_WORDS,
    Span,
    amounts,
    emails,
    error_codes,
    order_numbers,
    phones,
    postcodes,
    serial_numbers,
)
from engine.times import CLOCK, DATE
from engine.words import Words

TYPES = ("email", "iban", "card", "order", "serial", "address", "phone", "postcode", "name")
WITHOUT_DIGITS = {"email", "phone", "name", "address", "postcode"}
MASK = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in TYPES)})(?: \d+)?\]")

IBAN = re.compile(
    r"(?:(?<![^\W_])|(?<=iban))[A-Z]\s?[A-Z][\s./_-]{0,2}\d\s?\d(?:[\s.,/|:_·–-]{0,3}[A-Z0-9]){11,30}", re.IGNORECASE
)
# Characters of an IBAN; only to recognise one with a wrong check digit.
LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI":
    18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK":
    24, "TR": 26, "UA": 29,
}  # fmt: skip
IBAN_NAMED = re.compile(
    r"\biban\b(?:\s?\(?(?:is|number|no|nr|de|at|nl|be|lu|gb)\b\)?)?[\s:=.-]*"
    r"((?:[A-Z]{2}\s?)?\d{2}(?:[\s./-]{0,2}\d){8,24})(?!\w)",
    re.IGNORECASE,
)
ACCOUNT = re.compile(r"\b(?:iban|account|bank|konto|refund|transfer|rekening)\b", re.IGNORECASE)
CARD = re.compile(r"(?<![\w.,])\d(?:[\s.-]{0,2}\d){12,18}(?![\w])")
CARD_CUE = re.compile(r"\b(?:card|visa|mastercard|amex|maestro|kreditkarte|creditcard)\b", re.IGNORECASE)
ORDER_LOOSE = re.compile(
    r"\b(?:order|ordre|bestellung|bestelling|parcel|invoice|booking|commande)(?:\s?(?:number|no|nr|num|id|ref|reference|nummer))?\s?[.:#]{0,2}\s?(?:is|was|:)?\s?#?"
    r"((?:[A-Z]{1,3}[\s-]?)?\d(?:[\s.-]?\d){3,9})(?![\w]|\s(?:pods|boxes|cups|capsules|packs|of|x|eur|euros)\b)",
    re.IGNORECASE,
)
SERIAL_LOOSE = re.compile(
    r"\b(?:serial|s/n|sn|seriennummer|serienummer)(?:\s?(?:number|no|nr|num|code))?\s?[.:#]{0,2}\s?(?:is|was|:|=|says|reads)?\s?"
    r"((?=[A-Z\d\s–-]{0,6}\d)[A-Z]?[\s–-]?\d(?:[\s–-]?\d|[A-Z]){4,11})(?![\w])",
    re.IGNORECASE,
)
POSTCODE_CUE = re.compile(rf"\b(?:{POSTCODE_WORDS})\b", re.IGNORECASE)
DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)"
)
ANY_CODE = re.compile(
    rf"(?<![\w€$£-])(?:\d(?:[ -]?\d){{3,4}}|[A-Z]\s?[A-Z]?\s?\d\s?[A-Z\d]?\s?[ -]?\d\s?[A-Z]\s?[A-Z]"
    rf"|\d(?:\s?\d){{3}}\s?[A-Z]\s?[A-Z]"
    rf"|[A-Z]{{1,2}}\d{{1,2}}|(?=[OIl]{{0,4}}\d)[\dOIl]{{4,5}}|{DIGIT}(?:[ ,-]+{DIGIT}){{3,}})(?![\w€%])",
    re.IGNORECASE,
)
LIVES_IN = re.compile(
    r"\b(?:(?:live|living|lives|based|located|i['’]?m|i\sam|we['’]?re|we\sare|moved|deliver|delivery|ship|shipping|sent|post|cost|costs"
    r"|come|comes|coming|anyone|someone|visit|technician|technicians)\s(?:in|to|at|from|near|for|around)|cover|covered|serve)\s((?:[ABDFL]-?)?\d{4,5}|\d{3}\s\d{2}|(?:[A-Z]{2}\d{1,2}|[A-Z]\d{2})[A-Z]?)"
    r"(?![\w€$%.,]\d|\w|\s(?:times|pods|cups|boxes|people|euros?|eur)\b)",
    re.IGNORECASE,
)
# An order and its postcode are asked for together: "BL-20443 and 8020".
BESIDE_ORDER = re.compile(
    r"(?<![\w#.,€$£+-])(?!19[89]\d|20[0-3]\d)\d{4}(?![\w€$£%-]|[.,]\d|\s(?:pods|cups|boxes|capsules|packs|times|euros?|eur|days|ml|g|kg)\b)"
)
PHONE_CUE = re.compile(
    r"\b(?:phone|tel|telephone|telefon|mobile|cell|mob|handy|call|ring|text|whatsapp|reach)\b\W{0,3}(?:me|us|number|no|nr|is|on|at|under|:|\W){0,6}$",
    re.I,
)
SHORT_PHONE = re.compile(r"(?<![\w.,-])\d(?:[\s/.-]?\d){4,6}(?!\w)")
DIGIT_WORD = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple)"
SPOKEN = re.compile(rf"(?<!\w)(?:plus\s)?{DIGIT_WORD}(?:[\s,.-]{{1,2}}{DIGIT_WORD}){{5,}}(?!\w)", re.IGNORECASE)
TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:(?:mr|mrs|ms|mx|mme|dr|prof|herrn?|hr|frau|fr|sig(?:\.ra)?|mevr?|dhr|sra?|mag|ing|dipl-ing)\.?|miss|señora?|signora?"
    r"|monsieur|madame|mademoiselle|meneer|mevrouw|professor|doctor|familie|family)\s(?:dr\.?\s)?\Z",
    re.IGNORECASE,
)
NO_DAY = re.compile(r"(?:3[2-9]|[4-9]\d)/")  # "77/2/14": house, stairs and door
VERSION = re.compile(r"(?<![\w.])[1-9]?\d{0,2}(?:\.\d{1,3}){2,3}(?![\w.])")


def ibans(text: str) -> Iterator[Span]:
    for found in IBAN.finditer(text):
        places = [found.start() + at for at, letter in enumerate(found.group()) if letter.isalnum()]
        for length in range(min(34, len(places)), 14, -1):
            compact = "".join(text[place] for place in places[:length]).upper()
            if compact.isascii() and iban.is_valid(compact, check_country=False):
                yield Span("iban", compact, found.start(), places[length - 1] + 1)
                break
        else:  # a slip of the pen leaves it somebody's
            compact = "".join(text[place] for place in places).upper()
            length = LENGTHS.get(compact[:2], 99)
            tight = (found.group()[2].isdigit() and found.group()[:2] != "is") or "iban" in text.lower()
            if len(places) < length <= len(places) + 2 and ACCOUNT.search(text):  # a digit was forgotten
                length = len(places)
            if tight and length <= len(places) and sum(letter.isdigit() for letter in compact[:length]) * 2 > length:
                yield Span("iban", compact[:length], found.start(), places[length - 1] + 1)
    for found in IBAN_NAMED.finditer(text):
        yield Span("iban", "".join(found.group(1).split()).upper(), *found.span(1))


def cards(text: str) -> Iterator[Span]:
    """Thirteen to nineteen digits that pass Luhn's check; with a slip, only where a card is spoken of."""
    for found in CARD.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if luhn.is_valid(digits) or (len(digits) in {15, 16} and CARD_CUE.search(text)):
            yield Span("card", digits, *found.span())


def orders(text: str) -> Iterator[Span]:
    for span in order_numbers(text):
        yield span._replace(entity="order")
    for found in ORDER_LOOSE.finditer(text):
        yield Span("order", re.sub(r"\W", "", found.group(1)).upper(), *found.span(1))


def serials(text: str) -> Iterator[Span]:
    for span in serial_numbers(text):
        yield span._replace(entity="serial")
    for found in SERIAL_LOOSE.finditer(text):
        yield Span("serial", re.sub(r"\W", "", found.group(1)).upper(), *found.span(1))


def all_phones(text: str) -> Iterator[Span]:
    yield from phones(text)
    for found in SPOKEN.finditer(text):
        yield Span("phone", " ".join(found.group().lower().split()), *found.span())
    for found in SHORT_PHONE.finditer(text):
        if PHONE_CUE.search(text[max(0, found.start() - 40) : found.start()]):
            yield Span("phone", re.sub(r"\D", "", found.group()), *found.span())


def numbers(text: str) -> Iterator[Span]:
    """What is made of digits and no phone, postcode or address: protected from being one."""
    for pattern in (DATE, CLOCK, VERSION):
        for found in pattern.finditer(text):
            if not NO_DAY.match(found.group()):
                yield Span("number", "", *found.span())
    for span in (*amounts(text), *error_codes(text)):
        yield span._replace(entity="number")


class Personal:
    """Finds personal data with one set of word lists."""

    def __init__(self, words: Words) -> None:
        self.names = Names(words)
        self.addresses = Addresses(words)
        self.finders: dict[str, Callable[[str], Iterable[Span]]] = {
            "email": emails,
            "iban": ibans,
            "card": cards,
            "order": orders,
            "serial": serials,
            "address": self.addresses.find,
            "phone": all_phones,
            "postcode": self.postcodes,
            "name": self.titled,
        }

    def titled(self, text: str) -> Iterator[Span]:
        """With the title before it, which tells of a person too: "mrs lindqvist"."""
        for span in self.names.find(text):
            title = TITLE_BEFORE.search(text, 0, span.start)
            yield span._replace(start=title.start()) if title else span

    def postcodes(self, text: str) -> Iterator[Span]:
        """Four digits alone are one only where something says so, or hardly anything else is said."""
        named = {found.start(1) for found in POSTCODE_NAMED.finditer(text)}
        short = len(text.split()) <= 3 or POSTCODE_CUE.search(text) is not None
        codes = [
            span for span in postcodes(text)
            if short or span.start in named or span.end - span.start != 4 or not text[span.start : span.end].isdigit()
        ]  # fmt: skip
        if POSTCODE_CUE.search(text):
            codes += [Span("postcode", found.group(), *found.span()) for found in ANY_CODE.finditer(text)]
        codes += [Span("postcode", found.group(1), *found.span(1)) for found in LIVES_IN.finditer(text)]
        if any(orders(text)):
            codes += [Span("postcode", found.group(), *found.span()) for found in BESIDE_ORDER.finditer(text)]
        return codes_with_towns(text, codes, self.addresses)

    def find(self, text: str) -> list[Span]:
        """In the order of the text, without overlaps; masks that stand in it already are left alone."""
        taken = [Span("mask", "", *found.span()) for found in MASK.finditer(text)] if "[" in text else []
        spans: list[Span] = []
        has_digits = any(letter.isdigit() for letter in text)
        for kind in TYPES:
            if not has_digits and kind not in WITHOUT_DIGITS:
                continue
            if kind == "address":  # what comes before it is surer than any date or amount
                taken += self.free(numbers(text), len(text), [*taken, *spans])
            spans += self.free(self.finders[kind](text), len(text), [*taken, *spans])
        return sorted(spans, key=lambda span: span.start)

    @staticmethod
    def free(found: Iterable[Span], length: int, taken: list[Span]) -> list[Span]:
        """Those that overlap neither `taken` nor a longer one of their own."""
        used = bytearray(length)
        for span in taken:
            used[span.start : span.end] = b"\1" * (span.end - span.start)
        kept = []
        for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
            if 1 not in used[span.start : span.end]:
                used[span.start : span.end] = b"\1" * (span.end - span.start)
                kept.append(span)
        return kept
