"""What has a fixed form: order and serial numbers, error codes and lights, e-mail, phone, postcode and amounts.

Each finder yields spans with a normalised value. Where two overlap, `EntityFinder` keeps the one whose kind stands
first in KINDS.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import phonenumbers

from engine.name_cues import words_in


class Span(NamedTuple):
    entity: str
    value: str
    start: int
    end: int


KINDS = (
    "email", "order_number", "serial_number", "error_code", "light", "amount", "product", "date", "phone", "postcode",
    "person", "option",
)  # fmt: skip

DASH = r"[\s\-\u2010-\u2015_.:#]*"
FIVE = r"\d(?:[ .\-]?\d){4}"
ORDER = re.compile(
    rf"(?<![\w-])#?\s?B\s?L{DASH}({FIVE})(?![\w])|(?<![\w#])#\s?(\d{{5}})(?![\w-])",
    re.IGNORECASE,
)
ORDER_NAMED = re.compile(
    r"\b(?:order|ordernumber|bestellung|parcel|package|delivery)\b"
    rf"(?:(?:\s*(?:number|no|nr|num|id|ref|reference|is|was|:|=|\.|#|my|the|for|with|it's|its))*\s*(\d{{5}})"
    rf"|\s*(?:number|no|nr|num)\.?\s*(?:is|was|:)?\s*({FIVE}))(?![\w-])",
    re.IGNORECASE,
)
SERIAL = re.compile(
    r"(?<![\w-])([ODP])[\s\-\u2010-\u2015]{0,2}(\d{2}\s?\d{2})[\s\-\u2010-\u2015]{0,3}(\d{2}\s?\d{2})(?![\w-])",
    re.IGNORECASE,
)
ERROR = re.compile(
    r"(?<![\w-])(?:E[\s-]?0?([1-9])"
    r"|(?:error|err|code|fault|message)(?:\s+(?:code|number|no|message))?[\s:#]+(?:E[\s-]?)?0?([1-9]))"
    r"(?![\w-]|[.,]\d|\s\d(?!am|pm)[A-Z]{2}(?!\w))",  # "E1 4UJ" is in London
    re.IGNORECASE,
)
LOCAL = r"[^\W_](?:[\w.%+'-]*\w)?"
LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
TOP = r"(?:com|org|net|info|eu|de|at|ch|nl|be|lu|fr|it|es|pt|uk|ie|dk|se|no|fi|pl|cz|tr|gr)"
EMAIL = re.compile(rf"(?<![\w.%+'@-]){LOCAL}\s?@\s?{LABEL}(?:[.,]{LABEL}|\s?\.\s?{TOP}\b)*", re.IGNORECASE)
# "anna dot berg at example dot com", "lena[at]example.com"
DOT = r"\s*(?:\.|[(\[{]\s*(?:dot|punkt|punto|\.)\s*[)\]}]|\s(?:dot|punkt|punto|point)\s)\s*"
JOIN = rf"(?:{DOT}|\s*[_-]\s*|\s(?:underscore|dash|hyphen|minus|plus)\s)"
EMAIL_SPELLED = re.compile(
    rf"(?<![\w.@-])(?P<local>[^\W_]+(?:{JOIN}[^\W_]+){{0,4}})"
    rf"(?P<at>\s*[(\[{{<]\s*(?:at|ät|@|a)\s*[)\]}}>]\s*|\s+(?:at|ät|@)\s+)"
    rf"(?P<domain>[^\W_]+(?:-[^\W_]+)*(?:{DOT}[^\W_]+){{1,3}})",
    re.IGNORECASE,
)
NO_LOCAL = words_in(
    """look looked bought buy order ordered shop shopped seen saw see found find it is was me us one ones anything
    on up open available sold sell works work am are be sign signed log logged them this that everything stuff"""
)
SPELLED = {"dot": ".", "punkt": ".", "punto": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-",
           "minus": "-", "plus": "+"}  # fmt: skip
AMOUNT = re.compile(
    r"(?<![\w.,])(?:(?P<before>[€$£]|\beur\b|\beuros?\b)\s?(?P<a>\d{1,6}(?:[.,]\d{1,2})?)"
    r"|(?P<b>\d{1,6}(?:[.,]\d{1,2})?)\s?(?P<after>[€$£]|eur\b|euros?\b|bucks\b))",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w.,-])(?:\+\s?|00)?\(?\d[\d ()/.\u2010-\u2015-]{5,26}\d(?![\w-])")
POSTCODE = re.compile(
    r"(?<![\w#.,€-])(\d{4}[ -]?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]?[ -]?\d[A-Z]{2}|[A-CEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
    r"|[AC-FHKNPRTV-Y]\d[\dW](?: (?=\w{0,3}\d)|(?=\w{0,3}\d)(?=\d{0,3}[A-Z]))[\dA-Z]{4})(?![\w-])",
    re.IGNORECASE,
)
# Sweden, Poland, Portugal; with the country's letters. Three and two digits alone also count cups: a town must follow.
COUNTRY = (
    "D|A|B|L|F|N|I|E|S|SE|CH|DK|NL|PL|PT|FI|DE|AT|BE|LU|FR|NO|IT|ES|CZ|SK|SI|"
    "HR|GR|HU|RO|BG|LV|LT|EE|IE|IS|MT|CY|MD|LI|TR|RS|BA|MK|AL|UA"
)
POSTCODE_FORMS = re.compile(
    rf"(?<![\w#.,€-])((?:{COUNTRY})\s?-\s?(?:\d{{3}}\s\d{{2}}|\d{{4,5}})"
    r"|(?-i:CH|DE|AT|NL|BE|DK|LU|SE|FR|PL|CZ|SK|GR|LV|LT|SI|HR)\s(?:\d{3}\s\d{2}|\d{4,5})|(?-i:AD)[1-7]00"
    r"|(?-i:D|F|L|CH|DE|AT|NL|BE|LU|DK|FR)\s?\d{4,5}|\Ad\s\d{5}|(?-i:[AB])\s\d{4}(?=\s(?-i:[A-Z])[^\W\d_])"
    r"|(?-i:[A-Z]{1,2}\s?\d[A-Z\d]?\s{1,2}\d\s?[A-Z]{2})|[a-z]{1,2}\s\d[a-z]\s\d[a-z]{2}"
    r"|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}(?= (?-i:[A-ZÅÄÖ])))(?![\w-])",
    re.IGNORECASE,
)
# Nothing else in the message.
POSTCODE_ALONE = re.compile(r"\W*(\d{3} \d{2}|\d{2} \d{3}|\d{3}-\d{2})\W*")
# Words that look like the two letters behind a Dutch postcode ("1000 is", "2023 my").
NOT_LETTERS = re.compile(
    r"\d{4}[ -]?(?:is|in|my|at|on|to|of|or|so|we|it|as|by|if|he|me|no|ml|up|us|do|be|am|pm|an|go|hi)$", re.IGNORECASE
)
POSTCODE_WORDS = (
    r"post\s?-?codes?|postal\s?code|postcode|zip(?:\s?-?code)?|plz|postleitzahl|code\spostal|postnummer|postnr|eircode|psč|psc"
    r"|codice\spostale|kod\spocztowy|código\spostal|codigo\spostal|irányítószám|postinumero|cod\spoștal|area\scode|ταχυδρομικός|posta\skodu"
)
POSTCODE_NAMED = re.compile(
    rf"(?<!\w)(?:{POSTCODE_WORDS}|cap|c\.a\.p|cp|c\.p|t\.\s?k)\b\.?(?:\s*(?:'s|is|ist|est|es|jest|was|:|=|for|it's|the|my|\())*\s*(\d{{2}} \d{{3}}|\d{{3}} ?\d{{2}}|\d{{4,5}})(?![\w-])",  # noqa: E501
    re.IGNORECASE,
)
POSTCODE_GLUED = re.compile(r"(?<!\w)(?:plz|zip|postcode|post)-?(\d{4,5})(?!\w)", re.IGNORECASE)
POSTCODE_BEFORE = re.compile(
    r"(?<![\w.,-])(\d{2} ?\d{3}|\d{3} \d{2}|\d{4})\s(?:is|was)\s(?:my|the|our|his|her)"
    r"\s(?:post\s?code|postal code|zip|plz)\b",
    re.IGNORECASE,
)
BARE_DIGITS = re.compile(
    r"(?<![\w#.,€$£+-])(\d{4,5})(?![\w€$£%-]|[.,]\d|\s?(?:€|eur|watt|w\b|ml|cups?|pods?|times|people|hz|v\b))",
    re.IGNORECASE,
)


def order_numbers(text: str) -> Iterator[Span]:
    for found in ORDER.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        yield Span("order_number", f"BL-{digits_of(found.group(1) or found.group(2))}", start, found.end())
    for found in ORDER_NAMED.finditer(text):
        group = 1 if found.group(1) else 2
        yield Span("order_number", f"BL-{digits_of(found.group(group))}", found.start(group), found.end(group))


def digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def serial_numbers(text: str) -> Iterator[Span]:
    for found in SERIAL.finditer(text):
        letter, first, second = found.groups()
        yield Span("serial_number", f"{letter.upper()}{digits_of(first)}-{digits_of(second)}", *found.span())


def error_codes(text: str) -> Iterator[Span]:
    for found in ERROR.finditer(text):
        yield Span("error_code", f"E{found.group(1) or found.group(2)}", found.start(), found.end())


LIGHT_COLOURS = "red|orange|yellow|amber|green|blue|white|purple|pink"
LIGHT_STATES = "blinking|flashing|pulsing|flickering|blinks|flashes|pulses|flickers|steady|solid|glowing|glows"
LIGHT = re.compile(
    rf"(?<!\w)(?:(?P<state>{LIGHT_STATES})\s(?P<colour>{LIGHT_COLOURS})(?:\s(?:light|lamp|led|ring)s?)?"
    rf"|(?P<colour2>{LIGHT_COLOURS})(?:\s(?P<state2>{LIGHT_STATES}))?\s(?:light|lamp|led|ring)s?(?:\s(?:is\s|are\s|keeps\s|just\s)*(?P<state3>{LIGHT_STATES}))?"
    rf"|(?:light|lamp|led|ring)s?\s(?:\w+\s){{0,2}}?(?:(?P<state4>{LIGHT_STATES})\s)?(?P<colour3>{LIGHT_COLOURS})(?:\sand\s(?P<state5>{LIGHT_STATES}))?"
    rf"|(?P<colour4>{LIGHT_COLOURS})\s(?P<state6>{LIGHT_STATES}))(?!\w)",
    re.IGNORECASE,
)
STEADY = ("steady", "solid", "glow")


def lights(text: str) -> Iterator[Span]:
    """Value: "red", "red blinking", "red steady"."""
    for found in LIGHT.finditer(text):
        parts = {name: said.lower() for name, said in found.groupdict().items() if said}
        colour = next(said for name, said in parts.items() if name.startswith("colour"))
        state = next((said for name, said in parts.items() if name.startswith("state")), None)
        how = [] if state is None else ["steady" if state.startswith(STEADY) else "blinking"]
        yield Span("light", " ".join([colour, *how]), *found.span())


def emails(text: str) -> Iterator[Span]:
    if "@" in text:
        for found in EMAIL.finditer(text):
            if any(letter.isalpha() for letter in found.group()):
                yield Span("email", re.sub(r"\s", "", found.group().lower()).replace(",", "."), *found.span())
    start = 0
    while found := EMAIL_SPELLED.search(text, start):
        start = found.end("local")  # "reach me at anna at example dot com": the second "at" is the one
        local, domain = found["local"], found["domain"]
        plain = not found["at"].strip(" @").strip("at")  # only " at ", as in "bought at example.com"
        spelled = re.search(r"\s(?:dot|punkt|punto|point)\s", domain, re.IGNORECASE)
        if plain and (local.split()[-1].lower() in NO_LOCAL or not (spelled or re.search(r"[._\d]|\sdot\s", local))):
            continue
        words = re.split(r"[\s()\[\]{}]+", f"{local}@{domain}".lower())
        yield Span("email", "".join(SPELLED.get(word, word) for word in words), *found.span())


CURRENCY = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "bucks": "USD", "£": "GBP"}


def amounts(text: str) -> Iterator[Span]:
    for found in AMOUNT.finditer(text):
        number = (found["a"] or found["b"]).replace(",", ".")
        currency = CURRENCY[(found["before"] or found["after"]).lower()]
        yield Span("amount", f"{float(number):.2f} {currency}", found.start(), found.end())


PHONE_NEAR = re.compile(
    r"\b(?:phone|tel|telephone|telefon|mobile|cell|handy|call|ring|text|whatsapp|reach|number)\b", re.IGNORECASE
)


def phones(text: str) -> Iterator[Span]:
    """A number with its country's code in the international form, others as their digits: no country is guessed."""
    for found in PHONE.finditer(text):
        typed = found.group()
        digits = digits_of(typed)
        abroad = typed.startswith(("+", "00"))
        if 7 <= len(digits) <= (17 if abroad else 15) and (abroad or like_a_phone(typed, digits, text)):
            yield Span("phone", international(typed) if abroad else digits, *found.span())


def like_a_phone(typed: str, digits: str, text: str) -> bool:
    """Not a row of small counts ("5 10 15 20"), and not any number without a gap."""
    if digits[0] == "0":
        return len(digits) <= 13
    groups = re.findall(r"\d+", typed)
    if len(groups) == 1:
        return len(digits) <= 11 and (len(text.split()) <= 3 or PHONE_NEAR.search(text) is not None)
    return max(map(len, groups)) >= 3 or (all(len(group) == 2 for group in groups) and len(groups) in {4, 5})


def international(typed: str) -> str:
    number = re.sub(r"^00", "+", re.sub(r"\(0\)|[^\d+]", "", typed))
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def postcodes(text: str) -> Iterator[Span]:
    spoken_of = re.search(rf"(?<!\w)(?:{POSTCODE_WORDS})(?!\w)", text, re.IGNORECASE) is not None
    for found in POSTCODE.finditer(text):
        if spoken_of or not NOT_LETTERS.match(found.group()):
            yield Span("postcode", re.sub(r"^(\d{4})([A-Z])", r"\1 \2", found.group().upper()), *found.span())
    for found in POSTCODE_FORMS.finditer(text):
        yield Span("postcode", found.group(1), *found.span())
    if alone := POSTCODE_ALONE.fullmatch(text):
        yield Span("postcode", alone.group(1), *alone.span(1))
    for found in POSTCODE_NAMED.finditer(text):
        yield Span("postcode", found.group(1), found.start(1), found.end(1))
    for pattern in (POSTCODE_BEFORE, POSTCODE_GLUED):
        for found in pattern.finditer(text):
            yield Span("postcode", found.group(1), *found.span(1))
    for found in BARE_DIGITS.finditer(text):
        # Five digits stand for a postcode anywhere; four (Vienna, Brussels) also mean years and counts, so only in a
        # message of few words. "10482" alone may as well be an order: then both are reported (see EntityFinder).
        before = text[: found.start()].rsplit(maxsplit=1)
        year = (
            found.group(1)[:2] in {"19", "20"}
            and before
            and before[-1].lower() in {"in", "since", "from", "of", "until"}
        )
        if len(found.group(1)) == 5 or (len(text.split()) <= 5 and not year):
            yield Span("postcode", found.group(1), *found.span())


FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    emails, order_numbers, serial_numbers, error_codes, lights, amounts, phones, postcodes,
)  # fmt: skip


def find_all(text: str) -> Iterator[Span]:
    for finder in FINDERS:
        yield from finder(text)
