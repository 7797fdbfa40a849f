"""Requests about orders: where it is, another address, something added, cancelled."""

from actions.requests.case import Case, Done, No, Refused, Request
from actions.requests.details import ADDRESS, ITEMS, spoken_items
from actions.requests.terms import give_back, spoken_money, values
from actions.requests.which_order import ORDER
from bot.domain.business import RefundStatus
from bot.domain.naming import spoken_day
from bot.domain.orders import Item, Order, OrderStatus, shipping_for, why_fixed
from bot.domain.postal import Address
from bot.domain.products import Product
from bot.domain.refusal import Words
from bot.services.business import Business


def changeable(order: Order) -> bool:
    return order.underway and not order.reached(OrderStatus.PACKED)


def _fixed(case: Case, order: Order) -> No | None:
    """Too late, over, or not to be changed for another reason."""
    why = why_fixed(order, case.turn.knowledge.policies.cancellation)
    match why:
        case None:
            return None
        case "delivered":
            return No(Words("utter_refuse_delivered", values(case, order)), then="return_item")
        case "cancelled" | "returning" | "refunded":
            return No(Words(f"utter_refuse_{why}", values(case, order)), then=None)
        case _:
            return No(Words("utter_refuse_on_its_way", values(case, order)))


def _still_open(case: Case, business: Business) -> Order:
    """Held, and looked at again: it may have been packed since the question was asked."""
    order = business.orders.hold(case.given["order"])
    if order is None or order.contact_id != case.contact:
        raise LookupError("the order of a proven contact has gone")
    if no := _fixed(case, order):
        raise Refused(no)
    return order


# --- where is it


def _track(case: Case, business: Business) -> Done:
    order = case.order
    said = [Words(f"utter_order_{order.status}", values(case, order))]
    if order.carrier and order.tracking:
        parcel = {"carrier": order.carrier, "tracking": order.tracking}
        said.append(Words("utter_order_parcel", values(case, order) | parcel))
    else:
        said.append(Words("utter_order_items", values(case, order)))
    if note := order.history[-1].note if order.history else None:
        said.append(Words("utter_order_note", {"note": note.rstrip(".")}))
    if order.promised_on and order.late(case.turn.now.date()):
        said.append(Words("utter_order_late", {"day": spoken_day(order.promised_on)}))
        return Done(tuple(said), offer="order_late")
    if order.promised_on and order.underway:
        said.append(Words("utter_order_arrival", {"day": spoken_day(order.promised_on)}))
    return Done(tuple(said))


TRACK = Request("track_order", (ORDER,), _track, fits=lambda order: order.underway)


# --- cancel


def _confirm_cancel(case: Case) -> Words:
    paid = case.order.reached(OrderStatus.PAID)
    return Words(f"utter_confirm_cancel_{'paid' if paid else 'unpaid'}", values(case, case.order))


def _cancel(case: Case, business: Business) -> Done:
    order = _still_open(case, business)
    business.orders.cancel(order.number, case.key)
    if not order.reached(OrderStatus.PAID):
        return Done((Words("utter_done_cancel_unpaid", values(case, order)),))
    refund = give_back(case, business, order, order.total_cents)
    if refund.status is RefundStatus.TO_APPROVE:
        return Done((Words("utter_done_cancel_person", values(case, order)),), escalate="refund")
    return Done((Words("utter_done_cancel_paid", values(case, order)),))


CANCEL = Request(
    "cancel_order", (ORDER,), _cancel, lambda case: _fixed(case, case.order), _confirm_cancel, fits=changeable
)


# --- another address


def _address(case: Case) -> Address:
    return Address(**case.given["address"])


def _check_address(case: Case) -> No | None:
    if no := _fixed(case, case.order):
        return no
    if "address" in case.given and _address(case) == case.order.address:
        return No(Words("utter_already_address", {"order": case.order.number, "address": str(_address(case))}), None)
    return None


def _confirm_address(case: Case) -> Words:
    return Words("utter_confirm_address", values(case, case.order) | {"address": str(_address(case))})


def _send_to(case: Case, business: Business) -> Done:
    order = _still_open(case, business)
    business.orders.send_to(order.number, _address(case), case.key)
    return Done((Words("utter_done_address", {"order": order.number, "address": str(_address(case))}),))


CHANGE_ADDRESS = Request(
    "change_address", (ORDER, ADDRESS), _send_to, _check_address, _confirm_address, fits=changeable
)


# --- something more


def _new_items(case: Case) -> list[Item]:
    found = []
    for wanted in case.given["items"]:
        product = case.turn.knowledge.product(wanted["product"])
        if product and product.price:
            cents = int(product.price * 100)
            found.append(Item(product.id, product.name, None, wanted["quantity"], cents))
    return found


def _check_items(case: Case) -> No | None:
    if no := _fixed(case, case.order):
        return no
    if any(product and product.options for product in _products(case)):
        return No(Words("utter_refuse_add_machine", {"order": case.order.number, "items": spoken_items(case)}))
    return None


def _products(case: Case) -> list[Product | None]:
    return [case.turn.knowledge.product(item["product"]) for item in case.given.get("items", [])]


def _with_items(case: Case, order: Order) -> dict[str, str]:
    added = sum(item.cents for item in _new_items(case))
    before = sum(item.cents for item in order.items)
    shipping = shipping_for(before + added, case.turn.knowledge.policies.shipping)
    total = before + added + min(shipping, order.shipping_cents)
    difference = total - order.total_cents
    return values(case, order) | {
        "added": spoken_items(case),
        "price": spoken_money(case, added),
        "new_total": spoken_money(case, total),
        "difference": spoken_money(case, difference),
    }


def _confirm_items(case: Case) -> Words:
    return Words("utter_confirm_items", _with_items(case, case.order))


def _add(case: Case, business: Business) -> Done:
    order = _still_open(case, business)
    said = Words("utter_done_items", _with_items(case, order))
    so_far = sum(item.cents for item in order.items)
    for item in _new_items(case):
        so_far += item.cents
        shipping = min(shipping_for(so_far, case.turn.knowledge.policies.shipping), order.shipping_cents)
        business.orders.add(order.number, item, shipping, case.key)
    after = business.orders.hold(order.number)
    if after and order.reached(OrderStatus.PAID):
        business.billing.charge(order.number, after.total_cents - order.total_cents, case.key)
    return Done((said,))


ADD_ITEM = Request("add_item", (ORDER, ITEMS), _add, _check_items, _confirm_items, fits=changeable)
