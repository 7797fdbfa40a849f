"""For those who watch over the machine: alive, ready, and in numbers."""

from typing import Literal

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from bot.api.health import State
from bot.api.parts import Parts, ThisHouse
from bot.services import desk_views
from bot.services.views import CountsView

router = APIRouter(tags=["operations"])


class HealthBody(BaseModel):
    status: Literal["ok", "waking", "degraded"]
    parts: dict[str, State]


@router.get("/healthz", response_model=HealthBody)
async def healthz(parts: ThisHouse) -> JSONResponse:
    """200 as long as the gateway itself answers; `parts` says what it can count on."""
    return JSONResponse(_body(await parts.health.parts()))


@router.get("/readyz", response_model=HealthBody, responses={503: {"model": HealthBody}})
async def readyz(parts: ThisHouse) -> JSONResponse:
    """200 only when every part is up; else 503, and `parts` names the ones that are not."""
    body = _body(await parts.health.parts())
    return JSONResponse(body, 200 if body["status"] == "ok" else 503)


@router.get("/metrics", response_class=Response)
async def metrics(parts: ThisHouse) -> Response:
    """In Prometheus' text format."""
    await _count_queue(parts)
    return Response(parts.metrics.text(), media_type=CONTENT_TYPE_LATEST)


def _body(states: dict[str, State]) -> dict[str, object]:
    if "down" in states.values():
        status = "degraded"
    else:
        status = "waking" if "starting" in states.values() else "ok"
    return {"status": status, "parts": states}


async def _count_queue(parts: Parts) -> None:
    def read(session: Session) -> CountsView:
        return desk_views.counts(session, parts.house, "")

    try:
        counts = await parts.read(read)
    except SQLAlchemyError:
        return  # The numbers of this process are worth reading all the same.
    parts.metrics.waiting.set(counts["queued"])
    parts.metrics.longest_wait.set(counts["longest_wait_s"])
