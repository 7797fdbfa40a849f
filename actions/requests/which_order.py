"""Which order, and whose: chosen from the customer's own, or proven by two facts."""

import re
from dataclasses import replace

from actions import store
from actions.handoff import escalate
from actions.refusal import say_no
from actions.requests.case import Case, Need
from actions.said import Button
from bot.domain.catalogue import find_products
from bot.domain.order_details import NumberStyle, OrderDetails, read_details
from bot.domain.orders import Order
from bot.domain.postal import read_address
from bot.domain.refusal import Refusal, Words
from bot.services.proof import Proof, Wrong, prove

MOST_BUTTONS = 5
ANOTHER = re.compile(
    r"\b(?:other|different|another) (?:one|order)\b|\bwrong (?:one|order)\b|\bnot (?:this|that) one\b", re.IGNORECASE
)
NEWEST = re.compile(r"\b(?:last|most recent|recent|new) (?:one|order)\b|\b(?:newest|latest)\b", re.IGNORECASE)
OLDEST = re.compile(r"\b(?:first|previous) (?:one|order)\b|\b(?:oldest|earlier|older)\b", re.IGNORECASE)


def _read_order(case: Case) -> str | None:
    if case.contact and (number := _among_own(case)):
        return number
    if "order" in case.given and not case.turn.chose and not _style(case).pattern.search(case.turn.text):
        return None  # it is known, and bare digits mean something else
    details = _details(case)
    if details.empty:
        return None
    turn = case.turn
    case.heard = True
    known = _known(case).updated(details)
    turn.remember(order_number=known.number, email=known.email, postcode=known.postcode)
    if not known.complete:
        if case.contact and known.number and case.orders:
            say_no(turn, Refusal(Words("utter_order_not_yours", {"order_number": known.number})), _buttons(case.orders))
            case.wait("order")
            case.over = True
        return None
    return _prove(case, known)


def _prove(case: Case, details: OrderDetails) -> str | None:
    turn = case.turn
    proof = Proof(str(turn.metadata.get("visitor_id", "")), str(details.number), details.email, details.postcode)
    with store.working(turn.now) as business:
        found = prove(business.session, business.orders, proof, turn.id, turn.now)
    if isinstance(found, Order):
        turn.signal("identified", order=found.number, contact=found.contact_id)
        turn.remember(order_number=None, email=None, postcode=None)
        case.proven(found.contact_id)
        return found.number
    case.over = True
    if found is Wrong.OVER:
        escalate(turn, "utter_order_tries_over", "identity")
    else:
        say_no(turn, Refusal(Words("utter_order_not_found")))
        case.wait("order")
    return None


def _among_own(case: Case) -> str | None:
    """Chosen from the list, typed, or meant by its words; only of orders whose owner was proven."""
    turn, own = case.turn, {order.number: order for order in case.orders}
    if turn.chose:
        chosen = turn.entity("order_number")
        return chosen if chosen in own else None
    if (typed := read_details(turn.text, _style(case)).number) in own:
        return typed
    candidates = _candidates(case)
    if ANOTHER.search(turn.text) and "order" in case.given:
        others = [order for order in candidates if order.number != case.given["order"]]
        others = others or [order for order in case.orders if order.number != case.given["order"]]
        if len(others) == 1:
            return others[0].number
        del case.given["order"]
        return None
    if "order" in case.given and case.asked != "order":
        return None
    if NEWEST.search(turn.text):
        return candidates[0].number
    if OLDEST.search(turn.text):
        return candidates[-1].number
    if case.asked == "order":
        named = {match.product.id for match in find_products(turn.text, turn.knowledge)}
        meant = [order for order in candidates if named & {item.product_id for item in order.items}]
        return meant[0].number if len(meant) == 1 else None
    return None


def _candidates(case: Case) -> tuple[Order, ...]:
    """What the request is probably about; where nothing fits, all of them, so that the reason can be told."""
    return tuple(order for order in case.orders if case.request.fits(order)) or case.orders


def _only_order(case: Case) -> str | None:
    candidates = _candidates(case)
    return candidates[0].number if len(candidates) == 1 else None


def _details(case: Case) -> OrderDetails:
    turn = case.turn
    if turn.chose:
        return OrderDetails()
    details = read_details(turn.text, _style(case), _known(case))
    if case.asked is None and any(need.name == "email" for need in case.request.needs):
        details = replace(details, email=None)  # it is the new one
    if details.postcode and details.postcode == read_address(turn.text).postcode:
        return replace(details, postcode=None)  # it belongs to an address, which proves nothing
    return details


def _known(case: Case) -> OrderDetails:
    turn = case.turn
    return OrderDetails(turn.slot("order_number"), turn.slot("email"), turn.slot("postcode"))


def _style(case: Case) -> NumberStyle:
    return NumberStyle(case.turn.knowledge.company.order_number)


def _ask_order(case: Case) -> None:
    turn, known, example = case.turn, _known(case), case.turn.knowledge.company.order_number
    if case.orders:
        turn.say("utter_ask_which_order", _buttons(_candidates(case)))
    elif known.number:
        turn.say("utter_ask_order_proof", order_number=known.number)
    elif known.proof:
        turn.say("utter_ask_order_number", example=example)
    else:
        turn.say("utter_ask_order_details", example=example)


def _buttons(orders: tuple[Order, ...]) -> list[Button]:
    def title(order: Order) -> str:
        more = f" + {len(order.items) - 1}" if len(order.items) > 1 else ""
        return f"{order.number}: {order.items[0].name}{more}"

    return [
        {"title": title(order), "payload": f'/chat_give_details{{"order_number": "{order.number}"}}'}
        for order in orders[:MOST_BUTTONS]
    ]


ORDER = Need("order", _read_order, _ask_order, _only_order)


# --- who it is, where no order is needed


def _read_contact(case: Case) -> str | None:
    if case.contact is None:
        _read_order(case)
    return case.contact


def _ask_contact(case: Case) -> None:
    known = _known(case)
    if known.number or known.proof:
        _ask_order(case)
    else:
        case.turn.say("utter_ask_identity", example=case.turn.knowledge.company.order_number)


CONTACT = Need("contact", _read_contact, _ask_contact, lambda case: case.contact)
