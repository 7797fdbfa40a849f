"""Buttons and the typed words that mean the same."""

import re
from dataclasses import dataclass
from typing import Any, Literal

Answer = Literal["yes", "no", "person"]

# What the gateway's own buttons do; engine payloads start with "/".
SOLVED, NOT_SOLVED, PERSON, BACK_TO_BOT, SCORE = (
    "gateway:solved",
    "gateway:not_solved",
    "gateway:person",
    "gateway:bot",
    "gateway:score:",
)
COMMENT, NO_COMMENT, ALL_WELL, NOT_WELL, NO_CHECKINS, RECOMMEND, NO_SCORE, PUT_RIGHT = (
    "gateway:comment",
    "gateway:no_comment",
    "gateway:all_well",
    "gateway:not_well",
    "gateway:no_checkins",
    "gateway:recommend:",
    "gateway:no_score",
    "gateway:put_right",
)

_VALUES: dict[str, str | None] = {
    "/chat_affirm": "yes",
    "/chat_solved": "yes",
    "/chat_deny": "no",
    "/chat_not_solved": "no",
    "/chat_request_human": "person",
    SOLVED: "yes",
    NOT_SOLVED: "no",
    PERSON: "person",
    ALL_WELL: "yes",
    NOT_WELL: "no",
    PUT_RIGHT: "yes",
    NO_COMMENT: "no",
    NO_SCORE: "no",
}


@dataclass(frozen=True)
class Choice:
    id: str
    title: str
    payload: str

    @property
    def value(self) -> str | int | None:
        """What a program may know of a choice; the payload never leaves the house."""
        if self.payload.startswith(SCORE):
            return int(self.payload.removeprefix(SCORE))
        return _VALUES.get(self.payload)

    def stored(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "value": self.value, "payload": self.payload}


def offered(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    """(title, payload) pairs as a message stores them; ids count from 1 within the message."""
    return [Choice(str(number), title, payload).stored() for number, (title, payload) in enumerate(pairs, 1)]


# --- what a chosen button means ---


@dataclass(frozen=True)
class Solved:
    pass


@dataclass(frozen=True)
class NotSolved:
    pass


@dataclass(frozen=True)
class Person:
    pass


@dataclass(frozen=True)
class BackToBot:
    pass


@dataclass(frozen=True)
class Score:
    score: int


@dataclass(frozen=True)
class Comment:
    """Something to add to the score, or not."""

    wanted: bool


@dataclass(frozen=True)
class HowItGoes:
    """The answer to a check-in; never: no more of them."""

    answer: Literal["well", "badly", "never"]


@dataclass(frozen=True)
class Recommend:
    """0 to 10; None: not now."""

    score: int | None


@dataclass(frozen=True)
class PutRight:
    """A colleague shall look into what made the score low."""


@dataclass(frozen=True)
class ForEngine:
    """None: the button's title is sent as if it had been typed."""

    payload: str | None


Meaning = Solved | NotSolved | Person | BackToBot | Score | Comment | HowItGoes | Recommend | PutRight | ForEngine

_MEANINGS: dict[str, Meaning] = {
    SOLVED: Solved(),
    NOT_SOLVED: NotSolved(),
    PERSON: Person(),
    # A way to a person must work without the engine, so its button is ours whoever offered it.
    "/chat_request_human": Person(),
    BACK_TO_BOT: BackToBot(),
    COMMENT: Comment(True),
    NO_COMMENT: Comment(False),
    ALL_WELL: HowItGoes("well"),
    NOT_WELL: HowItGoes("badly"),
    NO_CHECKINS: HowItGoes("never"),
    NO_SCORE: Recommend(None),
    PUT_RIGHT: PutRight(),
}


def meaning_of(payload: str) -> Meaning:
    if payload in _MEANINGS:
        return _MEANINGS[payload]
    if payload.startswith(SCORE):
        return Score(int(payload.removeprefix(SCORE)))
    if payload.startswith(RECOMMEND):
        return Recommend(int(payload.removeprefix(RECOMMEND)))
    return ForEngine(payload if payload.startswith("/") else None)


# --- typed answers to "did that solve it?" and to the survey ---

_YES = """
yes|yep|yeah|yea|yup|yess|yes it did|yes it does|yes it is|yes it works|yes all good|yes solved|yes that worked
|yes that helped|it did|it does|it worked|it works|it works now|works|works now|working now|its working
|its working now|it is working|solved|its solved|problem solved|issue solved|that solved it|this solved it
|that fixed it|fixed|its fixed|fixed it|that worked|that did it|that did the trick|that helped|this helped
|all good|all good now|all sorted|sorted|resolved|done|perfect|yes perfect|yes great|great|y|si|👍|✅|👌
"""
_NO = """
no|nope|nah|noo|n|not yet|not really|no it didnt|no it did not|no it doesnt|no it does not|no its not|it didnt
|it did not|it doesnt|it does not|it doesnt work|it didnt work|it didnt help|did not help|didnt help
|that didnt help|that did not help|that didnt work|that did not work|not solved|unsolved|not fixed|not working
|still not working|its still not working|it still doesnt work|still doesnt work|still broken|still the same
|same problem|no still not working|no change|unfortunately not|sadly not|not at all|no not yet|no not really|👎|❌
"""
_PERSON = """
person|human|agent|a person|a human|an agent|real person|a real person|talk to a person|talk to a human
|talk to an agent|speak to a person|speak to a human|speak to someone|talk to someone|can i talk to someone
|can i talk to a person|can i talk to a human|can i speak to someone|i want to talk to a person
|i want to talk to a human|human please
"""


def _table(phrases: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in phrases.replace("\n", "").split("|"))


_ANSWERS: dict[Answer, frozenset[str]] = {"yes": _table(_YES), "no": _table(_NO), "person": _table(_PERSON)}
_FAREWELL = re.compile(
    r"\b(thanks?( you)?|thx|ty|cheers|bye|goodbye|see you|have a (nice|good|great|lovely) (day|evening|weekend|one))\b"
    r"|🙏|❤"
)
_BESIDE_FAREWELL = _table("""
ok|okay|great|perfect|lovely|wonderful|alright|good|many|so|very|much|a|lot|again|then|and|for|now|later|with|your
|the|all|help|quick|answer|reply|time|everyone|you|too
""")
_COURTESY = re.compile(r"\s*\b(thanks?( you)?( so| very)?( much)?|thx|ty|cheers|please|now thanks|a lot)$")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def read_answer(text: str) -> Answer | None:
    """Only what is short and clear; all else is left to the engine."""
    words = _plain(text)
    polite = _COURTESY.sub("", _COURTESY.sub("", words)).strip()
    for answer, phrases in _ANSWERS.items():
        if words in phrases or polite in phrases:
            return answer
    return None


def is_farewell(text: str) -> bool:
    """Thanks or goodbye and nothing else: no answer to anything, and nothing to do."""
    words = _plain(text)
    rest = _FAREWELL.sub(" ", words).split()
    return _FAREWELL.search(words) is not None and _BESIDE_FAREWELL.issuperset(rest)


def read_score(text: str) -> int | None:
    """ "4", "4/5", "4 stars", "four"."""
    words = _plain(text)
    words = re.sub(r"\s*(/ ?5|out of (5|five)|stars?|points?)$", "", words)
    if re.fullmatch(r"[1-5]", words):
        return int(words)
    if re.fullmatch("⭐{1,5}", words):
        return len(words)
    return _NUMBERS.get(words)


def _plain(text: str) -> str:
    """Lower case, no apostrophes, no punctuation at the ends, one space between words."""
    text = re.sub(r"['’`´]", "", text.casefold())
    text = re.sub(r"[\s,;:.!?\-–—\"()\ufe0f]+", " ", text)
    return text.strip()
