"""What a customer changes about themselves, and the wish to have everything erased."""

import re
from collections.abc import Callable

from actions import store
from actions.requests.case import CONFIRM, Case, Done, Need, No, Refused, Request
from actions.requests.details import ADDRESS
from actions.requests.which_order import CONTACT
from actions.requests.yes_no import yes_or_no
from bot.domain.naming import spoken_day
from bot.domain.order_details import EMAIL as EMAIL_FORM
from bot.domain.postal import Address
from bot.domain.refusal import Words
from bot.services import contacts
from bot.services.business import Business

PHONE_FORM = re.compile(r"(?<![\w-])(?:\+|00)?\d[\d ()/.-]{5,20}\d(?![\w-])")
NAME = r"[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){1,4}"
SAYS_NAME = re.compile(rf"\b(?:name (?:is|to)|called|to be|now|to)\s(?P<name>{NAME})\s*[.!]?$", re.IGNORECASE)
ONLY_NAME = re.compile(
    rf"\W*(?:(?:it'?s|it is|i'?m|my (?:new )?name is|please|no|sorry|to|make it|now)[,:\s]+)*"
    rf"(?P<name>{NAME})\s*[.!]?\s*",
    re.IGNORECASE,
)
NO_NAME = re.compile(r"\b(?:order|account|please|change|can|you|the|my|want|cancel|what|how|is)\b", re.IGNORECASE)


def _read_email(case: Case) -> str | None:
    if case.turn.chose or case.asked == "contact":
        return None
    found = EMAIL_FORM.findall(case.turn.text)
    return found[-1].lower() if found else None


def _read_phone(case: Case) -> str | None:
    if case.turn.chose or case.asked == "contact":
        return None
    said = case.turn.entity("phone")
    if said is None and case.asked in ("phone", CONFIRM) and (found := PHONE_FORM.search(case.turn.text)):
        said = found.group().strip()
    return said


def _read_name(case: Case) -> str | None:
    if case.turn.chose or case.asked == "contact" or yes_or_no(case.turn) == "yes":
        return None
    form = ONLY_NAME.fullmatch(case.turn.text) if case.asked in ("name", CONFIRM) else None
    found = form or SAYS_NAME.search(case.turn.text)
    name = " ".join(found["name"].split()) if found else None
    return name if name and not NO_NAME.search(name) else None


def _asks(response: str) -> Callable[[Case], None]:
    def ask(case: Case) -> None:
        case.turn.say(response)

    return ask


EMAIL = Need("email", _read_email, _asks("utter_ask_new_email"))
PHONE = Need("phone", _read_phone, _asks("utter_ask_new_phone"))
FULL_NAME = Need("name", _read_name, _asks("utter_ask_new_name"))


def _said(case: Case, what: str) -> dict[str, str]:
    value = case.given[what]
    return {"new": str(Address(**value)) if isinstance(value, dict) else str(value)}


def _change_email(case: Case, business: Business) -> Done:
    if not contacts.change_email(business.session, str(case.contact), case.given["email"]):
        raise Refused(No(Words("utter_refuse_email", _said(case, "email"))))
    return Done((Words("utter_done_email", _said(case, "email")),))


def _change_phone(case: Case, business: Business) -> Done:
    contacts.change_phone(business.session, str(case.contact), case.given["phone"])
    return Done((Words("utter_done_phone", _said(case, "phone")),))


def _change_name(case: Case, business: Business) -> Done:
    contacts.change_name(business.session, str(case.contact), case.given["name"])
    return Done((Words("utter_done_name", _said(case, "name")),))


def _change_home(case: Case, business: Business) -> Done:
    contacts.change_address(business.session, str(case.contact), Address(**case.given["address"]))
    return Done((Words("utter_done_home", _said(case, "address")),))


CHANGE_EMAIL = Request(
    "change_email",
    (CONTACT, EMAIL),
    _change_email,
    confirm=lambda case: Words("utter_confirm_email", _said(case, "email")),
)
CHANGE_PHONE = Request(
    "change_phone",
    (CONTACT, PHONE),
    _change_phone,
    confirm=lambda case: Words("utter_confirm_phone", _said(case, "phone")),
)
CHANGE_NAME = Request(
    "change_name",
    (CONTACT, FULL_NAME),
    _change_name,
    confirm=lambda case: Words("utter_confirm_name", _said(case, "name")),
)
CHANGE_HOME = Request(
    "change_home",
    (CONTACT, ADDRESS),
    _change_home,
    confirm=lambda case: Words("utter_confirm_home", _said(case, "address")),
)


# --- everything erased


def _check_erase(case: Case) -> No | None:
    with store.reader() as session:
        due_on = contacts.erasure_due(session, str(case.contact))
    return No(Words("utter_already_erase", {"day": spoken_day(due_on)}), then=None) if due_on else None


def _confirm_erase(case: Case) -> Words:
    return Words("utter_confirm_erase", {"days": str(case.turn.knowledge.policies.data.erase_days)})


def _erase(case: Case, business: Business) -> Done:
    days = case.turn.knowledge.policies.data.erase_days
    due_on = contacts.ask_for_erasure(business.session, str(case.contact), days, business.now)
    return Done((Words("utter_done_erase", {"day": spoken_day(due_on)}),), escalate="privacy")


ERASE = Request("erase_data", (CONTACT,), _erase, _check_erase, _confirm_erase)
