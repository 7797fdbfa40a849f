"""Leaving or pausing a plan: whose, which, why, what fits the reason, and then what the customer decides."""

import re
from datetime import date
from typing import Any

from actions import store, titles
from actions.requests.case import Case, Done, Need, No, Refused, Request
from actions.requests.details import ASKS
from actions.requests.which_order import CONTACT
from actions.requests.yes_no import yes_or_no
from actions.said import Button
from bot.domain.catalogue import find_plans
from bot.domain.knowledge import LeavingReason, Plan
from bot.domain.naming import spoken_day
from bot.domain.plans import HeldPlan, ends_on, months_later, reason_in
from bot.domain.refusal import Words
from bot.services.business import Business
from bot.services.plans import note_departure

NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3}
MONTHS = re.compile(rf"\b(\d|{'|'.join(NUMBERS)})\s*-?months?\b", re.IGNORECASE)
BARE = re.compile(rf"\W*(\d|{'|'.join(NUMBERS)})\W*", re.IGNORECASE)
WHY = {"cancel_plan": "utter_ask_cancel_plan_why", "pause_plan": "utter_ask_pause_plan_why"}
OFFERS = {"discount": "utter_offer_discount", "pause": "utter_offer_pause", "person": "utter_offer_put_right"}
NOTHING_SAID = {"id": "none", "said": None}


# --- which


def _held(case: Case) -> tuple[HeldPlan, ...]:
    """Those that can still be changed, of the contact who was proven."""
    if case.contact is None:
        return ()
    with store.looking(case.turn.now) as business:
        return tuple(held for held in business.plans.of(case.contact) if _sold(case, held))


def _sold(case: Case, held: HeldPlan) -> Plan | None:
    return case.turn.knowledge.plan(held.plan_id)


def _read_plan(case: Case) -> str | None:
    named = {plan.id for plan in find_plans(case.turn.text, case.turn.knowledge)}
    chosen = case.turn.entity("product") if case.turn.chose else None
    meant = [held for held in _held(case) if held.plan_id in ({chosen} if chosen else named)]
    return meant[0].id if len(meant) == 1 else None


def _only_plan(case: Case) -> str | None:
    running = [held for held in _held(case) if held.ends_on is None] or list(_held(case))
    return running[0].id if len(running) == 1 else None


def _ask_plan(case: Case) -> None:
    plans = [_sold(case, held) for held in _held(case)]
    buttons = [
        {"title": plan.name, "payload": f'/chat_give_details{{"product": "{plan.id}"}}'} for plan in plans if plan
    ]
    case.turn.say("utter_ask_which_plan", buttons)


PLAN = Need("plan", _read_plan, _ask_plan, default=_only_plan)


def _the(case: Case) -> HeldPlan:
    return next(held for held in _held(case) if held.id == case.given["plan"])


def _values(case: Case, held: HeldPlan) -> dict[str, str]:
    plan, today = _sold(case, held), case.turn.now.date()
    assert plan is not None
    leaving = case.turn.knowledge.policies.leaving
    return {
        "plan": plan.name,
        "end": spoken_day(held.ends_on or ends_on(held, plan, today)),
        "percent": str(leaving.discount),
        "months": str(leaving.discount_months),
        "most": str(plan.pause_months),
        "pause": str(min(plan.pause_months, leaving.pause_months)),
    }


def _check(case: Case) -> No | None:
    if "contact" not in case.given:
        return None
    if not _held(case):
        return No(Words("utter_refuse_no_plan"))
    if "plan" in case.given and _the(case).ends_on is not None:
        return No(Words("utter_plan_ends_already", _values(case, _the(case))), then=None)
    return None


# --- why


def _read_reason(case: Case) -> dict[str, Any] | None:
    turn, known = case.turn, case.turn.knowledge.policies.leaving
    if turn.chose:
        return {"id": turn.entity("reason"), "said": None} if turn.entity("reason") else None
    if case.asked != "reason" or "reason" in case.given:
        found = reason_in(turn.text, known.reasons) if "reason" not in case.given else None
        return {"id": found.id, "said": turn.text} if found else None
    if turn.intent.startswith("success_") or ASKS.search(turn.text):
        return None  # another wish, or a question in between
    if yes_or_no(turn) == "no":
        return NOTHING_SAID
    found = reason_in(turn.text, known.reasons)
    return {"id": found.id if found else "other", "said": turn.text}


def _ask_reason(case: Case) -> None:
    reasons = case.turn.knowledge.policies.leaving.reasons
    buttons: list[Button] = [_reason_button(one.title, one.id) for one in reasons]
    buttons.append(titles.choice("rather_not_say", _reason_button("", "none")["payload"]))
    case.turn.say(WHY[case.request.name], buttons, **_values(case, _the(case)))


def _reason_button(title: str, id: str) -> Button:
    return {"title": title, "payload": f'/chat_give_details{{"reason": "{id}"}}'}


REASON = Need("reason", _read_reason, _ask_reason)


# --- what fits the reason


def _fitting(case: Case) -> str | None:
    """What can be offered for this reason and this plan."""
    reason: LeavingReason | None = case.turn.knowledge.policies.leaving.reason(case.given["reason"]["id"])
    plan = _sold(case, _the(case))
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
    case.turn.say(OFFERS[_fitting(case) or ""], titles.yes_no(), **_values(case, _the(case)))


OFFER = Need("offer", _read_offer, _ask_offer, default=lambda case: None if _fitting(case) else "none")


def _confirm_end(case: Case) -> Words | None:
    """Who took the offer has said yes to it already."""
    if case.given["offer"] == "taken":
        return None
    return Words("utter_confirm_end_plan", _values(case, _the(case)))


def _end(case: Case, business: Business) -> Done:
    held = _still_running(case, business)
    values = _values(case, held)
    offer = _fitting(case)
    match offer if case.given["offer"] == "taken" else None:
        case "discount":
            leaving = case.turn.knowledge.policies.leaving
            until = months_later(case.turn.now.date(), leaving.discount_months)
            business.plans.discount(held.id, leaving.discount, until, case.key)
            done, outcome = Done((Words("utter_done_discount", values | {"until": spoken_day(until)}),)), "stayed"
        case "pause":
            until = months_later(case.turn.now.date(), int(values["pause"]))
            business.plans.pause(held.id, until, case.key)
            done, outcome = Done((Words("utter_done_pause", values | {"until": spoken_day(until)}),)), "paused"
        case "person":
            done, outcome = Done((Words("utter_done_leaving_person", values),), escalate="success_leaving"), "person"
        case _:
            plan = _sold(case, held)
            assert plan is not None
            business.plans.end(held.id, ends_on(held, plan, case.turn.now.date()), case.key)
            done, outcome = Done((Words("utter_done_end_plan", values),)), "ended"
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
    values = _values(case, _the(case))
    buttons = [
        {"title": titles.months(number), "payload": f'/chat_give_details{{"months": "{number}"}}'}
        for number in range(1, int(values["most"]) + 1)
    ]
    case.turn.say("utter_ask_pause_months", buttons, **values)


MONTHS_NEED = Need("months", _read_months, _ask_months)


def _check_pause(case: Case) -> No | None:
    if no := _check(case):
        return no
    if "plan" not in case.given:
        return None
    held = _the(case)
    plan = _sold(case, held)
    if plan is not None and not plan.pause_months:
        return No(Words("utter_refuse_pause", _values(case, held)), then="cancel_plan")
    if plan is not None and case.given.get("months", 0) > plan.pause_months:
        return No(Words("utter_refuse_pause_long", _values(case, held)))
    return None


def _until(case: Case) -> date:
    return months_later(case.turn.now.date(), case.given["months"])


def _confirm_pause(case: Case) -> Words:
    return Words("utter_confirm_pause", _values(case, _the(case)) | {"until": spoken_day(_until(case))})


def _pause(case: Case, business: Business) -> Done:
    held = _still_running(case, business)
    business.plans.pause(held.id, _until(case), case.key)
    _note(case, business, held, None, "paused")
    return Done((Words("utter_done_pause", _values(case, held) | {"until": spoken_day(_until(case))}),))


PAUSE = Request("pause_plan", (CONTACT, PLAN, REASON, MONTHS_NEED), _pause, _check_pause, _confirm_pause)


def _still_running(case: Case, business: Business) -> HeldPlan:
    """Held, and looked at again: a colleague may have ended it meanwhile."""
    held = business.plans.hold(case.given["plan"])
    if held is None or held.contact_id != case.contact:
        raise LookupError("the plan of a proven contact has gone")
    if held.ends_on is not None:
        raise Refused(No(Words("utter_plan_ends_already", _values(case, held)), then=None))
    return held


def _note(case: Case, business: Business, held: HeldPlan, offer: str | None, outcome: str) -> None:
    reason = case.given["reason"]
    conversation_id = case.turn.metadata.get("conversation_id")
    note_departure(business.session, case.turn.now, conversation_id, held, reason["id"], reason["said"], offer, outcome)
