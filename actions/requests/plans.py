"""Leaving or pausing a plan: whose, which, why, what fits the reason, and then what the customer decides."""

import re
from datetime import date

from actions import titles
from actions.requests.case import Case, Done, Need, No, Refused, Request
from actions.requests.which_order import CONTACT
from actions.requests.which_plan import PLAN, REASON, held_plans, sold, the_plan, values
from actions.requests.yes_no import yes_or_no
from bot.domain.naming import spoken_day
from bot.domain.plans import HeldPlan, ends_on, months_later
from bot.domain.policies import LeavingReason
from bot.domain.refusal import Words
from bot.services.business import Business
from bot.services.plans import note_departure

NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3}
MONTHS = re.compile(rf"\b(\d|{'|'.join(NUMBERS)})\s*-?months?\b", re.IGNORECASE)
BARE = re.compile(rf"\W*(\d|{'|'.join(NUMBERS)})\W*", re.IGNORECASE)
OFFERS = {"discount": "utter_offer_discount", "pause": "utter_offer_pause", "person": "utter_offer_put_right"}


def _check(case: Case) -> No | None:
    if "contact" not in case.given:
        return None
    if not held_plans(case):
        return No(Words("utter_refuse_no_plan"))
    if "plan" in case.given and the_plan(case).ends_on is not None:
        return No(Words("utter_plan_ends_already", values(case, the_plan(case))), then=None)
    return None


# --- what fits the reason


def _fitting(case: Case) -> str | None:
    """What can be offered for this reason and this plan."""
    reason: LeavingReason | None = case.turn.knowledge.policies.leaving.reason(case.given["reason"]["id"])
    plan = sold(case, the_plan(case))
    if reason is None or (reason.offer == "pause" and (plan is None or not plan.pause_months)):
        return None
    return reason.offer


def _read_offer(case: Case) -> str | None:
    if case.asked != "offer":
        return None
    match yes_or_no(case.turn):
        case "yes":
            return "taken"
        case "no":
            return "declined"
    return "declined" if case.turn.intent == "success_cancel_plan" else None


def _ask_offer(case: Case) -> None:
    case.turn.say(OFFERS[_fitting(case) or ""], titles.yes_no(), **values(case, the_plan(case)))


OFFER = Need("offer", _read_offer, _ask_offer, default=lambda case: None if _fitting(case) else "none")


def _confirm_end(case: Case) -> Words | None:
    """Who took the offer has said yes to it already."""
    if case.given["offer"] == "taken":
        return None
    return Words("utter_confirm_end_plan", values(case, the_plan(case)))


def _end(case: Case, business: Business) -> Done:
    held = _still_running(case, business)
    words = values(case, held)
    offer = _fitting(case)
    match offer if case.given["offer"] == "taken" else None:
        case "discount":
            leaving = case.turn.knowledge.policies.leaving
            until = months_later(case.turn.now.date(), leaving.discount_months)
            business.plans.discount(held.id, leaving.discount, until, case.key)
            done, outcome = Done((Words("utter_done_discount", words | {"until": spoken_day(until)}),)), "stayed"
        case "pause":
            until = months_later(case.turn.now.date(), int(words["pause"]))
            business.plans.pause(held.id, until, case.key)
            done, outcome = Done((Words("utter_done_pause", words | {"until": spoken_day(until)}),)), "paused"
        case "person":
            done, outcome = Done((Words("utter_done_leaving_person", words),), escalate="success_leaving"), "person"
        case _:
            plan = sold(case, held)
            assert plan is not None
            business.plans.end(held.id, ends_on(held, plan, case.turn.now.date()), case.key)
            done, outcome = Done((Words("utter_done_end_plan", words),)), "ended"
    _note(case, business, held, offer, outcome)
    return done


CANCEL = Request("cancel_plan", (CONTACT, PLAN, REASON, OFFER), _end, _check, _confirm_end)


# --- a pause


def _read_months(case: Case) -> int | None:
    turn = case.turn
    if turn.chose:
        return int(turn.entity("months") or 0) or None
    match = MONTHS.search(turn.text) or (BARE.fullmatch(turn.text) if case.asked == "months" else None)
    if match is None:
        return None
    months = NUMBERS.get(match[1].lower()) or int(match[1])
    return months if months else None


def _ask_months(case: Case) -> None:
    words = values(case, the_plan(case))
    buttons = [
        {"title": titles.months(number), "payload": f'/chat_give_details{{"months": "{number}"}}'}
        for number in range(1, int(words["most"]) + 1)
    ]
    case.turn.say("utter_ask_pause_months", buttons, **words)


MONTHS_NEED = Need("months", _read_months, _ask_months)


def _check_pause(case: Case) -> No | None:
    if no := _check(case):
        return no
    if "plan" not in case.given:
        return None
    held = the_plan(case)
    plan = sold(case, held)
    if plan is not None and not plan.pause_months:
        return No(Words("utter_refuse_pause", values(case, held)), then="cancel_plan")
    if plan is not None and case.given.get("months", 0) > plan.pause_months:
        return No(Words("utter_refuse_pause_long", values(case, held)))
    return None


def _until(case: Case) -> date:
    return months_later(case.turn.now.date(), case.given["months"])


def _confirm_pause(case: Case) -> Words:
    return Words("utter_confirm_pause", values(case, the_plan(case)) | {"until": spoken_day(_until(case))})


def _pause(case: Case, business: Business) -> Done:
    held = _still_running(case, business)
    business.plans.pause(held.id, _until(case), case.key)
    _note(case, business, held, None, "paused")
    return Done((Words("utter_done_pause", values(case, held) | {"until": spoken_day(_until(case))}),))


PAUSE = Request("pause_plan", (CONTACT, PLAN, REASON, MONTHS_NEED), _pause, _check_pause, _confirm_pause)


def _still_running(case: Case, business: Business) -> HeldPlan:
    """Held, and looked at again: a colleague may have ended it meanwhile."""
    held = business.plans.hold(case.given["plan"])
    if held is None or held.contact_id != case.contact:
        raise LookupError("the plan of a proven contact has gone")
    if held.ends_on is not None:
        raise Refused(No(Words("utter_plan_ends_already", values(case, held)), then=None))
    return held


def _note(case: Case, business: Business, held: HeldPlan, offer: str | None, outcome: str) -> None:
    reason = case.given["reason"]
    conversation_id = case.turn.metadata.get("conversation_id")
    note_departure(business.session, case.turn.now, conversation_id, held, reason["id"], reason["said"], offer, outcome)
