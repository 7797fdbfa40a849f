"""What a supervisor does with deployments: takes the one that was asked for, and writes down what became of it.

The files in models/ are the truth about what is live. What the tables say is brought in line with them at each start.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.db.models.training import Deployment, DeploymentKind, DeploymentState, Model, Run
from bot.domain.runs import TrainedModel
from bot.services.deployments import live_deployment
from bot.services.house import House
from bot.services.workbench import keep_model

KEPT_CANDIDATES = 5
LEASE = timedelta(seconds=180)
"""Longer than a second engine takes to start and be checked."""


def take_deployment(session: Session, house: House, worker: str) -> dict[str, Any] | None:
    """`{id, model_id, archive, kind, known_broken}`; the last: protected sentences that somebody decided to give up."""
    now = house.now()
    free = or_(Deployment.lease_until.is_(None), Deployment.lease_until <= now)
    wanted = select(Deployment).where(Deployment.pending.is_(True), free).with_for_update()
    deployment = session.scalar(wanted)
    if deployment is None:
        return None
    deployment.state, deployment.lease_by, deployment.lease_until = DeploymentState.STARTING, worker, now + LEASE
    run = session.get(Run, deployment.run_id) if deployment.run_id else None
    report = (run.report or {}) if run else {}
    return {
        "id": deployment.id,
        "model_id": deployment.model_id,
        "archive": session.get_one(Model, deployment.model_id).archive,
        "kind": deployment.kind,
        "known_broken": {str(one["text"]) for one in report.get("protected", [])},
    }


def went_live(session: Session, house: House, deployment_id: str, timings: dict[str, float]) -> None:
    deployment = session.get_one(Deployment, deployment_id)
    _replace_live(session, house)
    deployment.state, deployment.pending, deployment.live_at = DeploymentState.LIVE, None, house.now()
    deployment.lease_by = deployment.lease_until = None
    deployment.timings = {name: round(seconds, 2) for name, seconds in timings.items()}


def did_not(session: Session, house: House, deployment_id: str, code: str, message: str) -> None:
    """The live model stays."""
    deployment = session.get_one(Deployment, deployment_id)
    deployment.state, deployment.pending, deployment.ended_at = DeploymentState.FAILED, None, house.now()
    deployment.lease_by = deployment.lease_until = None
    deployment.failure = {"code": code, "message": message[:2000]}


def settle(session: Session, house: House, worker: str, live: TrainedModel | None) -> None:
    """At a start: what this worker had under way is live or has failed; what lies in models/ is live."""
    mine = select(Deployment).where(Deployment.state == DeploymentState.STARTING, Deployment.lease_by == worker)
    for deployment in session.scalars(mine).all():
        if live is not None and deployment.model_id == live.id:
            went_live(session, house, deployment.id, {})
        else:
            did_not(session, house, deployment.id, "stopped", "Careline was stopped before this model was live.")
    session.flush()
    known = live_deployment(session)
    if live is None or (known is not None and known.model_id == live.id):
        return
    keep_model(session, live)
    _replace_live(session, house)
    session.add(
        Deployment(
            model_id=live.id,
            kind=DeploymentKind.FOUND,
            state=DeploymentState.LIVE,
            asked_at=house.now(),
            live_at=house.now(),
        )
    )


def _replace_live(session: Session, house: House) -> None:
    before = live_deployment(session)
    if before is not None:
        before.state, before.ended_at = DeploymentState.REPLACED, house.now()
        session.flush()


def wanted_models(session: Session, house: House) -> set[str]:
    """Those that were live, and those of the last runs: all others may be deleted."""
    were_live = select(Deployment.model_id).where(or_(Deployment.live_at.is_not(None), Deployment.pending.is_(True)))
    newest = select(Model.id).order_by(Model.trained_at.desc()).limit(KEPT_CANDIDATES)
    return {*session.scalars(were_live), *session.scalars(newest)}
