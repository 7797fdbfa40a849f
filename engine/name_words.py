"""A text as words, and what each may be: the questions that the rules of engine/names.py ask."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine import name_cues as cues
from engine.words import WORD, Words, fold


class Token(NamedTuple):
    text: str
    start: int
    end: int
    low: str  # folded, without the 's of a possessive
    capital: bool  # has one that says something: inside a sentence, in a text that is not all capitals
    raised: bool  # has one, in a text that is not all capitals


class Sentence:
    """One text and its words, by their places."""

    def __init__(self, words: Words, text: str, tokens: list[Token]) -> None:
        self.words = words
        self.text = text
        self.tokens = tokens
        self.at = {token.start: place for place, token in enumerate(tokens)}

    # What a word may be

    def is_given(self, low: str) -> bool:
        if low in self.words.given:
            return True
        return "-" in low and all(part in self.words.given or part in self.words.everyday for part in low.split("-"))

    def is_surname(self, token: Token) -> bool:
        low = token.low
        if token.capital and low.endswith("s") and low not in self.words.surnames:  # "the Müllers"
            low = low[:-1]
        return low in self.words.surnames and low not in self.words.everyday_surnames

    def is_listed(self, place: int) -> bool:
        low = self.tokens[place].low
        return self.is_given(low) or low in self.words.everyday or low in self.words.surnames

    def is_never(self, place: int) -> bool:
        """A month is one unless "again" or a family name follows."""
        low = self.tokens[place].low
        return low in self.words.never and not (
            low in self.words.everyday
            and (
                self.followed(place, cues.AFTER_ANY_CASE)
                or (self.with_surname(place) and self.tokens[place + 1].low not in self.words.everyday_surnames)
            )
        )

    def is_there(self, place: int) -> bool:
        """ "in Sofia" is a town."""
        before = self.tokens[place - 1].low if place else ""
        return self.is_never(place) or (self.tokens[place].low in self.words.places and before in cues.BEFORE_PLACE)

    def is_thing(self, place: int) -> bool:
        before = self.tokens[place - 1].low if place else ""
        return before in cues.THINGS_AND_PLACES and self.joined(place - 1, place)

    def is_unknown(self, place: int, certain: bool = False) -> bool:
        """No dictionary has it, and unless the cue is certain, it does not look like a slip of the pen."""
        if not 0 <= place < len(self.tokens):
            return False
        token = self.tokens[place]
        if token.low in self.words.never:
            return False
        if self.is_given(token.low):
            return True
        if len(token.low) < 2 or token.low in self.words.places or self.words.is_ordinary(token.low):
            return False
        return (
            certain
            or token.text[0].isupper()
            or not (cues.ENGLISH_ENDING.search(token.low) or self.words.is_slip(token.low))
        )

    def may_be_name(self, place: int) -> bool:
        """After a certain cue."""
        token = self.tokens[place]
        if self.is_never(place) or token.low in cues.TITLES:
            return False
        if token.low in cues.PARTICLES and place + 1 < len(self.tokens):
            return self.may_be_name(place + 1)
        if len(token.low) == 1:
            dotted = self.text[token.end : token.end + 1] == "."
            return dotted and place + 1 < len(self.tokens) and self.may_be_name(place + 1)
        if self.is_listed(place) or self.is_unknown(place, certain=True):
            return True
        return token.capital and token.low not in cues.STOPS

    # Neighbours

    def behind(self, cue: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """A month is a name where it is said to be one: "my name is Jan"."""
        for found in cue.finditer(self.text):
            place = self.at.get(found.end())
            month = place is not None and cue is cues.CERTAIN and self.tokens[place].low in self.words.everyday
            if place is not None and (month or not self.is_never(place)):
                yield place, found.group().lower()

    def joined(self, left: int, right: int) -> bool:
        gap = self.text[self.tokens[left].end : self.tokens[right].start]
        return gap in {" ", "  ", "_"} or (gap in {". ", "."} and len(self.tokens[left].text) == 1)

    def ends_clause(self, place: int) -> bool:
        """Nothing, a pause, or "here", "from", "again" comes next."""
        if place >= len(self.tokens):
            return True
        gap = self.text[self.tokens[place - 1].end : self.tokens[place].start]
        return bool(gap.strip()) or "\n" in gap or self.tokens[place].low in cues.PAUSES

    def followed(self, place: int, by: re.Pattern[str]) -> bool:
        return by.match(self.text, self.tokens[place].end) is not None

    def with_surname(self, place: int) -> bool:
        """ "june carter"."""
        beside = place + 1
        if beside >= len(self.tokens) or not self.joined(place, beside):
            return False
        low = self.tokens[beside].low
        return low in self.words.surnames or (
            cues.SURNAME_ENDING.search(low) is not None and not self.words.is_ordinary(low)
        )

    def pair(self, place: int) -> bool:
        """Two words with capitals, side by side, that no dictionary has."""
        if not (place + 1 < len(self.tokens) and self.joined(place, place + 1)):
            return False
        beside = self.tokens[place + 1]
        if beside.low in cues.PARTICLES:
            return place + 2 < len(self.tokens) and self.tokens[place + 2].capital and self.is_unknown(place + 2)
        return beside.capital and (beside.low in self.words.surnames or self.is_unknown(place + 1))


# A point that ends no sentence: "Dr. Good", "Ada P. Hargreaves".
ABBREVIATED = re.compile(r"(?:^|\W)(?:[A-Z]|(?i:dr|mr|mrs|ms|mx|prof|hr|fr|mme|ing|mag))\.$")


def starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(" \t\"'“(*")
    if ABBREVIATED.search(before):
        return False
    return not before or before[-1] in ".!?\n:;-–—"


def tokens_of(text: str) -> list[Token]:
    """Words. Capitals say nothing in a text that is all capitals, or has one at nearly every word."""
    found = []
    for word in WORD.finditer(text):
        said = word.group()
        if len(said) > 3 and said.endswith(("'s", "’s", "'S", "’S")):
            said = said[:-2]
        found.append((said, word.start(), word.start() + len(said)))
    long = [said for said, _, _ in found if len(said) > 1]
    shouted = len(long) >= 3 and sum(said.isupper() for said in long) * 10 >= len(long) * 6
    headline = len(long) >= 5 and sum(said[0].isupper() for said in long) * 10 >= len(long) * 7
    tells = not (shouted or headline)
    return [
        Token(said, start, end, fold(said), tells and said[0].isupper() and not starts_sentence(text, start),
              tells and said[0].isupper())
        for said, start, end in found
    ]  # fmt: skip
