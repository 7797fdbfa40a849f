"""Where is my order? Answered only for a number together with the e-mail or postcode that belongs to it.

Changes and cancellations are explained here and done by a colleague.
"""

from datetime import UTC, datetime

from actions import delivery, store
from actions.handoff import escalate, offer
from actions.turn import Turn, TurnAction
from bot.domain.naming import spoken_day
from bot.domain.order_details import NumberStyle, OrderDetails, read_details
from bot.services.orders import FoundOrder, find_order

TASK = "track_order"
TRIES = 3
ON_ITS_WAY = frozenset({"placed", "paid", "packed", "shipped", "out_for_delivery", "delayed"})


class ActionTrackOrder(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if holds_details(turn) or not delivery.in_general(turn):
            track(turn)


class ActionChangeOrder(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not (goes_on(turn) or delivery.in_general(turn)):
            turn.say("utter_policy", policy=turn.knowledge.policies.cancellation.says)
            offer(turn, "utter_colleague_does_it", "service_request")


class ActionCancelOrder(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_policy", policy=turn.knowledge.policies.cancellation.says)
        offer(turn, "utter_colleague_does_it", "service_request")


def goes_on(turn: Turn) -> bool:
    """Take this message as a detail for the order being looked for, if it holds one."""
    if turn.slot("task") != TASK or not holds_details(turn):
        return False
    track(turn)
    return True


def holds_details(turn: Turn) -> bool:
    return not _read(turn).empty


def track(turn: Turn) -> None:
    """Asks only for what is missing; a wrong number and a wrong second fact get the same answer."""
    details = _known(turn).updated(_read(turn))
    turn.remember(task=TASK, order_number=details.number, email=details.email, postcode=details.postcode)
    if not details.complete:
        _ask(turn, details)
        return
    with store.reader() as session:
        order = find_order(session, str(details.number), email=details.email, postcode=details.postcode)
    if order:
        turn.signal("identified", order=order.number)
        _tell(turn, order)
        turn.remember(task=None, order_tries=0)
        return
    tries = int(turn.slot("order_tries") or 0) + 1
    turn.remember(order_tries=tries)
    if tries >= TRIES:
        escalate(turn, "utter_order_tries_over", "identity")
    else:
        turn.say("utter_order_not_found")


def _read(turn: Turn) -> OrderDetails:
    return OrderDetails() if turn.chose else read_details(turn.text, _style(turn), _known(turn))


def _known(turn: Turn) -> OrderDetails:
    return OrderDetails(turn.slot("order_number"), turn.slot("email"), turn.slot("postcode"))


def _style(turn: Turn) -> NumberStyle:
    return NumberStyle(turn.knowledge.company.order_number)


def _ask(turn: Turn, details: OrderDetails) -> None:
    if details.number:
        turn.say("utter_ask_order_proof", order_number=details.number)
    elif details.proof:
        turn.say("utter_ask_order_number", example=turn.knowledge.company.order_number)
    else:
        turn.say("utter_ask_order_details", example=turn.knowledge.company.order_number)


def _tell(turn: Turn, order: FoundOrder) -> None:
    turn.say(f"utter_order_{order.status}", order_number=order.number, ordered=spoken_day(order.ordered_at.date()))
    items = ", ".join(
        f"{item.quantity} × {item.name}" + (f" ({item.option})" if item.option else "") for item in order.items
    )
    if order.carrier and order.tracking:
        turn.say("utter_order_parcel", items=items, carrier=order.carrier, tracking=order.tracking)
    else:
        turn.say("utter_order_items", items=items)
    note = order.history[-1].note if order.history else None
    if note:
        turn.say("utter_order_note", note=note.rstrip("."))
    if order.promised_on is None:
        return
    if order.late(datetime.now(UTC).date()):
        offer(turn, "utter_order_late", "order_late", "high", day=spoken_day(order.promised_on))
    elif order.status in ON_ITS_WAY:
        turn.say("utter_order_arrival", day=spoken_day(order.promised_on))
