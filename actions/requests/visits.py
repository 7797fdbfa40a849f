"""A technician at the door: booked, moved and cancelled against the windows that are really free."""

from actions import store
from actions.machines import short_names
from actions.requests.case import Case, Done, No, Refused, Request
from actions.requests.terms import spoken_money
from actions.requests.when import MACHINE, SLOT, VISIT, free_slots, own_machines, visits_of
from actions.requests.which_order import CONTACT
from bot.domain.business import Visit
from bot.domain.naming import spoken_day
from bot.domain.refusal import Words
from bot.domain.visits import Slot, fee
from bot.services import contacts
from bot.services.business import Business


def _chosen(case: Case, visits: tuple[Visit, ...]) -> Visit | None:
    return next((visit for visit in visits if visit.id == case.given.get("visit")), None)


def _no_visit(case: Case) -> No | None:
    if "contact" in case.given and not visits_of(case):
        return No(Words("utter_refuse_no_visit"), then="book_visit")
    return None


# --- book


def _fee_cents(case: Case) -> int:
    turn, product = case.turn, case.given["machine"]
    policies, today = turn.knowledge.policies, turn.now.date()
    with store.reader() as session:
        plans = contacts.plans_of(session, str(case.contact))
    covered = any(m.product_id == product and today <= m.covered_until(policies.warranty) for m in own_machines(case))
    return int(fee(policies.visits, plans, covered) * 100)


def _said(case: Case, slot: Slot, product: str, cents: int) -> dict[str, str]:
    return {
        "when": f"{spoken_day(slot.day)} between {slot.opens:%H:%M} and {slot.closes:%H:%M}",
        "machine": short_names(case.turn.knowledge).get(product, product),
        "fee": spoken_money(case, cents),
    }


def _check_book(case: Case) -> No | None:
    if "contact" in case.given and "machine" in case.given and "slot" not in case.given:
        for visit in visits_of(case):
            if visit.product_id == case.given["machine"]:
                said = _said(case, visit.slot, visit.product_id, visit.fee_cents)
                return No(Words("utter_refuse_visit_exists", said), then="move_visit")
        if not free_slots(case):
            return No(Words("utter_refuse_no_slots"))
    return None


def _confirm_book(case: Case) -> Words:
    cents = _fee_cents(case)
    said = _said(case, Slot.read(case.given["slot"]), case.given["machine"], cents)
    return Words("utter_confirm_visit_fee" if cents else "utter_confirm_visit_free", said)


def _book(case: Case, business: Business) -> Done:
    slot, product, cents = Slot.read(case.given["slot"]), case.given["machine"], _fee_cents(case)
    if business.calendar.book(str(case.contact), slot, product, cents, case.key) is None:
        raise Refused(No(Words("utter_refuse_slot_taken", _said(case, slot, product, cents)), again="slot"))
    return Done((Words("utter_done_visit", _said(case, slot, product, cents)),))


BOOK = Request("book_visit", (CONTACT, MACHINE, SLOT), _book, _check_book, _confirm_book)


# --- move


def _confirm_move(case: Case) -> Words:
    visit, slot = _chosen(case, visits_of(case)), Slot.read(case.given["slot"])
    before = _said(case, visit.slot, visit.product_id, visit.fee_cents)["when"] if visit else ""
    return Words(
        "utter_confirm_move_visit", _said(case, slot, visit.product_id if visit else "", 0) | {"before": before}
    )


def _move(case: Case, business: Business) -> Done:
    visit, slot = _chosen(case, business.calendar.of(str(case.contact))), Slot.read(case.given["slot"])
    if visit is None:
        raise Refused(No(Words("utter_refuse_no_visit"), then="book_visit"))
    said = _said(case, slot, visit.product_id, visit.fee_cents)
    if visit.slot == slot:
        return Done((Words("utter_already_visit", said),))
    if business.calendar.move(visit.id, slot, case.key) is None:
        raise Refused(No(Words("utter_refuse_slot_taken", said), again="slot"))
    return Done((Words("utter_done_move_visit", said),))


MOVE = Request("move_visit", (CONTACT, VISIT, SLOT), _move, _no_visit, _confirm_move)


# --- cancel, show


def _confirm_cancel(case: Case) -> Words:
    visit = _chosen(case, visits_of(case))
    return Words("utter_confirm_cancel_visit", _said(case, visit.slot, visit.product_id, 0) if visit else {})


def _cancel(case: Case, business: Business) -> Done:
    visit = _chosen(case, business.calendar.of(str(case.contact)))
    if visit is None:
        raise Refused(No(Words("utter_refuse_no_visit"), then="book_visit"))
    business.calendar.cancel(visit.id, case.key)
    return Done((Words("utter_done_cancel_visit", _said(case, visit.slot, visit.product_id, 0)),))


CANCEL = Request("cancel_visit", (CONTACT, VISIT), _cancel, _no_visit, _confirm_cancel)


def _show(case: Case, business: Business) -> Done:
    visits = business.calendar.of(str(case.contact))
    return Done(tuple(Words("utter_visit_is", _said(case, one.slot, one.product_id, one.fee_cents)) for one in visits))


SHOW = Request("show_visit", (CONTACT,), _show, _no_visit)
