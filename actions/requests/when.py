"""What a visit needs to know: which machine, when, and which visit is spoken of."""

import re
from collections.abc import Sequence

from actions import store
from actions.machines import short_names
from actions.refusal import say_no
from actions.requests.case import CONFIRM, Case, Need
from actions.said import Button
from bot.domain.business import Visit
from bot.domain.catalogue import find_products
from bot.domain.naming import spoken_day
from bot.domain.refusal import Refusal, Words
from bot.domain.visits import Slot, fitting, nearest, read_range, says_part
from bot.services import contacts

MOST_OFFERED = 4
ANY = re.compile(
    r"\b(?:any(?: ?time| day| of them)?|earliest|first|soonest|as soon as possible|asap|whenever"
    r"|next (?:free|possible|one)|doesn'?t matter|don'?t (?:care|mind))\b",
    re.IGNORECASE,
)
OTHER_TIME = re.compile(r"\b(?:other|another|different|later|earlier) (?:day|time|date|slot|one)\b", re.IGNORECASE)


# --- which machine


def _read_machine(case: Case) -> str | None:
    turn = case.turn
    named = [turn.entity("product")] if turn.chose else [m.product.id for m in find_products(turn.text, turn.knowledge)]
    machines = [id for id in named if id in short_names(turn.knowledge)]
    return machines[0] if len(machines) == 1 else None


def _own_machine(case: Case) -> str | None:
    """The one that the customer owns, or that was spoken of before."""
    own = {machine.product_id for machine in own_machines(case)}
    if len(own) == 1:
        return own.pop()
    spoken_of: str | None = case.turn.slot("machine")
    return spoken_of


def _ask_machine(case: Case) -> None:
    names = short_names(case.turn.knowledge)
    buttons = [{"title": name, "payload": f'/chat_give_details{{"product": "{id}"}}'} for id, name in names.items()]
    case.turn.say("utter_ask_visit_machine", buttons)


def own_machines(case: Case) -> tuple[contacts.Machine, ...]:
    if case.contact is None:
        return ()
    with store.reader() as session:
        return contacts.machines_of(session, case.contact)


MACHINE = Need("machine", _read_machine, _ask_machine, _own_machine)


# --- when


def free_slots(case: Case) -> tuple[Slot, ...]:
    with store.looking(case.turn.now) as business:
        return business.calendar.free()


def _read_slot(case: Case) -> str | None:
    turn, free = case.turn, free_slots(case)
    wishes = [read_range(value) for value in turn.entities("date")]
    if turn.chose:
        return next((slot.stored() for slot in free if [(slot.start, slot.end)] == wishes), None)
    part = says_part(turn.text) if wishes or case.asked in ("slot", CONFIRM) else ""
    if not wishes and not part:
        if case.asked == CONFIRM and OTHER_TIME.search(turn.text):
            case.given.pop("slot", None)
        return free[0].stored() if free and case.asked == "slot" and ANY.search(turn.text) else None
    offered = [slot for slot in free if slot.stored() in case.given.get("offered", [])]
    fits = (fitting(offered, wishes, part) if not wishes else []) or fitting(free, wishes, part)
    if len(fits) == 1:
        return fits[0].stored()
    case.heard = True
    case.given.pop("slot", None)
    if fits:
        case.given["offered"] = [slot.stored() for slot in nearest(fits, wishes, MOST_OFFERED)]
        return None
    close = nearest(free, wishes, MOST_OFFERED)
    case.given["offered"] = [slot.stored() for slot in close]
    say_no(turn, Refusal(Words("utter_no_slot_then")), _buttons(close))
    case.wait("slot")
    case.over = True
    return None


def _ask_slot(case: Case) -> None:
    free = free_slots(case)
    offered = [slot for slot in free if slot.stored() in case.given.get("offered", [])]
    shown = offered or nearest(free, [], MOST_OFFERED)
    case.given["offered"] = [slot.stored() for slot in shown]
    case.turn.say("utter_ask_slot", _buttons(shown))


def _buttons(slots: Sequence[Slot]) -> list[Button]:
    return [
        {"title": spoken_slot(slot), "payload": f'/chat_give_details{{"date": "{slot.stored()}"}}'} for slot in slots
    ]


def spoken_slot(slot: Slot) -> str:
    return f"{spoken_day(slot.day)}, {slot.opens:%H:%M}-{slot.closes:%H:%M}"


SLOT = Need("slot", _read_slot, _ask_slot)


# --- which visit


def visits_of(case: Case) -> tuple[Visit, ...]:
    if case.contact is None:
        return ()
    with store.looking(case.turn.now) as business:
        return business.calendar.of(case.contact)


def _read_visit(case: Case) -> str | None:
    """One of several is meant by its day."""
    if case.asked != "visit":
        return None
    wishes = [read_range(value) for value in case.turn.entities("date")]
    meant = [visit.id for visit in visits_of(case) if any(visit.slot.overlaps(wish) for wish in wishes)]
    return meant[0] if len(meant) == 1 else None


def _ask_visit(case: Case) -> None:
    case.turn.say("utter_ask_which_visit", _buttons([visit.slot for visit in visits_of(case)]))


def _only_visit(case: Case) -> str | None:
    visits = visits_of(case)
    return visits[0].id if len(visits) == 1 else None


VISIT = Need("visit", _read_visit, _ask_visit, _only_visit)
