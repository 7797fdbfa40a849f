"""Money: where a refund is, a copy of an invoice, a charge that came twice."""

from actions import store
from actions.requests.case import Case, Done, No, Refused, Request
from actions.requests.terms import give_back, spoken_money, values
from actions.requests.which_order import ORDER
from bot.domain.business import Charge, Refund, RefundStatus
from bot.domain.naming import spoken_day
from bot.domain.orders import Order, OrderStatus
from bot.domain.refusal import Words
from bot.services.business import Business

GONE_BACK = (OrderStatus.CANCELLED, OrderStatus.RETURNING, OrderStatus.REFUNDED)


# --- where is my refund


def _refund_status(case: Case, business: Business) -> Done:
    order, refunds = case.order, business.billing.refunds(case.order.number)
    said = values(case, order)
    if refunds:
        last = refunds[-1]
        said |= {"money": spoken_money(case, last.cents), "day": spoken_day(last.sent_on or last.due_on)}
        return Done((Words(f"utter_refund_{last.status}", said),))
    if order.status is OrderStatus.RETURNING:
        return Done((Words("utter_refund_awaits_parcel", said),))
    if order.status is OrderStatus.CANCELLED:
        return Done((Words("utter_refund_nothing_paid", said),))
    then = "return_item" if order.status is OrderStatus.DELIVERED else None
    raise Refused(No(Words("utter_refuse_no_refund" if then else "utter_refuse_no_refund_yet", said), then or "person"))


REFUND_STATUS = Request("refund_status", (ORDER,), _refund_status, fits=lambda order: order.status in GONE_BACK)


# --- a copy of the invoice


def _invoice(case: Case, business: Business) -> Done:
    order = case.order
    invoice = business.billing.invoice(order.number)
    if invoice is None:
        raise Refused(No(Words("utter_refuse_no_invoice", values(case, order))))
    said = values(case, order) | {"invoice": invoice.number, "issued": spoken_day(invoice.issued_on)}
    return Done((Words("utter_done_invoice", said),), document=("invoice", order.number))


INVOICE = Request("send_invoice", (ORDER,), _invoice)


# --- charged twice


def _too_much(business: Business, order: Order) -> int:
    """What was taken and neither owed nor given back, in cents."""
    taken = sum(charge.cents for charge in business.billing.charges(order.number))
    returned = sum(refund.cents for refund in business.billing.refunds(order.number))
    return max(taken - returned - order.total_cents, 0)


def _looked_up(case: Case) -> tuple[tuple[Charge, ...], int, tuple[Refund, ...]]:
    with store.looking(case.turn.now) as business:
        number = case.order.number
        charges, refunds = business.billing.charges(number), business.billing.refunds(number)
        return charges, _too_much(business, case.order), refunds


def _check_charges(case: Case) -> No | None:
    charges, too_much, refunds = _looked_up(case)
    said = values(case, case.order)
    if too_much:
        return None
    if refunds and len(charges) > 1:
        last = refunds[-1]
        said |= {"money": spoken_money(case, last.cents), "day": spoken_day(last.sent_on or last.due_on)}
        return No(Words(f"utter_already_refunded_{last.status}", said), then=None)
    if charges:
        said |= {"money": spoken_money(case, charges[0].cents), "day": spoken_day(charges[0].at.date())}
        return No(Words("utter_refuse_charged_once", said))
    return No(Words("utter_refuse_not_charged", said))


def _confirm_charges(case: Case) -> Words:
    charges, too_much, _ = _looked_up(case)
    said = values(case, case.order) | {"money": spoken_money(case, too_much), "count": str(len(charges))}
    over = too_much > case.turn.knowledge.policies.refunds.person_above * 100
    return Words("utter_confirm_double_charge_person" if over else "utter_confirm_double_charge", said)


def _refund_charge(case: Case, business: Business) -> Done:
    order = business.orders.hold(case.given["order"])
    too_much = _too_much(business, order) if order else 0
    if order is None or not too_much:
        raise Refused(_check_charges(case) or No(Words("utter_refuse_not_charged", values(case, case.order))))
    refund = give_back(case, business, order, too_much)
    said = values(case, order) | {"money": spoken_money(case, too_much), "day": spoken_day(refund.due_on)}
    if refund.status is RefundStatus.TO_APPROVE:
        return Done((Words("utter_done_double_charge_person", said),), escalate="refund")
    return Done((Words("utter_done_double_charge", said),))


DOUBLE_CHARGE = Request("double_charge", (ORDER,), _refund_charge, _check_charges, _confirm_charges)
