"""A customer's plans: when one ends, how long it may rest, and what is offered to who thinks of leaving."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.policies import LeavingReason
from bot.domain.products import Plan
from bot.domain.words import phrase


@dataclass(frozen=True)
class HeldPlan:
    """`ends_on` is set when it was cancelled and still runs."""

    id: str
    contact_id: str
    plan_id: str
    since: date
    paused_until: date | None
    ends_on: date | None


def ends_on(held: HeldPlan, plan: Plan, today: date) -> date:
    """The end of this month, or of the last month that was agreed on."""
    return _end_of_month(max(today, months_later(held.since, plan.least_months)))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def reason_in(text: str, reasons: Sequence[LeavingReason]) -> LeavingReason | None:
    """The first one that has one of its words or phrases in the text."""
    said = " ".join(phrase(text))
    return next((one for one in reasons if any(f" {' '.join(phrase(w))} " in f" {said} " for w in one.words)), None)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
