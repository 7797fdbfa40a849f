"""The studio API: training runs, the gate, and which model is live."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from bot.api.bodies import FlipsBody, PromoteBody, RunBody, known_id
from bot.api.parts import ThisHouse
from bot.api.who import Trainer
from bot.db.models.staff import Role
from bot.services import deployments, runs
from bot.services.run_views import DeploymentView, FlipView, ModelsView, RunDetailView, RunView

router = APIRouter(prefix="/api/v1/studio", tags=["studio"])


async def _run_id(run_id: Annotated[str, Path()]) -> str:
    return known_id(run_id)


async def _model_id(model_id: Annotated[str, Path()]) -> str:
    return known_id(model_id)


RunId = Annotated[str, Depends(_run_id)]
ModelId = Annotated[str, Depends(_model_id)]


@router.post("/runs", status_code=201)
async def start_run(parts: ThisHouse, trainer: Trainer, body: RunBody) -> RunView:
    """Train what is saved and compare it with the live model; in the background, one run at a time."""
    return await parts.write(lambda session: runs.start_run(session, parts.house, trainer.id, body.note))


@router.get("/runs")
async def list_runs(
    parts: ThisHouse, trainer: Trainer, limit: Annotated[int, Query(ge=1, le=runs.MAX_PAGE)] = 30
) -> list[RunView]:
    """Newest first."""
    return await parts.read(lambda session: runs.list_runs(session, parts.house, limit))


@router.get("/runs/{run_id}")
async def run_detail(parts: ThisHouse, trainer: Trainer, run_id: RunId) -> RunDetailView:
    return await parts.read(lambda session: runs.run_detail(session, parts.house, run_id))


@router.post("/runs/{run_id}/cancel")
async def cancel_run(parts: ThisHouse, trainer: Trainer, run_id: RunId) -> RunView:
    return await parts.write(lambda session: runs.cancel_run(session, parts.house, run_id))


@router.get("/runs/{run_id}/flips")
async def list_flips(parts: ThisHouse, trainer: Trainer, run_id: RunId, open_only: bool = False) -> list[FlipView]:
    """Every message that the candidate reads differently, worse ones first; real ones are masked."""
    return await parts.read(lambda session: runs.list_flips(session, parts.house, run_id, open_only=open_only))


@router.post("/runs/{run_id}/flips")
async def decide_flips(parts: ThisHouse, trainer: Trainer, run_id: RunId, body: FlipsBody) -> list[FlipView]:
    return await parts.write(
        lambda session: runs.decide_flips(session, parts.house, run_id, trainer.id, body.flips, body.decision)
    )


@router.post("/runs/{run_id}/promote", status_code=202)
async def promote(parts: ThisHouse, trainer: Trainer, run_id: RunId, body: PromoteBody) -> DeploymentView:
    """Put this run's model live; an admin may do so against the gate, with a reason."""
    return await parts.write(
        lambda session: deployments.promote(
            session, parts.house, run_id, trainer.id, may_override=trainer.role == Role.ADMIN, reason=body.reason
        )
    )


@router.get("/models")
async def models(parts: ThisHouse, trainer: Trainer) -> ModelsView:
    """What is there, what is live, and who put what live when."""
    return await parts.read(lambda session: deployments.models(session, parts.house))


@router.post("/models/{model_id}/rollback", status_code=202)
async def roll_back(parts: ThisHouse, trainer: Trainer, model_id: ModelId) -> DeploymentView:
    return await parts.write(lambda session: deployments.roll_back(session, parts.house, model_id, trainer.id))
