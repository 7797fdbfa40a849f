"""What may be given after something went wrong: how much, by whom, and how often."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.orders import Order
from bot.domain.policies import Goodwill, Grievance
from bot.domain.words import phrase, places

CENT = Decimal("0.01")
SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
CLAUSES = re.compile(r"\s*[,;]\s+|\s+(?:and|but|because|so)\s+", re.IGNORECASE)
LEAST_WORDS, MOST_LETTERS = 3, 160


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
    UNPROVEN = "unproven"


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


def told_by_a_phrase(text: str, goodwill: Goodwill) -> bool:
    """More than one word tells it ("never showed up"), so it is a complaint whatever the message was taken for."""
    found = grievance_in(text, goodwill)
    return found is not None and found[0].explained is not None and len(phrase(found[1])) > 1


def own_words(text: str, word: str) -> str:
    """The part of a complaint that tells what happened, without the steam around it where that can be told apart."""
    sentence = _with(word, SENTENCES.split(text)) or text
    clause = _with(word, CLAUSES.split(sentence)) or sentence
    said = (clause if len(clause.split()) >= LEAST_WORDS else sentence).strip(" .,;!?\n")
    return said if len(said) <= MOST_LETTERS else said[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"


def _with(word: str, parts: Sequence[str]) -> str | None:
    return next((part for part in parts if places(phrase(word), phrase(part))), None)


def amount(grievance: Grievance, order_value: Decimal | None) -> Decimal:
    """A fixed sum, or a share of what the order cost where that is more."""
    share = (order_value or Decimal(0)) * grievance.percent / 100
    return max(grievance.amount, share).quantize(CENT, ROUND_HALF_UP)


PROOFS: dict[str, Callable[[Order, date], bool]] = {"late_order": Order.came_late}
"""What the books say of one order of the customer. Money is never given on a word that they contradict."""


def borne_out(grievance: Grievance, orders: Iterable[Order], today: date) -> bool:
    return grievance.proof is None or any(PROOFS[grievance.proof](order, today) for order in orders)


def limit(goodwill: Goodwill, wanted: Decimal, history: History, borne_out: bool = True) -> Limit | None:
    """None: the bot may give it."""
    if not borne_out:
        return Limit.UNPROVEN
    if wanted > goodwill.bot_up_to:
        return Limit.AMOUNT
    if history.times >= goodwill.per_contact_a_year:
        return Limit.TOO_OFTEN
    if history.month + wanted > goodwill.bot_a_month:
        return Limit.MONTH
    return None
