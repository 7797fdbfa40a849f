"""policies.yml: what the company has decided."""

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from bot.domain.conversation import Priority
from bot.domain.goodwill import PROOFS
from bot.domain.orders import OrderStatus
from bot.domain.policies import (
    BadNews,
    Cancellation,
    Checkins,
    DataRights,
    Goodwill,
    Grievance,
    Handover,
    Leaving,
    LeavingReason,
    Payment,
    Policies,
    Referral,
    Refunds,
    Returns,
    Shipping,
    Visits,
    Warranty,
)
from bot.services.company_files.entries import Entry, read_yaml
from bot.services.company_files.problems import Problem, did_you_mean

FILE = "policies.yml"


def read_policies(folder: Path, plans: Collection[str], problems: list[Problem]) -> Policies | None:
    top = read_yaml(folder / FILE, FILE, problems)
    if top is None:
        return None
    policies = Policies(
        returns=_returns(top.entry("returns")),
        warranty=_warranty(top.entry("warranty")),
        refunds=_refunds(top.entry("refunds")),
        cancellation=_cancellation(top.entry("cancellation")),
        shipping=_shipping(top.entry("shipping")),
        visits=_visits(top.entry("visits"), plans),
        payment=_payment(top.entry("payment")),
        data=_data(top.entry("data")),
        referral=_referral(top.entry("referral")),
        checkins=_checkins(top.entry("checkins")),
        leaving=_leaving(top.entry("leaving")),
        goodwill=_goodwill(top.entry("goodwill")),
        handovers=tuple(_handover(entry) for entry in top.entries("handover", label="reason")),
    )
    top.done()
    return policies


def _returns(entry: Entry) -> Returns:
    returns = Returns(
        days=entry.number("days", low=1),
        machines_used_ok=entry.flag("machines_used_ok"),
        opened_pods_ok=entry.flag("opened_pods_ok"),
        pays_postage=entry.one_of("pays_postage", ("company", "customer"), required=True) or "company",
        says=entry.text("says"),
        how=entry.text("how"),
        address=entry.maybe_text("address"),
    )
    entry.done()
    return returns


def _warranty(entry: Entry) -> Warranty:
    years = entry.entry("years")
    warranty = Warranty(
        machine_years=years.number("machine"),
        part_years=years.number("part"),
        receipt_needed=entry.flag("receipt_needed"),
        says=entry.text("says"),
        not_covered=entry.texts("not_covered"),
    )
    years.done()
    entry.done()
    return warranty


def _refunds(entry: Entry) -> Refunds:
    refunds = Refunds(
        working_days=entry.number("working_days"),
        method=entry.text("method"),
        person_above=entry.money("person_above"),
        says=entry.text("says"),
    )
    entry.done()
    return refunds


def _cancellation(entry: Entry) -> Cancellation:
    statuses = tuple(status.value for status in OrderStatus)
    cancellation = Cancellation(
        until_status=entry.one_of("until_status", statuses, required=True) or "packed", says=entry.text("says")
    )
    entry.done()
    return cancellation


def _shipping(entry: Entry) -> Shipping:
    days = entry.entry("days")
    shipping = Shipping(
        price=entry.money("price"),
        free_from=entry.money("free_from"),
        standard_days=days.number("standard"),
        express_days=days.number("express"),
        express_price=entry.money("express_price"),
        carriers=entry.texts("carriers"),
        countries=entry.texts("countries", required=True),
        says=entry.text("says"),
    )
    days.done()
    entry.done()
    return shipping


def _visits(entry: Entry, plans: Collection[str]) -> Visits:
    visits = Visits(
        fee=entry.money("fee"),
        free_with=entry.texts("free_with"),
        free_under_warranty=entry.flag("free_under_warranty"),
        windows=entry.periods("windows"),
        lead_days=entry.number("lead_days"),
        says=entry.text("says"),
    )
    for plan in visits.free_with:
        if plan not in plans:
            entry.problem("free_with", f'"{plan}" is no plan in catalogue.yml.{did_you_mean(plan, plans)}')
    entry.done()
    return visits


def _payment(entry: Entry) -> Payment:
    payment = Payment(methods=entry.texts("methods", required=True), says=entry.text("says"))
    entry.done()
    return payment


def _data(entry: Entry) -> DataRights:
    data = DataRights(erase_days=entry.number("erase_days"), says=entry.text("says"))
    entry.done()
    return data


def _referral(entry: Entry) -> Referral:
    referral = Referral(reward=entry.money("reward"), friend_gets=entry.money("friend_gets"), says=entry.text("says"))
    entry.done()
    return referral


def _checkins(entry: Entry) -> Checkins:
    days = ("after_solved_days", "after_delivery_days", "score_after_days", "score_every_days")
    checkins = Checkins(**{name: entry.number(name, low=1) for name in days})
    entry.done()
    return checkins


def _leaving(entry: Entry) -> Leaving:
    reasons = []
    for reason in entry.entries("reasons"):
        offer = reason.one_of("offer", ("discount", "pause", "person")) if reason.has("offer") else None
        words = reason.texts("words", required=True)
        reasons.append(LeavingReason(reason.text("id"), reason.text("title"), words, offer))
        reason.done()
    amounts = {name: entry.number(name, low=1) for name in ("discount", "discount_months", "pause_months")}
    leaving = Leaving(**amounts, reasons=tuple(reasons))
    entry.done()
    return leaving


def _goodwill(entry: Entry) -> Goodwill:
    limit = entry.money("bot_up_to")
    goodwill = Goodwill(
        bot_up_to=limit,
        bot_a_month=entry.money("bot_a_month"),
        agent_up_to=entry.money("agent_up_to"),
        per_contact_a_year=entry.number("per_contact_a_year"),
        grievances=tuple(_grievance(reason, limit) for reason in entry.entries("reasons")),
    )
    entry.done()
    return goodwill


def _grievance(entry: Entry, limit: Decimal) -> Grievance:
    grievance = Grievance(
        id=entry.text("id"),
        words=entry.texts("words", required=True),
        amount=entry.money("amount"),
        percent=entry.maybe_number("percent") or 0,
        gesture=entry.text("gesture"),
        explained=_bad_news(entry.entry("explained")) if entry.has("explained") else None,
        proof=entry.one_of("proof", tuple(PROOFS)),
    )
    if grievance.amount > limit:
        entry.problem("amount", f"is more than bot_up_to ({limit}); a person decides about that.")
    if grievance.percent and "{amount}" not in grievance.gesture:
        entry.problem("gesture", "has no {amount}, which differs with `percent`.")
    entry.done()
    return grievance


def _bad_news(entry: Entry) -> BadNews:
    news = BadNews(*(entry.text(part) for part in ("happened", "why", "gain", "otherwise", "does")))
    entry.done()
    return news


def _handover(entry: Entry) -> Handover:
    priorities = tuple(priority.value for priority in Priority)
    handover = Handover(
        reason=entry.text("reason"),
        priority=entry.one_of("priority", priorities, required=True) or "high",
        words=entry.texts("words", required=True),
    )
    entry.done()
    return handover
