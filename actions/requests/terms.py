"""How an order and its money are spoken of, and how money goes back."""

from decimal import Decimal

from actions.requests.case import Case
from bot.domain.business import Refund
from bot.domain.facts import money
from bot.domain.naming import spoken_day
from bot.domain.orders import Order
from bot.domain.working_time import working_days_after
from bot.services.business import Business


def spoken_money(case: Case, cents: int) -> str:
    return money(Decimal(cents) / 100, case.turn.knowledge)


def spoken(order: Order) -> str:
    return ", ".join(f"{i.quantity} × {i.name}" + (f" ({i.option})" if i.option else "") for i in order.items)


def values(case: Case, order: Order) -> dict[str, str]:
    refunds = case.turn.knowledge.policies.refunds
    return {
        "order": order.number,
        "items": spoken(order),
        "total": spoken_money(case, order.total_cents),
        "ordered": spoken_day(order.ordered_at.date()),
        "days": str(refunds.working_days),
        "return_days": str(case.turn.knowledge.policies.returns.days),
    }


def give_back(case: Case, business: Business, order: Order, cents: int) -> Refund:
    """What is above the company's limit is decided by a person."""
    refunds = case.turn.knowledge.policies.refunds
    due_on = working_days_after(case.turn.knowledge.company, business.now, refunds.working_days)
    return business.billing.refund(order.number, cents, cents <= refunds.person_above * 100, due_on, case.key)
