"""What may be given after something went wrong: how much, by whom, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.knowledge import Goodwill, Grievance
from bot.domain.words import phrase, places

CENT = Decimal("0.01")


class Standing(StrEnum):
    """Of an entry in the ledger."""

    GIVEN = "given"  # by the bot, within its limits
    ASKED = "asked"  # a person has to decide
    APPROVED = "approved"
    REFUSED = "refused"


class Limit(StrEnum):
    """Why the bot may not decide alone."""

    AMOUNT = "amount"
    TOO_OFTEN = "too_often"
    MONTH = "month"


@dataclass(frozen=True)
class History:
    """What was given (or approved) before: how often to this contact within a year, how much by the bot this month."""

    times: int
    month: Decimal


def grievance_in(text: str, goodwill: Goodwill) -> tuple[Grievance, str] | None:
    """What a complaint is about and the word that tells it; the longest such word counts."""
    words = phrase(text)
    found = [
        (len(phrase(word)), one, word)
        for one in goodwill.grievances
        for word in one.words
        if places(phrase(word), words)
    ]
    if not found:
        return None
    _, grievance, word = max(found, key=lambda each: each[0])
    return grievance, word


def own_words(text: str, word: str, longest: int = 160) -> str:
    """The sentence of a complaint that tells what happened."""
    sentences = [one.strip() for one in _sentences(text) if places(phrase(word), phrase(one))]
    said = (sentences or [text.strip()])[0].rstrip(".!? ")
    return said if len(said) <= longest else said[:longest].rsplit(" ", 1)[0] + " …"


def amount(grievance: Grievance, order_value: Decimal | None) -> Decimal:
    """A fixed sum, or a share of what the order cost where that is more."""
    share = (order_value or Decimal(0)) * grievance.percent / 100
    return max(grievance.amount, share).quantize(CENT, ROUND_HALF_UP)


def limit(goodwill: Goodwill, wanted: Decimal, history: History) -> Limit | None:
    """None: the bot may give it."""
    if wanted > goodwill.bot_up_to:
        return Limit.AMOUNT
    if history.times >= goodwill.per_contact_a_year:
        return Limit.TOO_OFTEN
    if history.month + wanted > goodwill.bot_a_month:
        return Limit.MONTH
    return None


def _sentences(text: str) -> Sequence[str]:
    parts, start = [], 0
    for at, letter in enumerate(text):
        if letter in ".!?\n" and text[at + 1 : at + 2] in ("", " ", "\n"):
            parts.append(text[start : at + 1])
            start = at + 1
    return [*parts, text[start:]]
