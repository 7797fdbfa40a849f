"""Sending something back: which things, the label, the money."""

import re

from actions import titles
from actions.requests.case import Case, Done, Need, No, Refused, Request
from actions.requests.orders import changeable
from actions.requests.terms import spoken_money, values
from actions.requests.which_order import ORDER
from bot.domain.catalogue import find_forms, find_products
from bot.domain.naming import spoken_day
from bot.domain.orders import Item, Order, OrderStatus
from bot.domain.refusal import Words
from bot.services.business import Business

EVERYTHING_PAYLOAD = '/chat_give_details{"reason": "everything"}'
EVERYTHING = re.compile(r"\b(?:everything|all(?: of (?:it|them))?|both|the (?:whole|complete|entire)|it all)\b", re.I)


def returnable(order: Order) -> bool:
    return order.status in (OrderStatus.DELIVERED, OrderStatus.RETURNING)


def _read_things(case: Case) -> list[str] | None:
    turn = case.turn
    if "order" not in case.given:
        return None
    bought = [item.product_id for item in case.order.items]
    if turn.chose:
        if turn.entity("reason") == "everything":
            return bought
        return [chosen] if (chosen := turn.entity("product")) in bought else None
    if case.asked is not None and EVERYTHING.search(turn.text):
        return bought
    named = {match.product.id for match in find_products(turn.text, turn.knowledge)}
    forms = set(find_forms(turn.text, turn.knowledge))
    products = [turn.knowledge.product(id) for id in bought]
    return [one.id for one in products if one and (one.id in named or (not named and one.form in forms))] or None


def _ask_things(case: Case) -> None:
    buttons = [
        {"title": item.name, "payload": f'/chat_give_details{{"product": "{item.product_id}"}}'}
        for item in case.order.items
    ]
    case.turn.say("utter_ask_return_things", [*buttons, titles.choice("everything", EVERYTHING_PAYLOAD)])


def _only_thing(case: Case) -> list[str] | None:
    bought = [item.product_id for item in case.order.items]
    return bought if len(bought) == 1 or case.order.status is OrderStatus.RETURNING else None


THINGS = Need("things", _read_things, _ask_things, _only_thing)


def _items(case: Case) -> list[Item]:
    return [item for item in case.order.items if item.product_id in case.given["things"]]


def _check(case: Case) -> No | None:
    order, returns = case.order, case.turn.knowledge.policies.returns
    said = values(case, order)
    delivered = order.delivered_on()
    if order.status is OrderStatus.CANCELLED:
        return No(Words("utter_refuse_cancelled", said), then=None)
    if order.status is OrderStatus.REFUNDED:
        return No(Words("utter_refuse_refunded", said), then=None)
    if changeable(order):
        return No(Words("utter_refuse_return_not_sent", said), then="cancel_order")
    if order.underway:
        return No(Words("utter_refuse_return_underway", said))
    if delivered and (case.turn.now.date() - delivered).days > returns.days and order.status is OrderStatus.DELIVERED:
        return No(Words("utter_refuse_return_late", said | {"delivered": spoken_day(delivered)}))
    return None


def _confirm(case: Case) -> Words:
    items = _items(case)
    named = ", ".join(f"{item.quantity} × {item.name}" for item in items)
    money = spoken_money(case, sum(item.cents for item in items))
    return Words("utter_confirm_return", values(case, case.order) | {"things": named, "money": money})


def _do(case: Case, business: Business) -> Done:
    order = business.orders.hold(case.given["order"])
    if order is None or not returnable(order):
        raise Refused(_check(case) or No(Words("utter_refuse_return_underway", values(case, case.order))))
    label = business.orders.take_back(order.number, _items(case), case.key)
    said = values(case, order) | {"code": label.code, "money": spoken_money(case, label.cents)}
    again = label.asked_at != business.now
    return Done(
        (Words("utter_already_return" if again else "utter_done_return", said),), document=("label", order.number)
    )


RETURN = Request("return_item", (ORDER, THINGS), _do, _check, _confirm, fits=returnable)
