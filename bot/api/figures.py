"""The team lead's API: CSAT, NPS, containment and times, with the conversations behind every number."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from bot.api.bodies import Storable
from bot.api.parts import ThisHouse
from bot.api.who import Admin
from bot.services import figures
from bot.services.figures import About
from bot.services.views import BehindView, FiguresView

router = APIRouter(prefix="/api/v1/admin/figures", tags=["admin"])


async def _about(
    first: Annotated[date | None, Query(description="27 days before `last` by default.")] = None,
    last: Annotated[date | None, Query(description="Today by default.")] = None,
    lane: Annotated[Storable | None, Query()] = None,
    topic: Annotated[Storable | None, Query()] = None,
) -> About:
    return About(first, last, lane, topic)


Which = Annotated[About, Depends(_about)]


@router.get("")
async def read_figures(parts: ThisHouse, admin: Admin, about: Which) -> FiguresView:
    return await parts.read(lambda session: figures.figures_view(session, parts.house, about))


@router.get("/behind/{figure}")
async def read_behind(parts: ThisHouse, admin: Admin, figure: Storable, about: Which) -> list[BehindView]:
    """The worst first; at most 500."""
    return await parts.read(lambda session: figures.behind(session, parts.house, figure, about))


@router.get("/csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
async def download(parts: ThisHouse, admin: Admin, about: Which) -> Response:
    """A line for each conversation."""
    table = await parts.read(lambda session: figures.as_csv(session, parts.house, about))
    headers = {"Content-Disposition": 'attachment; filename="careline-figures.csv"', "Cache-Control": "no-store"}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
