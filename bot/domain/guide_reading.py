"""What a customer's words mean in the middle of a guide: an answer to the step, or what to do with the guide itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.clauses import closeness, places, says, weight
from bot.domain.guide_words import (
    ALREADY,
    CANNOT,
    COMMANDS,
    DID_IT,
    FINE,
    IN_VAIN,
    LATER,
    SENTENCE,
    VAIN,
    WISH,
    YES_OR_NO,
    Saying,
)
from bot.domain.guides import SOLVED, Answer, Guide, Step

LONGEST_COMMAND = 6


class Hint(StrEnum):
    """What the engine took the message for, as far as it matters here."""

    YES = "yes"
    NO = "no"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True)
class Reading:
    """At most one of `answer` and `saying`; `done` are other steps that the customer says were done already."""

    answer: str | None = None
    saying: Saying | None = None
    done: tuple[str, ...] = ()


_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_ORDINAL = re.compile(
    r"(?:(?:the|option|number|answer) )*(first|second|third|fourth|last|[1-9])(?: one| option| answer)?"
)


def read(text: str, step: Step, guide: Guide, hint: Hint | None = None) -> Reading:
    """The step's own answers come before all else: "it comes out at the back" is no wish to go back."""
    plain = _plain(text)
    done = tuple(one for one in steps_done(text, guide) if one != step.id)
    # "Back" alone may be where it is wet; "go back" never is.
    command = None if _word_for_word(plain, step) else _command(plain)
    if command:
        return Reading(saying=command)
    saying = _saying(text, plain, step, bool(done))
    answer = _by_words(text, step) or _by_place(plain, step)
    if answer is None and not _outweighs(saying, plain):
        answer = _by_hint(text, plain, step, hint)
    if answer:
        return Reading(answer.id, done=done)
    if saying is None and hint is Hint.SOLVED:
        saying = Saying.SOLVED
    return Reading(saying=saying, done=done)


def steps_done(text: str, guide: Guide) -> tuple[str, ...]:
    """Steps that the customer says were done. A wish or a question ("should I descale?") does not say so."""
    told = "\n".join(part for part in SENTENCE.split(text.replace("’", "'")) if not WISH.search(part))
    told = IN_VAIN.sub("tried", told)
    return tuple(step.id for step in guide.steps if _did(step, told))


def _did(step: Step, text: str) -> bool:
    return step.tried is not None and any(says(one, text, exact=True) for one in step.tried.says)


def _word_for_word(plain: str, step: Step) -> bool:
    return any(plain == _plain(words) for answer in step.answers for words in (answer.title, *answer.says))


def _by_words(text: str, step: Step) -> Answer | None:
    """What stands after a "but" counts more. Of those that fit equally well the one said last is meant: people correct
    themselves at the end."""
    _, but, after = text.casefold().rpartition(" but ")
    return (but and _nearest(after, step)) or _nearest(text, step) or None


def _nearest(text: str, step: Step) -> Answer | None:
    ranked = [
        (closeness(phrase, clause), weight(phrase), place, answer)
        for answer in step.answers
        for phrase in (answer.title, *answer.says)
        for place, clause in enumerate(places(phrase, text))
    ]
    best = max(ranked, key=lambda one: one[:3], default=None)
    return best[3] if best and best[0] else None


def _by_place(plain: str, step: Step) -> Answer | None:
    """ "2", "the first one"."""
    match = _ORDINAL.fullmatch(plain)
    if match is None:
        return None
    named = match.group(1)
    place = int(named) - 1 if named.isdigit() else _ORDINALS[named]
    return step.answers[place] if place < len(step.answers) else None


def _by_hint(text: str, plain: str, step: Step, hint: Hint | None) -> Answer | None:
    if any(says(one, text) for one in VAIN):
        hint = Hint.NOT_SOLVED
    elif any(says(one, text) for one in FINE):
        hint = Hint.SOLVED
    if hint is None and (match := YES_OR_NO.match(plain)):
        hint = Hint.NO if match.group().startswith("n") else Hint.YES
    match hint:
        case Hint.YES | Hint.NO:
            return _only([answer for answer in step.answers if answer.means == hint])
        case Hint.SOLVED:
            return _only([answer for answer in step.answers if leads_only_to(answer, SOLVED)])
        case Hint.NOT_SOLVED:
            other = [answer for answer in step.answers if not leads_only_to(answer, SOLVED)]
            if len(other) == len(step.answers):
                return None
            return _only(other) or _only([answer for answer in other if answer.means])
    return None


def leads_only_to(answer: Answer, end: str) -> bool:
    return {target for _, target in answer.then} == {end}


def _outweighs(saying: Saying | None, plain: str) -> bool:
    """ "Not now, I'm at work" is no "no", but "no, it won't" is."""
    if saying is Saying.LATER:
        return True
    return saying in (Saying.CANNOT, Saying.TRIED) and not YES_OR_NO.match(plain)


def _saying(text: str, plain: str, step: Step, others_done: bool) -> Saying | None:
    did_this = _did(step, text)
    did = did_this or DID_IT.search(plain) is not None
    if did and ALREADY.search(plain) and (did_this or not others_done):
        return Saying.TRIED
    if LATER.search(plain):
        return Saying.LATER
    if CANNOT.search(plain):
        return Saying.CANNOT
    return Saying.DONE if did and (did_this or not others_done) else None


def _command(plain: str) -> Saying | None:
    if len(plain.split()) > LONGEST_COMMAND:
        return None
    for saying, pattern in COMMANDS.items():
        if pattern.fullmatch(plain):
            return saying
    return None


def _only(answers: Sequence[Answer]) -> Answer | None:
    return answers[0] if len(answers) == 1 else None


def _plain(text: str) -> str:
    words = re.sub(r"['’`]", "", text.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", words).split())
