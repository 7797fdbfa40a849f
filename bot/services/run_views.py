"""What the studio is told about runs, models and deployments."""

from typing import Any

from typing_extensions import TypedDict  # pydantic cannot read the one in typing before 3.12

from bot.db.models.training import Deployment, Flip, Model, Run
from bot.services.views import moment, moment_or_none


class RunView(TypedDict):
    """`share` (0 to 1) and `left_s` only while it runs; `ahead`: runs before it. `refusals`: why the gate says no, an
    empty list when it says yes, null while it has not been asked. `open_flips`: messages still to be decided on."""

    id: str
    state: str
    note: str
    author: str
    created_at: str
    started_at: str | None
    ended_at: str | None
    ahead: int
    step: str | None
    share: float | None
    left_s: int | None
    stopping: bool
    failure: dict[str, Any] | None
    model_id: str | None
    compared_with: str | None
    refusals: list[dict[str, Any]] | None
    open_flips: int


class RunDetailView(RunView):
    """`report` is what engine/compare.py found, without the flips; `facts` are hashes of what went in."""

    log: str
    facts: dict[str, Any]
    report: dict[str, Any] | None


class FlipView(TypedDict):
    id: str
    set: str
    message_id: str | None
    text: str
    expected: str | None
    changed: list[str]
    before: dict[str, Any]
    after: dict[str, Any]
    better: bool | None
    decision: str | None


class OutcomeView(TypedDict):
    """What conversations came to while a model was live; shares from 0 to 1, null where nothing can be said."""

    conversations: int
    containment: float | None
    csat: float | None
    scores: int


class DeploymentView(TypedDict):
    """`run_id` and `name` (who did it) are null for a model that lay there at the start."""

    id: str
    model_id: str
    run_id: str | None
    kind: str
    state: str
    name: str | None
    reason: str | None
    asked_at: str
    live_at: str | None
    ended_at: str | None
    failure: dict[str, Any] | None
    seconds: dict[str, Any]
    outcome: OutcomeView | None


class ModelView(TypedDict):
    id: str
    trained_at: str
    seconds: float
    live: bool
    run_id: str | None
    note: str | None


class ModelsView(TypedDict):
    """`history` newest first; `pending` is on its way to the customers."""

    models: list[ModelView]
    history: list[DeploymentView]
    pending: DeploymentView | None


def run_view(run: Run, author: str, ahead: int, how_far: dict[str, Any], undecided: int) -> RunView:
    return {
        "id": run.id,
        "state": run.state.value,
        "note": run.note,
        "author": author,
        "created_at": moment(run.created_at),
        "started_at": moment_or_none(run.started_at),
        "ended_at": moment_or_none(run.ended_at),
        "ahead": ahead,
        "step": str(run.steps[-1]["name"]) if run.steps else None,
        "share": how_far["share"],
        "left_s": how_far["left_s"],
        "stopping": run.cancel_asked and run.ended_at is None,
        "failure": run.failure,
        "model_id": run.model_id,
        "compared_with": run.compared_with,
        "refusals": run.refusals,
        "open_flips": undecided,
    }


def flip_view(flip: Flip) -> FlipView:
    return {
        "id": flip.id,
        "set": flip.set,
        "message_id": flip.message_id,
        "text": flip.text,
        "expected": flip.expected,
        "changed": flip.changed,
        "before": flip.before,
        "after": flip.after,
        "better": flip.better,
        "decision": flip.decision.value if flip.decision else None,
    }


def model_view(model: Model, live: bool, run: Run | None) -> ModelView:
    return {
        "id": model.id,
        "trained_at": moment(model.trained_at),
        "seconds": model.seconds,
        "live": live,
        "run_id": run.id if run else None,
        "note": run.note if run else None,
    }


def deployment_view(deployment: Deployment, name: str | None, outcome: OutcomeView | None) -> DeploymentView:
    return {
        "id": deployment.id,
        "model_id": deployment.model_id,
        "run_id": deployment.run_id,
        "kind": deployment.kind.value,
        "state": deployment.state.value,
        "name": name,
        "reason": deployment.reason,
        "asked_at": moment(deployment.asked_at),
        "live_at": moment_or_none(deployment.live_at),
        "ended_at": moment_or_none(deployment.ended_at),
        "failure": deployment.failure,
        "seconds": deployment.timings,
        "outcome": outcome,
    }
