"""Is it still under warranty? By the serial number, which stands on the machine and tells nothing about its owner."""

from actions import store
from actions.machines import short_names
from actions.refusal import say_no
from actions.requests.case import Case, Done, Need, Request
from actions.requests.when import own_machines
from bot.domain.naming import spoken_day
from bot.domain.refusal import Refusal, Words
from bot.services import contacts
from bot.services.business import Business


def _read_serial(case: Case) -> str | None:
    serial = case.turn.entity("serial_number")
    if serial is None:
        return None
    with store.reader() as session:
        known = contacts.machine(session, serial)
    if known:
        return known.serial
    say_no(case.turn, Refusal(Words("utter_serial_not_found", {"serial": serial})))
    case.wait("serial")
    case.over = True
    return None


def _own_serial(case: Case) -> str | None:
    own = own_machines(case)
    return own[0].serial if len(own) == 1 else None


def _ask_serial(case: Case) -> None:
    buttons = [
        {
            "title": f"{short_names(case.turn.knowledge).get(one.product_id, one.product_id)} {one.serial}",
            "payload": f'/chat_give_details{{"serial_number": "{one.serial}"}}',
        }
        for one in own_machines(case)
    ]
    case.turn.say("utter_ask_serial", buttons, example=case.turn.knowledge.company.serial_number)


SERIAL = Need("serial", _read_serial, _ask_serial, _own_serial)


def _check(case: Case, business: Business) -> Done:
    warranty = case.turn.knowledge.policies.warranty
    machine = contacts.machine(business.session, case.given["serial"])
    if machine is None:
        raise LookupError("a machine that was known a moment ago has gone")
    until = machine.covered_until(warranty)
    said = {
        "serial": machine.serial,
        "machine": short_names(case.turn.knowledge).get(machine.product_id, machine.product_id),
        "until": f"{spoken_day(until)} {until.year}",
        "fee": str(case.turn.knowledge.policies.visits.says),
    }
    covered = case.turn.now.date() <= until
    # The question that follows begins the visit.
    return Done((Words("utter_warranty_covered" if covered else "utter_warranty_over", said),), then="book_visit")


CHECK = Request("check_warranty", (SERIAL,), _check)
