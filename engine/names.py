"""People's names in a message, by the words around them, lists of names, and capitals.

A customer types "it's anna berg", "THIS IS HANS MÜLLER" or "cheers, tom", which a model that was trained on newspapers
misses: of the 57 names in tests/engine/personal_dev.yml spaCy's small one found 32, none that this does not find, and
took 30 other words for people, in 8.5 ms a message. What counts here:
  certain cues   "name is", "mrs", "in the name of": whatever follows and is no ordinary word
  likely cues    "it's", "thanks,", "my colleague": a name from the lists, or a word that no dictionary has
  no cue         first names that are nothing else, family names that are no word, words with a capital that no
                 dictionary has
"""

import re
from collections.abc import Iterator

from engine import name_cues as cues
from engine.name_words import Sentence, Token, starts_sentence, tokens_of
from engine.patterns import Span
from engine.words import Words

LONGEST = 4  # words in a name, particles apart


class Names:
    """Finds names with one set of word lists."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, text: str) -> list[Span]:
        tokens = tokens_of(text)
        found = Reading(self.words, text, tokens).names() if tokens else ()
        spans = [Span("name", " ".join(text[start:end].split()), start, end) for start, end in found]
        spans += [Span("name", spelled.group(), *spelled.span()) for spelled in cues.LETTER_BY_LETTER.finditer(text)]
        return spans if text.isascii() else [*spans, *in_other_scripts(text)]

    def is_everyday(self, word: str) -> bool:
        """A name that is a word as well: only where something says so is it a name."""
        listed = word in self.words.given or (word in self.words.surnames and word not in self.words.everyday_surnames)
        return not listed and (self.words.is_ordinary(word) or word in self.words.everyday or word in cues.STOPS)


class Reading(Sentence):
    """The rules."""

    def __init__(self, words: Words, text: str, tokens: list[Token]) -> None:
        super().__init__(words, text, tokens)
        self.asked = {found.end() for found in cues.ASKED.finditer(text)}
        self.somebody = {found.end() for found in cues.TO_SOMEBODY.finditer(text)}

    def names(self) -> Iterator[tuple[int, int]]:
        ends: dict[int, int] = {}
        for rule in (self.named, self.titled, self.signed, self.bare, self.initialled, self.introduced, self.standing):
            certain = rule not in (self.introduced, self.standing)
            for place in rule():
                if place not in ends:
                    ends[place] = self.end_of(place, certain)
        done = 0
        for place, end in sorted(ends.items()):
            if place >= done:
                done = end
                last = self.tokens[end - 1]
                dot = len(last.text) == 1 and end - place > 1 and self.text[last.end : last.end + 1] == "."
                yield self.tokens[place].start, last.end + dot

    # Where a name begins

    def named(self) -> Iterator[int]:
        for place, _ in self.behind(cues.CERTAIN):
            low = self.tokens[place].low
            own = cues.OWN_NAME.search(self.text[max(0, self.tokens[place].start - 30) : self.tokens[place].start])
            told = bool(own) and low not in cues.STOPS | cues.OF_NAMES and self.ends_clause(place + 1)
            if told or self.may_be_name(place):
                yield place

    def titled(self) -> Iterator[int]:
        for place, cue in self.behind(cues.TITLE):
            sure = cues.SURE_TITLE.match(cue) and self.tokens[place].low not in cues.STOPS | cues.TITLES
            if (
                sure
                or self.may_be_name(place)
                or (self.tokens[place].capital and self.tokens[place].low not in cues.TITLES)
            ):
                yield place

    def introduced(self) -> Iterator[int]:
        for place, cue in self.behind(cues.LIKELY):
            token = self.tokens[place]
            if token.low in cues.TITLES:
                continue
            if token.low in self.words.everyday:
                told = not cue.startswith(("it", "that", "is", "under")) or token.low not in cues.NOT_AFTER_IT
                alone = told and self.ends_clause(place + 1)  # but "it's summer"
                kin = cues.BEHIND_KIN.search(cue) is not None and token.low not in cues.NOT_BEHIND_KIN
                is_name = (
                    token.capital
                    or alone
                    or kin
                    or self.with_surname(place)
                    or self.followed(place, cues.AFTER_ANY_CASE)
                )
            elif token.capital:
                is_name = self.is_unknown(place) or token.low in self.words.surnames or self.pair(place)
            else:
                is_name = self.is_unknown(place)
            if is_name:
                yield place

    def signed(self) -> Iterator[int]:
        """The last words of the message, or of a line."""
        for found in cues.SIGNED.finditer(self.text):
            place = self.at.get(found.end())
            if place is None or self.tokens[place].low in cues.TITLES:
                continue
            line = self.text.find("\n", found.end())
            stop = len(self.text) if line < 0 else line
            rest = [token for token in self.tokens[place:] if token.start < stop]
            if len(rest) > 3 or any(letter.isdigit() for letter in self.text[found.end() : stop]):
                continue
            first = rest[0]
            closing = cues.CLOSING.search(found.group()) is not None
            month = first.low in self.words.everyday and len(rest) == 1 and first.low != "may"
            if self.is_never(place) and not month:
                continue
            set_off = closing or cues.SET_OFF.search(found.group()) is not None
            listed = first.low in self.words.everyday or (first.low in self.words.surnames and len(rest) < 3)
            initial = set_off and all(len(token.text) == 1 and token.raised for token in rest)
            initial |= (  # "regards p. hollingsworth"
                len(rest) == 2
                and len(first.text) == 1
                and self.text[first.end] == "."
                and (self.is_listed(place + 1) or self.is_unknown(place + 1, certain=closing))
            )
            plain = len(rest) == 1 and first.low in cues.NOT_AFTER_IT  # "thanks honey"
            whole = not plain and all(self.is_listed(place + at) for at in range(len(rest)))
            if (
                (listed and (set_off or first.raised or whole))
                or (self.is_unknown(place, certain=closing) and (set_off or first.capital))
                or initial
            ):
                yield place

    def bare(self) -> Iterator[int]:
        """A message that is nothing but a name: the answer to a question."""
        if (
            len(self.tokens) > LONGEST
            or self.tokens[0].low in cues.TITLES
            or re.search(r"[\d?!@#/]", self.text.strip(" .!"))
        ):
            return
        places = [place for place, token in enumerate(self.tokens) if token.low not in cues.PARTICLES]
        words = [self.tokens[place] for place in places]
        listed = [word for place, word in zip(places, words, strict=True) if self.is_listed(place)]
        if not words or not all(
            word in listed or self.is_unknown(place) or len(word.text) == 1
            for place, word in zip(places, words, strict=True)
        ):
            return
        several = len(words) > 1
        plain = self.words.everyday | self.words.everyday_surnames
        sure = any(word.low not in plain for word in listed) or (bool(listed) and several)
        raised = all(word.raised for word in words) and any(word not in listed for word in words)
        if sure or (raised and (several or len(words[0].text) > 2 or len(self.tokens) > 1)):
            yield 0

    def initialled(self) -> Iterator[int]:
        """ "k. de boer", "M. Van den Broeck"."""
        for place, token in enumerate(self.tokens):
            if len(token.text) > 1 or self.text[token.end : token.end + 1] != ".":
                continue
            last = place + 1
            while last < len(self.tokens) and self.joined(last - 1, last) and self.tokens[last].low in cues.PARTICLES:
                last += 1
            if last >= len(self.tokens) or not self.joined(last - 1, last):
                continue
            behind = self.tokens[last]
            if behind.low in self.words.surnames or (behind.raised and self.is_unknown(last)):
                yield place

    def standing(self) -> Iterator[int]:
        """Without a cue."""
        for place, token in enumerate(self.tokens):
            low = token.low
            if self.is_given(low) or self.is_surname(token):
                if not self.is_there(place):
                    yield self.with_initial(place)
            elif self.is_never(place):
                continue
            elif low in self.words.everyday:
                if self.is_told(place):
                    yield place
            elif self.is_unknown(place):
                if token.raised:
                    initial = self.with_initial(place)
                    if initial < place or self.pair(place) or self.stands_alone(place):
                        yield initial
                elif not self.is_thing(place) and (
                    cues.SURNAME_ENDING.search(low) or (token.start in self.somebody and len(low) > 3)
                ):
                    yield place

    def is_told(self, place: int) -> bool:
        """A name that is a word too is shown to be one: "Mark Smith", "to Mark", "Mark from your team", "will here"."""
        token = self.tokens[place]
        if token.raised and place + 1 < len(self.tokens) and self.joined(place, place + 1):
            beside = self.tokens[place + 1]
            if beside.capital and (beside.low in self.words.surnames or self.is_unknown(place + 1)):
                return True
        if token.capital and not self.is_thing(place) and not self.is_there(place):
            return True
        if not token.raised and token.start in self.asked:
            return True
        opens = starts_sentence(self.text, token.start) or self.text[max(0, token.start - 2) : token.start] == ", "
        if self.is_surname_behind(place) or (opens and self.followed(place, cues.AFTER_ANY_CASE)):
            return True
        return token.raised and not token.capital and self.followed(place, cues.AFTER_CAPITAL)

    def is_surname_behind(self, place: int) -> bool:
        """ "pat murphy speaking": a family name that is nothing else."""
        return self.with_surname(place) and self.tokens[place + 1].low not in self.words.everyday_surnames

    def stands_alone(self, place: int) -> bool:
        """A word with a capital that nobody knows: inside a sentence, or as who says or does something."""
        token = self.tokens[place]
        if not cues.WITH_CAPITAL.fullmatch(token.text):
            return False
        if token.capital:
            return not self.is_thing(place)
        follows = self.followed(place, cues.AFTER_ANY_CASE) or self.followed(place, cues.AFTER_UNKNOWN)
        return starts_sentence(self.text, token.start) and follows

    # Where a name ends

    def end_of(self, place: int, certain: bool) -> int:
        last = place + 1
        while self.tokens[last - 1].low in cues.PARTICLES and last < len(self.tokens) and self.joined(last - 1, last):
            last += 1
        if len(self.tokens[last - 1].text) == 1 and last < len(self.tokens) and self.joined(last - 1, last):
            last += 1
        while last < len(self.tokens) and last - place < LONGEST and self.joined(last - 1, last):
            ahead = last
            while (
                ahead < len(self.tokens) - 1
                and self.tokens[ahead].low in cues.PARTICLES
                and self.joined(ahead, ahead + 1)
            ):
                ahead += 1
            if not self.continues(ahead, place, certain):
                break
            last = ahead + 1
        return last

    def continues(self, place: int, first: int, certain: bool) -> bool:
        token = self.tokens[place]
        if self.is_never(place) or token.low in cues.STOPS:
            return False
        if len(token.text) == 1:
            dotted = self.text[token.end : token.end + 1] == "."
            alone = self.ends_clause(place + 1) and self.is_given(self.tokens[place - 1].low)  # "anna b"
            return (token.raised or dotted or alone) and token.low not in {"i", "a"}
        if (
            self.is_given(token.low)
            or token.low in self.words.surnames
            or (certain and token.low in self.words.everyday)
        ):
            return True
        if token.capital:  # "Leonie Costa", but no town behind other words
            return token.low not in self.words.places or self.is_given(self.tokens[place - 1].low)
        if self.tokens[first].raised and not token.raised:
            return False
        if self.is_unknown(place, certain or self.ends_clause(place + 1)):
            return True
        # "my name is anna fields": an ordinary word, but nothing else could stand there.
        before = self.tokens[place - 1].low
        return (
            certain
            and self.ends_clause(place + 1)
            and not token.raised
            and (self.is_given(before) or (before in self.words.everyday and self.tokens[place].text.isupper()))
        )

    def with_initial(self, place: int) -> int:
        """Where "t. lindqvist" and "K Andersen" begin."""
        before = place - 1
        if before >= 0 and len(self.tokens[before].text) == 1:
            gap = self.text[self.tokens[before].end : self.tokens[place].start]
            alone = gap == " " and self.tokens[before].raised and self.tokens[before].low not in {"a", "i"}
            if gap in {". ", "."} or alone:
                return self.with_initial(before)
        return place


def in_other_scripts(text: str) -> Iterator[Span]:
    """Where capitals and dictionaries tell nothing."""
    for found in cues.OTHER_SCRIPTS.finditer(text):
        kind = str(found.lastgroup)
        if not cues.OTHER_GREETINGS & set(found[kind].split()):
            yield Span("name", found[kind], *found.span(kind))
