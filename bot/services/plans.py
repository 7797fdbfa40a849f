"""Careline's own book of plans, and the record of who wanted to leave and why."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.db.models.shop import Departure, Plan, PlanStatus
from bot.domain.plans import HeldPlan


class SqlPlanBook:
    """bot.domain.business.PlanBook."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now

    def of(self, contact_id: str) -> tuple[HeldPlan, ...]:
        running = or_(Plan.status != PlanStatus.CANCELLED, Plan.ends_on >= self.now.date())
        theirs = select(Plan).where(Plan.contact_id == contact_id, running).order_by(Plan.since, Plan.id)
        return tuple(_view(plan) for plan in self.session.scalars(theirs))

    def hold(self, id: str) -> HeldPlan | None:
        held = self.session.scalar(select(Plan).where(Plan.id == id).with_for_update())
        return _view(held) if held else None

    def end(self, id: str, on: date, key: str) -> None:
        plan = self.session.get_one(Plan, id)
        plan.status, plan.ends_on = PlanStatus.CANCELLED, on

    def pause(self, id: str, until: date, key: str) -> None:
        plan = self.session.get_one(Plan, id)
        plan.status, plan.paused_until = PlanStatus.PAUSED, until

    def discount(self, id: str, percent: int, until: date, key: str) -> None:
        plan = self.session.get_one(Plan, id)
        plan.discount_percent, plan.discount_until = percent, until


def note_departure(
    session: Session,
    now: datetime,
    conversation_id: str | None,
    held: HeldPlan,
    reason: str,
    said: str | None,
    offer: str | None,
    outcome: str,
) -> None:
    """For whoever wants to know why customers leave."""
    session.add(
        Departure(
            conversation_id=conversation_id,
            contact_id=held.contact_id,
            plan_id=held.plan_id,
            reason=reason,
            said=said,
            offer=offer,
            outcome=outcome,
            at=now,
        )
    )


def _view(plan: Plan) -> HeldPlan:
    return HeldPlan(plan.id, plan.contact_id, plan.plan_id, plan.since, plan.paused_until, plan.ends_on)
