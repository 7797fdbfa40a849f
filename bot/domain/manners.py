"""What a message wants apart from its subject: another language, the last answer again, or only to let off steam."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

TELLING = 2
"""So many words of a language tell it."""
FOREIGN = 0.5
"""The share of letters from which a script is that of the message."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDING = " \t\n.!?…"


@dataclass(frozen=True)
class Language:
    sorry: str
    words: frozenset[str]


@dataclass(frozen=True)
class Manners:
    """data/texts/manners.yml."""

    repeat: tuple[re.Pattern[str], ...]
    insults: tuple[str, ...]
    around_insults: frozenset[str]
    english: frozenset[str]
    languages: tuple[Language, ...]
    scripts: Mapping[str, str]


def sorry_in(text: str, manners: Manners) -> str | None:
    """The apology in the language of a message that is not English; None where that is not sure."""
    if script := _script(text):
        return manners.scripts.get(script)
    words = {word.casefold() for word in _WORD.findall(text)}
    english = sum(word in manners.english for word in words)
    best, most = None, 0
    for language in manners.languages:
        count = sum(word in language.words for word in words)
        if count > most:
            best, most = language, count
    return best.sorry if best and most >= TELLING and most > english else None


def wants_repetition(text: str, manners: Manners) -> bool:
    plain = text.replace("’", "'").strip(_ENDING)
    return any(pattern.fullmatch(plain) for pattern in manners.repeat)


def only_insults(text: str, manners: Manners) -> bool:
    """Nothing in it that could be answered. "You idiots, where is my parcel" is a question."""
    rest = text.casefold().replace("’", "'")
    found = False
    for insult in sorted(manners.insults, key=len, reverse=True):
        rest, count = re.subn(rf"\b{re.escape(insult)}\b", " ", rest)
        found = found or count > 0
    return found and set(_WORD.findall(rest)) <= manners.around_insults


def _script(text: str) -> str | None:
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in letters)
    scripts.pop("LATIN", None)
    if not scripts:
        return None
    script, count = scripts.most_common(1)[0]
    return script if sum(scripts.values()) >= FOREIGN * len(letters) and count else None
