"""Careline's own calendar of technicians: visits in its database."""

from collections import Counter
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.models.service import Technician, Visit, VisitStatus
from bot.domain import business
from bot.domain.knowledge import Knowledge
from bot.domain.visits import Slot, slots_of


class SqlCalendar:
    """bot.domain.business.Calendar."""

    def __init__(self, session: Session, knowledge: Knowledge, now: datetime) -> None:
        self.session = session
        self.knowledge = knowledge
        self.now = now

    def free(self) -> tuple[Slot, ...]:
        people = len(self.session.scalars(select(Technician.id)).all())
        booked = select(Visit.day, Visit.opens).where(Visit.status == VisitStatus.BOOKED)
        taken = Counter((row.day, row.opens) for row in self.session.execute(booked))
        slots = slots_of(self.knowledge.company, self.knowledge.policies.visits, self.now)
        return tuple(slot for slot in slots if taken[(slot.day, f"{slot.opens:%H:%M}")] < people)

    def of(self, contact_id: str) -> tuple[business.Visit, ...]:
        theirs = select(Visit).where(
            Visit.contact_id == contact_id, Visit.status == VisitStatus.BOOKED, Visit.day >= self.now.date()
        )
        return tuple(_view(visit) for visit in self.session.scalars(theirs.order_by(Visit.day, Visit.opens)))

    def book(self, contact_id: str, slot: Slot, product_id: str, fee_cents: int, key: str) -> business.Visit | None:
        if slot not in self.free():
            return None
        for technician_id in self._free_in(slot):
            visit = Visit(
                technician_id=technician_id,
                contact_id=contact_id,
                day=slot.day,
                opens=f"{slot.opens:%H:%M}",
                closes=f"{slot.closes:%H:%M}",
                product_id=product_id,
                fee_cents=fee_cents,
                status=VisitStatus.BOOKED,
                booked_at=self.now,
            )
            try:
                # The unique index decides; a savepoint, so that the next technician can be tried after a lost race.
                with self.session.begin_nested():
                    self.session.add(visit)
            except IntegrityError:
                continue
            return _view(visit)
        return None

    def move(self, visit_id: str, slot: Slot, key: str) -> business.Visit | None:
        """A new visit, and the old one is given up, in one transaction."""
        old = self.session.get_one(Visit, visit_id, with_for_update=True)
        moved = self.book(old.contact_id, slot, old.product_id, old.fee_cents, key)
        if moved is not None:
            old.status = VisitStatus.CANCELLED
        return moved

    def cancel(self, visit_id: str, key: str) -> None:
        self.session.get_one(Visit, visit_id, with_for_update=True).status = VisitStatus.CANCELLED

    def _free_in(self, slot: Slot) -> list[int]:
        busy = select(Visit.technician_id).where(
            Visit.day == slot.day, Visit.opens == f"{slot.opens:%H:%M}", Visit.status == VisitStatus.BOOKED
        )
        free = select(Technician.id).where(Technician.id.not_in(busy)).order_by(Technician.id)
        return list(self.session.scalars(free))


def _view(visit: Visit) -> business.Visit:
    slot = Slot(visit.day, time.fromisoformat(visit.opens), time.fromisoformat(visit.closes))
    return business.Visit(visit.id, visit.contact_id, slot, visit.product_id, visit.fee_cents)
