"""Short statements made comparable: clause by clause, with what is denied kept apart from what is said.

"No, it still drips" says that it drips; "it does not drip any more" says that it does not.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.words import singular, slip, spelled

SHORTEST_STEM = 4
LONGEST_ENDING = 3
MOST_OF_IT = 0.66
FULL = 0.9
"""From here on all words of a phrase are said, if not in the very same form."""

_ENDS = re.compile(r"[,;:.!?()\n–—]+|\s-\s|\b(?:but|and|because|though|although|however|while|so|then|except)\b")
# They contain a "not" or "no" that denies nothing.
_UNSURE = re.compile(
    r"\b(?:not (?:sure|certain|only|just)|no (?:idea|clue|wonder|matter)"
    r"|(?:dont|do not) (?:know|think so|mind)|why not)\b"
)
DENIALS = """
not no never without none neither nor nobody dont doesnt didnt isnt wasnt arent werent cant cannot couldnt wont wouldnt
havent hasnt hadnt aint
"""
# "No it still drips", "yes that is better": the first word answers, the rest says what.
_PARTICLE = re.compile(
    r"^(?:(?:ah|oh|ok|okay|well|hm+|sorry|wait|sadly|unfortunately|yes|yeah|yep|yup|no|nope|nah)\b ?)+"
    r"(?=$|(?:it|its|the|that|thats|this|i|im|ive|there|theres|they|he|she|we|still|not|only|just|same|unfortunately|all)\b)"
)
FILLERS = """
a an the it its is are was were be been am i im ive we you my your our this that thats there theres these those they
them has have had do does did will would can could of to at for with as just now please really very quite bit some so
well oh ok okay hm me he she s t again seem look think guess
"""
_DENIALS, _FILLERS = frozenset(DENIALS.split()), frozenset(FILLERS.split())


@dataclass(frozen=True)
class Clause:
    words: tuple[str, ...]
    """As they count for comparing: without fillers, plurals and denials."""
    denied: bool


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    plain = text.casefold().replace("’", "'").replace("can't", "cannot")
    found = []
    for part in _ENDS.split(plain):
        words = _PARTICLE.sub("", " ".join(spelled(part or "")))
        said = _UNSURE.sub(" ", words).split()
        clause = Clause(
            tuple(singular(word) for word in said if word not in _FILLERS and word not in _DENIALS),
            any(word in _DENIALS for word in said),
        )
        if clause.words:
            found.append(clause)
    return tuple(found)


def closeness(phrase: str, clause: Clause, exact: bool = False) -> float:
    """How much of the phrase the clause says, from 0 to 1; 0 where one denies what the other says.

    `exact`: every word in just this form, so that "descale" is not "descaled".
    """
    wanted = whole(phrase)
    if not wanted.words or wanted.denied != clause.denied:
        return 0.0
    found = [max((_likeness(word, other, exact) for other in clause.words), default=0.0) for word in wanted.words]
    share = sum(found) / len(found)
    return share if all(found) or (share >= MOST_OF_IT and not exact) else 0.0


def places(phrase: str, text: str) -> tuple[Clause, ...]:
    """Where the phrase may be said: in one clause, or in all of the text where it has several clauses itself."""
    return clauses(text) if len(clauses(phrase)) == 1 else (whole(text),)


def whole(text: str) -> Clause:
    parts = clauses(text)
    return Clause(tuple(word for part in parts for word in part.words), any(part.denied for part in parts))


def says(phrase: str, text: str, exact: bool = False) -> bool:
    """Some clause of the text says all of the phrase."""
    return any(closeness(phrase, clause, exact) >= FULL for clause in places(phrase, text))


def weight(phrase: str) -> int:
    """How much a phrase says: of two that fit, the longer one is meant."""
    return len(whole(phrase).words)


def _likeness(one: str, other: str, exact: bool) -> float:
    """1 for the same word, a little less for another form of it or a slip of the finger."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    form = len(short) >= SHORTEST_STEM and long.startswith(short) and len(long) - len(short) <= LONGEST_ENDING
    return FULL if not exact and (form or slip(one, other)) else 0.0
