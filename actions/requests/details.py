"""Where an order shall go, and what shall be added to it."""

import re
from dataclasses import asdict
from typing import Any

from actions import availability
from actions.requests.case import CONFIRM, Case, Need
from bot.domain.additions import read_additions, read_count
from bot.domain.naming import called
from bot.domain.postal import Address, read_address

MOST_BUTTONS = 5
ASKS = re.compile(r"\?\s*$|^\W*(?:what|how|when|where|which|why|do you|does|is|are)\b", re.IGNORECASE)


def _read_new_address(case: Case) -> dict[str, Any] | None:
    read = Address() if case.turn.chose else read_address(case.turn.text)
    if read.empty:
        return None
    so_far = case.given.get("address_so_far") or case.given.get("address") or {}
    address = Address(**so_far).updated(read)
    if not address.complete:
        case.given["address_so_far"] = asdict(address)
        return None
    case.given.pop("address_so_far", None)
    return asdict(address)


def _ask_new_address(case: Case) -> None:
    so_far = Address(**case.given.get("address_so_far", {}))
    if so_far.street:
        case.turn.say("utter_ask_address_town", street=so_far.street)
    elif so_far.city:
        case.turn.say("utter_ask_address_street", town=str(so_far))
    else:
        case.turn.say("utter_ask_address")


ADDRESS = Need("address", _read_new_address, _ask_new_address)


def _read_items(case: Case) -> list[dict[str, Any]] | None:
    turn = case.turn
    if turn.chose:
        chosen = turn.knowledge.product(turn.entity("product") or "")
        return [{"product": chosen.id, "quantity": case.given.get("count", 1)}] if chosen else None
    if case.asked is not None and ASKS.search(turn.text):
        return None
    before = case.given.get("items") or []
    if len(before) == 1 and case.asked == CONFIRM and (count := read_count(turn.text)):
        return [before[0] | {"quantity": count}]
    items = []
    for addition in read_additions(turn.text, turn.knowledge):
        there = [product for product in addition.products if product.in_stock and product.price]
        if not there:
            availability.refuse(turn, addition.products[0])
            case.wait("items")
            case.over = True
            return None
        if len(there) > 1:
            case.given["count"] = addition.quantity
            buttons = [{"title": one.name, "payload": f'/chat_give_details{{"product": "{one.id}"}}'} for one in there]
            turn.say("utter_ask_which_addition", buttons[:MOST_BUTTONS])
            case.wait("items")
            case.over = True
            return None
        items.append({"product": there[0].id, "quantity": addition.quantity})
    return items or None


def _ask_items(case: Case) -> None:
    case.turn.say("utter_ask_addition")


ITEMS = Need("items", _read_items, _ask_items)


def spoken_items(case: Case) -> str:
    knowledge = case.turn.knowledge
    products = [(knowledge.product(item["product"]), item["quantity"]) for item in case.given["items"]]
    return ", ".join(f"{quantity} × {called(product)}" for product, quantity in products if product)
