"""Which plan is spoken of, and why somebody wants to leave or rest it."""

from typing import Any

from actions import store, titles
from actions.requests.case import Case, Need
from actions.requests.details import ASKS
from actions.requests.yes_no import yes_or_no
from actions.said import Button
from bot.domain.catalogue import find_plans
from bot.domain.naming import spoken_day
from bot.domain.plans import HeldPlan, ends_on, reason_in
from bot.domain.products import Plan

WHY = {"cancel_plan": "utter_ask_cancel_plan_why", "pause_plan": "utter_ask_pause_plan_why"}
ANOTHER_WISH = frozenset({"success_cancel_plan", "success_pause_plan"})
NOTHING_SAID = {"id": "none", "said": None}


# --- which


def held_plans(case: Case) -> tuple[HeldPlan, ...]:
    """Those that can still be changed, of the contact who was proven."""
    if case.contact is None:
        return ()
    with store.looking(case.turn.now) as business:
        return tuple(held for held in business.plans.of(case.contact) if sold(case, held))


def sold(case: Case, held: HeldPlan) -> Plan | None:
    return case.turn.knowledge.plan(held.plan_id)


def _read_plan(case: Case) -> str | None:
    named = {plan.id for plan in find_plans(case.turn.text, case.turn.knowledge)}
    chosen = case.turn.entity("product") if case.turn.chose else None
    meant = [held for held in held_plans(case) if held.plan_id in ({chosen} if chosen else named)]
    return meant[0].id if len(meant) == 1 else None


def _only_plan(case: Case) -> str | None:
    running = [held for held in held_plans(case) if held.ends_on is None] or list(held_plans(case))
    return running[0].id if len(running) == 1 else None


def _ask_plan(case: Case) -> None:
    plans = [sold(case, held) for held in held_plans(case)]
    buttons = [
        {"title": plan.name, "payload": f'/chat_give_details{{"product": "{plan.id}"}}'} for plan in plans if plan
    ]
    case.turn.say("utter_ask_which_plan", buttons)


PLAN = Need("plan", _read_plan, _ask_plan, default=_only_plan)


def the_plan(case: Case) -> HeldPlan:
    return next(held for held in held_plans(case) if held.id == case.given["plan"])


def values(case: Case, held: HeldPlan) -> dict[str, str]:
    plan, today = sold(case, held), case.turn.now.date()
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


# --- why


def _read_reason(case: Case) -> dict[str, Any] | None:
    turn, known = case.turn, case.turn.knowledge.policies.leaving
    if turn.chose:
        return {"id": turn.entity("reason"), "said": None} if turn.entity("reason") else None
    if "reason" in case.given:
        return None
    if found := reason_in(turn.text, known.reasons):
        return {"id": found.id, "said": turn.text}
    if case.asked != "reason" or turn.intent in ANOTHER_WISH or ASKS.search(turn.text):
        return None
    return NOTHING_SAID if yes_or_no(turn) == "no" else {"id": "other", "said": turn.text}


def _ask_reason(case: Case) -> None:
    reasons = case.turn.knowledge.policies.leaving.reasons
    buttons: list[Button] = [_reason_button(one.title, one.id) for one in reasons]
    buttons.append(titles.choice("rather_not_say", _reason_button("", "none")["payload"]))
    case.turn.say(WHY[case.request.name], buttons, **values(case, the_plan(case)))


def _reason_button(title: str, id: str) -> Button:
    return {"title": title, "payload": f'/chat_give_details{{"reason": "{id}"}}'}


REASON = Need("reason", _read_reason, _ask_reason)
