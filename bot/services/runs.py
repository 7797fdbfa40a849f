"""Training runs as people see them: asked for, watched, cancelled. `bot.services.workbench` carries them out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from bot.db.models.staff import Staff
from bot.db.models.training import Flip, FlipDecision, Run
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.runs import OVER, USUAL, RunState, Step, durations, progress
from bot.domain.typed import storable
from bot.services.house import House
from bot.services.inbox import bring
from bot.services.run_views import FlipView, RunDetailView, RunView, flip_view, run_view

MOST_QUEUED = 5
MAX_PAGE = 200
_LEARN_FROM = 3
"""So many earlier runs say how long one takes."""


def start_run(session: Session, house: House, staff_id: str, note: str = "") -> RunView:
    """Queue a run; it begins as soon as no other one runs. Conflict when too many wait already."""
    waiting = session.scalar(select(func.count()).where(Run.state == RunState.QUEUED)) or 0
    if waiting >= MOST_QUEUED:
        raise Conflict("Enough runs wait already; each of them takes all that was saved before it begins.")
    run = Run(author_id=staff_id, note=storable(note.strip()), created_at=house.now())
    session.add(run)
    session.flush()
    return _view(session, house, run)


def cancel_run(session: Session, house: House, run_id: str) -> RunView:
    """A queued run is cancelled at once, a running one as soon as its processes have ended."""
    run = _get(session, run_id)
    if run.state in OVER:
        raise Conflict("This run is over.", state=run.state.value)
    run.cancel_asked = True
    if run.state == RunState.QUEUED:
        run.state, run.ended_at = RunState.CANCELLED, house.now()
    return _view(session, house, run)


def list_runs(session: Session, house: House, limit: int = 30) -> list[RunView]:
    """Newest first."""
    runs = session.scalars(select(Run).order_by(Run.created_at.desc(), Run.id).limit(min(limit, MAX_PAGE)))
    return [_view(session, house, run) for run in runs]


def run_detail(session: Session, house: House, run_id: str) -> RunDetailView:
    run = _get(session, run_id, with_report=True)
    return {**_view(session, house, run), "log": run.log, "facts": run.facts, "report": run.report}


def list_flips(session: Session, house: House, run_id: str, *, open_only: bool = False) -> list[FlipView]:
    """Worse ones first."""
    _get(session, run_id)
    wanted = select(Flip).where(Flip.run_id == run_id).order_by(Flip.place)
    if open_only:
        wanted = wanted.where(Flip.decision.is_(None))
    return [flip_view(flip) for flip in session.scalars(wanted)]


def decide_flips(
    session: Session, house: House, run_id: str, staff_id: str, flip_ids: Sequence[str], decision: FlipDecision | None
) -> list[FlipView]:
    """Accepted, or put into the inbox to be taught; null takes it back. Frozen sentences are never taught."""
    _get(session, run_id)
    flips = session.scalars(select(Flip).where(Flip.run_id == run_id, Flip.id.in_(flip_ids))).all()
    if len(flips) != len(set(flip_ids)):
        raise NotFound("There is no such message in this run.")
    if decision == FlipDecision.EXAMPLE and any(flip.set != "recent" for flip in flips):
        raise InvalidInput("A sentence that models are measured with must not be taught.", field="decision")
    if decision == FlipDecision.EXAMPLE:
        bring(session, house, [flip.message_id for flip in flips if flip.message_id])
    for flip in flips:
        flip.decision = decision
        flip.decided_by, flip.decided_at = (staff_id, house.now()) if decision else (None, None)
    return [flip_view(flip) for flip in flips]


def usual_seconds(session: Session) -> dict[str, float]:
    """How long each step took, on average, in the last runs that were carried to their end."""
    done = select(Run).where(Run.state == RunState.DONE).order_by(Run.ended_at.desc()).limit(_LEARN_FROM)
    took: dict[str, list[float]] = {}
    for run in session.scalars(done):
        if run.started_at and run.ended_at:
            total = (run.ended_at - run.started_at).total_seconds()
            for name, seconds in durations(steps_of(run), total).items():
                took.setdefault(name, []).append(seconds)
    return {name: sum(all_) / len(all_) for name, all_ in took.items()} or dict(USUAL)


def steps_of(run: Run) -> list[Step]:
    return [Step(str(one["name"]), float(one["at"]), float(one["done"])) for one in run.steps]


def _get(session: Session, run_id: str, with_report: bool = False) -> Run:
    wanted = select(Run).where(Run.id == storable(run_id))
    run = session.scalar(wanted.options(undefer(Run.report)) if with_report else wanted)
    if run is None:
        raise NotFound("There is no such run.", run_id=run_id)
    return run


def _view(session: Session, house: House, run: Run) -> RunView:
    author = session.get_one(Staff, run.author_id)
    ahead = 0
    if run.state == RunState.QUEUED:
        before = select(func.count()).where(Run.state == RunState.QUEUED, Run.created_at < run.created_at)
        ahead = (session.scalar(before) or 0) + bool(session.scalar(select(Run.id).where(Run.active.is_(True))))
    how_far: dict[str, Any] = {"share": None, "left_s": None}
    if run.state == RunState.RUNNING and run.started_at:
        elapsed = (house.now() - run.started_at).total_seconds()
        found = progress(steps_of(run), elapsed, usual_seconds(session))
        how_far = {"share": round(found.share, 3), "left_s": round(found.left_s)}
    undecided = session.scalar(select(func.count()).where(Flip.run_id == run.id, Flip.decision.is_(None))) or 0
    return run_view(run, author.name, ahead, how_far, undecided)
