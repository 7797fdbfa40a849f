"""The application: its parts begin and end with the server, its routes lie one module each."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import structlog
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from bot.adapters.engine import LiveAddress
from bot.adapters.helper import studio_helper
from bot.adapters.hub import open_hub
from bot.adapters.mail import Post
from bot.adapters.project import ProjectFolder
from bot.api import (
    admin,
    desk,
    desk_merging,
    desk_promises,
    desk_stream,
    desk_tools,
    figures,
    files,
    goodwill,
    help,
    house_rules,
    pages,
    probes,
    saved_tests,
    staff,
    studio,
    studio_articles,
    studio_changes,
    studio_examples,
    studio_inbox,
    studio_intents,
    studio_likeness,
    studio_runs,
    visitor,
    visitor_stream,
)
from bot.api.bodies import Failure
from bot.api.closing import on_stop_signal
from bot.api.failures import add_failure_handlers
from bot.api.health import Health
from bot.api.limits import Limits
from bot.api.metrics import MeteredEngine, Metrics
from bot.api.middleware import BodyLimit, RequestLog, SecurityHeaders, VisitorCORS
from bot.api.parts import Helpers, Parts
from bot.db.session import open_database
from bot.services.house import House
from bot.services.runner import Runner
from bot.services.texts import load as load_texts
from bot.settings import Settings, load

log = structlog.get_logger()

TITLE = "Careline"
VERSION = "0.1.0"
_FAILURES: dict[int | str, dict[str, Any]] = {"default": {"model": Failure, "description": "A failure."}}


def create_app(
    house: House | None = None,
    engine_transport: httpx2.AsyncBaseTransport | None = None,
    helpers: Helpers | None = None,
) -> FastAPI:
    """Settings come from the environment unless a house is given; the transport and the helpers are for tests."""
    house = house or House(load(), load_texts())
    metrics = Metrics()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _open(house, metrics, engine_transport, helpers) as parts:
            app.state.parts = parts
            await files.clear_leftovers(parts)
            parts.put_back_unfinished()
            with on_stop_signal(parts.close_streams):
                yield
            parts.close_streams()

    app = FastAPI(
        title=TITLE,
        version=VERSION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=_FAILURES,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(VisitorCORS, allowed=house.settings.allowed_origins),
            Middleware(RequestLog, metrics=metrics),
            Middleware(GZipMiddleware, compresslevel=5),
            Middleware(BodyLimit, file_max_bytes=house.settings.file_max_bytes),
        ],
    )
    add_failure_handlers(app)
    for module in (
        visitor,
        visitor_stream,
        files,
        staff,
        admin,
        figures,
        house_rules,
        desk,
        desk_merging,
        desk_promises,
        desk_stream,
        desk_tools,
        goodwill,
    ):
        app.include_router(module.router)
    for section in (
        studio,
        saved_tests,
        studio_inbox,
        studio_examples,
        studio_intents,
        studio_likeness,
        studio_articles,
        studio_changes,
        studio_runs,
    ):
        app.include_router(section.router)
    for page in (probes, pages, help):
        app.include_router(page.router)
    app.mount("/static", pages.files)
    return app


@contextlib.asynccontextmanager
async def _open(
    house: House, metrics: Metrics, engine_transport: httpx2.AsyncBaseTransport | None, helpers: Helpers | None
) -> AsyncIterator[Parts]:
    """Everything that lives as long as the server. The engine may come later; the database must be there."""
    settings: Settings = house.settings
    async with contextlib.AsyncExitStack() as stack:
        database = open_database(settings.database_url)
        stack.callback(database.close)
        hub = await open_hub(settings.redis_url)
        stack.push_async_callback(hub.close)
        # A cancelled turn may leave a thread in the middle of its transaction: it ends before the database does.
        stack.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)
        address = LiveAddress(settings.engine_file, settings.engine_url)
        engine = MeteredEngine(metrics, address, settings.engine_secret, settings.engine_timeout, engine_transport)
        stack.push_async_callback(engine.close)
        health = Health(database, engine, settings.actions_url)
        stack.push_async_callback(health.close)
        post = Post(settings.smtp_url) if settings.smtp_url else None
        runner = asyncio.create_task(Runner(database, house, engine, hub, post).run())
        stack.push_async_callback(_end, runner)
        project = ProjectFolder(settings.project_dir, settings.data_dir)
        if helpers is None:
            rasa, examples = studio_helper("rasa", settings), studio_helper("examples", settings)
            stack.callback(rasa.close)
            stack.callback(examples.close)
            helpers = Helpers(rasa, examples)
        yield Parts(house, database, hub, engine, Limits(settings), metrics, health, project, helpers)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
