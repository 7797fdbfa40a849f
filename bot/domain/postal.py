"""Addresses as customers type them: "Lindenstraße 12, 10969 Berlin", "it's 4 Mill Lane in 1012 LM Amsterdam"."""

import re
from dataclasses import dataclass
from itertools import takewhile

POSTCODE_TOWN = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,2}-)?(\d{4}\s?[A-Z]{2}(?![\wäöüß])|\d{4,5}(?!\s?[A-Z]{2}(?!\w)))[,\s]+([^\W\d].*)$",
    re.IGNORECASE,
)
TOWN_POSTCODE = re.compile(r"(?:^|[,\s])([A-ZÄÖÜ][\w'’.-]+)[,\s]+(\d{4}\s?[A-Z]{2}|\d{4,5})(?!\w)")
ORDER = re.compile(r"\border\s(?:number\s|no\.?\s)?#?\d+|\b(?-i:(?!DE|NL|AT|BE)[A-Z]{2,})[\s-]\d{5,}\b", re.IGNORECASE)
HOUSE = re.compile(r"\d{1,4}\s?[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?")
ROAD = re.compile(
    r"(?:str(?:\.|aße|asse)|weg|gasse|platz|allee|ring|damm|ufer|markt|berg|chaussee|kade|laan|straat|plein|gracht|street|road"
    r"|lane|avenue|ave\.?|drive|square|court|row|rue|boulevard|place|st\.?|rd\.?)$",
    re.IGNORECASE,
)
# Words of a sentence around an address; none of them begins a street or belongs to a town.
SENTENCE = frozenset(
    re.findall(
        r"\S+",
        """a about actually address addressed after ago also and at be bought bring but can change changed could days
        deliver delivered delivery edit for from go goes have hi i i'd i'm if in instead is it it's its i’m live living
        machine machines make months moved my new no not now number of on or order our parcel please rather send sent
        ship should sorry so thank thanks that the this to update wait want was we weeks which will with would years
        yes you your""",
    )
)
# They belong to a town when another word follows.
TOWN_JOINTS = frozenset({"am", "an", "der", "den", "de", "im", "a.", "d.", "la", "le", "sur"})
MOST_WORDS = 5


@dataclass(frozen=True)
class Address:
    street: str | None = None
    postcode: str | None = None
    city: str | None = None

    @property
    def complete(self) -> bool:
        return bool(self.street and self.postcode and self.city)

    @property
    def empty(self) -> bool:
        return not (self.street or self.postcode or self.city)

    def updated(self, newer: "Address") -> "Address":
        """A new town without a street belongs to the street that was said before."""
        return Address(newer.street or self.street, newer.postcode or self.postcode, newer.city or self.city)

    def __str__(self) -> str:
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, town) if part)


def read_address(text: str) -> Address:
    """Empty where there is none; parts of one where a part is missing."""
    text = ORDER.sub(" ", text).replace("\n", ", ")
    if found := POSTCODE_TOWN.search(text):
        postcode, before, after = found.group(1), text[: found.start()], found.group(2)
        town, _, behind = after.partition(",")
        if city := _town(town):
            return Address(_street(before) or _street(behind), postcode.upper(), city)
    if found := TOWN_POSTCODE.search(text):
        return Address(_street(text[: found.start()]), found.group(2).upper(), found.group(1))
    street = _street(text)
    return Address(street) if street and any(ROAD.search(word) for word in street.split()) else Address()


def _town(text: str) -> str | None:
    words = list(takewhile(lambda word: word.lower().strip(".!?;") not in SENTENCE, text.split()))[:MOST_WORDS]
    while words and words[-1].lower() in TOWN_JOINTS:
        words.pop()
    return " ".join(words).strip(" .;!?") or None


def _street(text: str) -> str | None:
    """With a house number behind or before it; the one that stands last, where a sentence leads up to it."""
    for part in reversed(re.split(r"[,:;]", text)):
        words = part.split()
        for place in reversed(range(len(words))):
            if not HOUSE.fullmatch(words[place].rstrip(".")):
                continue
            behind = _words(words[place + 1 :])
            before = _words(words[:place][::-1])[::-1]
            if before:
                letter = behind[0] if behind and re.fullmatch("[a-zA-Z]", behind[0]) else ""
                return " ".join([*before, words[place].rstrip(".")]) + letter
            if behind:
                return " ".join([words[place], *behind])
    return None


def _words(words: list[str]) -> list[str]:
    return list(takewhile(lambda word: word.lower() not in SENTENCE and not word[0].isdigit(), words))[:MOST_WORDS]
