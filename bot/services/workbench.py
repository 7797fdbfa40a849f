"""What a supervisor does with runs: takes one at a time, writes down how far it is, and what came of it.

A run is held by a lease. When its holder is gone, the run is taken again by whoever looks next, twice at most.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.models.message import Message, Turn
from bot.db.models.studio import InboxItem
from bot.db.models.training import Flip, Model, Run
from bot.domain.conversation import Actor
from bot.domain.gate import Refusal
from bot.domain.lanes import lane_of
from bot.domain.runs import RunState, TrainedModel
from bot.services.context import context_before
from bot.services.deployments import live_deployment
from bot.services.house import House
from bot.services.lessons import taught
from bot.services.masking import hide, known_of

LEASE = timedelta(seconds=20)
MOST_ATTEMPTS = 2
MOST_LOG = 20_000


def take_run(session: Session, house: House, worker: str) -> str | None:
    """Lease the oldest queued run, or one whose holder is gone; None while another one runs."""
    now = house.now()
    orphan = session.scalar(select(Run).where(Run.active.is_(True)).with_for_update())
    if orphan is not None:
        if orphan.lease_by != worker and orphan.lease_until is not None and orphan.lease_until > now:
            return None
        _log(orphan, "Careline was stopped while this run was under way; it begins again.")
        orphan.active, orphan.state, orphan.steps = None, RunState.QUEUED, []
        if orphan.cancel_asked:
            _end(orphan, RunState.CANCELLED, now)
        elif orphan.attempts >= MOST_ATTEMPTS:
            orphan.failure = {"code": "stopped", "message": "Careline was stopped twice while this run was under way."}
            _end(orphan, RunState.FAILED, now)
        session.flush()
    run = session.scalar(select(Run).where(Run.state == RunState.QUEUED).order_by(Run.created_at, Run.id).limit(1))
    if run is None:
        return None
    try:
        with session.begin_nested():
            run.state, run.active, run.attempts = RunState.RUNNING, True, run.attempts + 1
            run.started_at, run.lease_by, run.lease_until = now, worker, now + LEASE
            session.flush()
    except IntegrityError:  # another supervisor was faster
        return None
    return run.id


def note_progress(
    session: Session, house: House, run_id: str, worker: str, steps: Sequence[dict[str, Any]], log: str
) -> bool:
    """Renews the lease as well. False when the run shall end: somebody cancelled it, or another worker has it."""
    held = session.execute(
        update(Run)
        .where(Run.id == run_id, Run.lease_by == worker, Run.state == RunState.RUNNING)
        .values(lease_until=house.now() + LEASE, steps=list(steps), log=log[-MOST_LOG:])
        .returning(Run.cancel_asked)
        .execution_options(synchronize_session=False)
    ).first()
    return held is not None and not held[0]


def note_facts(session: Session, house: House, run_id: str, facts: dict[str, Any]) -> None:
    session.execute(update(Run).where(Run.id == run_id).values(facts=facts))


def finish_run(
    session: Session, house: House, run_id: str, worker: str, model: TrainedModel, report: dict[str, Any],
    refusals: Sequence[Refusal],
) -> bool:  # fmt: skip
    """False when the run is no longer this worker's: its result is not wanted."""
    run = _held(session, run_id, worker)
    if run is None:
        return False
    live = live_deployment(session)
    keep_model(session, model)
    run.model_id, run.compared_with = model.id, live.model_id if live else None
    run.report = {name: part for name, part in report.items() if name != "flips"}
    run.refusals = [refusal.stored() for refusal in refusals]
    found = select(Message.id, Message.conversation_id).where(Message.id.in_(_message_ids(report)))
    said_in = {row.id: row.conversation_id for row in session.execute(found)}
    for place, one in enumerate(report["flips"]):
        message_id = one["message_id"]
        if message_id is not None and message_id not in said_in:
            continue  # it was erased meanwhile
        text = hide(one["text"], known_of(session, said_in[message_id])) if message_id else one["text"]
        session.add(Flip(run_id=run.id, place=place, **{**one, "text": text}))
    _end(run, RunState.DONE, house.now())
    return True


def fail_run(session: Session, house: House, run_id: str, worker: str, code: str, message: str) -> None:
    """As cancelled, if that is why its process ended."""
    run = _held(session, run_id, worker)
    if run is None:
        return
    if run.cancel_asked:
        _end(run, RunState.CANCELLED, house.now())
        return
    run.failure = {"code": code, "message": message[:4000]}
    _end(run, RunState.FAILED, house.now())


def keep_model(session: Session, model: TrainedModel) -> None:
    if session.get(Model, model.id) is None:
        session.add(
            Model(
                id=model.id,
                archive=model.archive,
                inputs=model.inputs,
                trained_at=model.trained_at,
                seconds=model.seconds,
            )
        )
        session.flush()


def recent_messages(session: Session, house: House, limit: int) -> list[dict[str, Any]]:
    """What customers typed last, as the comparison reads it (engine/compare.py): unmasked, with what it followed.

    What it means is known where an agent or, which counts more, a trainer said so.
    """
    typed = (
        select(Message, Turn)
        .join(Turn, Turn.message_id == Message.id, isouter=True)
        .where(Message.author == Actor.CUSTOMER, Message.nlu.is_not(None), Message.text != "")
        .where(or_(Turn.id.is_(None), Turn.payload.is_(None)))
        .order_by(Message.created_at.desc())
        .limit(limit)
    )
    rows = session.execute(typed).all()
    ids = [message.id for message, _ in rows]
    labelled = select(InboxItem.message_id, InboxItem.taught).where(
        InboxItem.message_id.in_(ids), InboxItem.taught.is_not(None)
    )
    meant = {**taught(session, ids), **{row.message_id: row.taught for row in session.execute(labelled)}}
    found = []
    for message, turn in rows:
        intent = meant.get(message.id)
        found.append(
            {
                "message_id": message.id,
                "text": message.text,
                "intent": intent,
                "lane": lane_of(intent),
                "context": context_before(session, turn) if turn is not None else None,
            }
        )
    return found


def _held(session: Session, run_id: str, worker: str) -> Run | None:
    mine = select(Run).where(Run.id == run_id, Run.lease_by == worker, Run.state == RunState.RUNNING)
    return session.scalar(mine.with_for_update())


def _end(run: Run, state: RunState, now: datetime) -> None:
    run.state, run.active, run.ended_at, run.lease_by, run.lease_until = state, None, now, None, None


def _log(run: Run, line: str) -> None:
    run.log = f"{run.log}{line}\n"


def _message_ids(report: dict[str, Any]) -> list[str]:
    return [one["message_id"] for one in report["flips"] if one["message_id"]]
