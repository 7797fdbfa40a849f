"""Files: one comes in as the body of a request, goes out as an attachment that no browser runs."""

import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated

from anyio import open_file, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from bot.adapters.files import accept
from bot.api.bodies import Storable, known_id
from bot.api.origin import check_visitor_origin
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Agent, VisitorId
from bot.domain.errors import TooLarge
from bot.domain.files import MOST_FILES, Stored
from bot.services import attachments, files
from bot.services.files import folder
from bot.services.views import FileView, Receipt


async def allowed_shop(request: Request, parts: ThisHouse) -> None:
    """As for the other calls, but the body is a file: the token in the header is what no foreign page can send."""
    check_visitor_origin(request, parts.house.settings.allowed_origins)


router = APIRouter(prefix="/api/v1", tags=["files"])

_SECONDS_KEPT = 3600
_SAFE = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=3600"}


class DeskLimits(BaseModel):
    """`max_file` in bytes; so many files in one message."""

    max_file: int
    max_files: int


@router.post("/visitor/files", status_code=202, response_model=Receipt, dependencies=[Depends(allowed_shop)])
async def send_file(
    request: Request,
    parts: ThisHouse,
    visitor_id: VisitorId,
    client_id: Annotated[Storable, Query(description="Sent again, it is answered with the first result.")],
    name: Annotated[Storable, Query(description="What the customer calls it.")] = "file",
) -> Receipt:
    """The body is the file. png, jpeg, gif, webp, pdf and txt are taken, judged by their content."""
    await parts.limits.spend((parts.limits.files, ("file", visitor_id)))
    async with _accepted(request, parts, name) as stored:
        receipt = await parts.write(
            lambda session: files.receive_file(session, parts.house, visitor_id, client_id, stored)
        )
    if not await parts.read(lambda session: files.known_files(session, [stored.id])):
        _remove(parts, stored.id)  # It had come before, and that one stays.
    return receipt


@router.get("/visitor/files/{file_id}", response_class=FileResponse, dependencies=[Depends(allowed_shop)])
async def read_own_file(parts: ThisHouse, visitor_id: VisitorId, file_id: str) -> FileResponse:
    id = known_id(file_id)
    return _download(parts, await parts.read(lambda session: files.find_file(session, id, visitor_id)))


@router.get("/desk/limits", response_model=DeskLimits)
async def read_limits(parts: ThisHouse, agent: Agent) -> DeskLimits:
    return DeskLimits(max_file=parts.house.settings.file_max_bytes, max_files=MOST_FILES)


@router.post("/desk/files", status_code=201)
async def upload(
    request: Request,
    parts: ThisHouse,
    agent: Agent,
    conversation_id: Annotated[Storable, Query(description="Whose customer it is for.")],
    name: Annotated[Storable, Query(description="What it is to be called.")] = "file",
) -> FileView:
    """The body is the file, judged as a customer's is. It waits for the reply or note that names it, for a day."""
    await parts.limits.spend((parts.limits.files_of_staff, ("staff_file", agent.id)))
    async with _accepted(request, parts, name) as stored:
        return await parts.write(
            lambda session: attachments.upload(session, parts.house, conversation_id, agent.id, stored)
        )


@router.delete("/desk/files/{file_id}", status_code=204)
async def discard(parts: ThisHouse, agent: Agent, file_id: str) -> None:
    """Taken back before it was sent; 404 afterwards."""
    id = known_id(file_id)
    await parts.write(lambda session: attachments.discard(session, agent.id, id))
    _remove(parts, id)


@router.get("/desk/files/{file_id}", response_class=FileResponse)
async def read_file(parts: ThisHouse, agent: Agent, file_id: str) -> FileResponse:
    id = known_id(file_id)
    return _download(parts, await parts.read(lambda session: files.find_file(session, id)))


def _download(parts: Parts, stored: Stored) -> FileResponse:
    text = "; charset=utf-8" if stored.media_type.startswith("text/") else ""
    return FileResponse(
        folder(parts.house.settings) / stored.id,
        media_type=stored.media_type + text,
        filename=stored.name,
        headers=_SAFE,
    )


@asynccontextmanager
async def _accepted(request: Request, parts: Parts, name: str) -> AsyncIterator[Stored]:
    """What arrived, judged and kept; nothing of it stays when whoever wants it fails."""
    id = uuid.uuid4().hex
    with _in_passing(folder(parts.house.settings) / f"{id}.part") as arrived:
        await _receive(request, arrived, parts.house.settings.file_max_bytes)
        stored = await to_thread.run_sync(accept, arrived, arrived.with_name(id), name)
    try:
        yield stored
    except BaseException:
        _remove(parts, id)
        raise


def _remove(parts: Parts, id: str) -> None:
    (folder(parts.house.settings) / id).unlink(missing_ok=True)


async def _receive(request: Request, arrived: Path, limit: int) -> None:
    size = 0
    async with await open_file(arrived, "wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"A file may have at most {limit} bytes.", limit=limit)
            await file.write(chunk)


@contextmanager
def _in_passing(path: Path) -> Iterator[Path]:
    """A path whose file is gone afterwards, however it ends."""
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


async def clear_leftovers(parts: Parts) -> None:
    """What a process left behind that died in the middle of an upload, and drafts that nobody came back to."""
    await parts.write(lambda session: attachments.forget_old(session, parts.house))
    old = time.time() - _SECONDS_KEPT
    left = [path for path in folder(parts.house.settings).iterdir() if path.stat().st_mtime < old]
    known = await parts.read(lambda session: files.known_files(session, [path.name for path in left]))
    for path in left:
        if path.name not in known:
            path.unlink(missing_ok=True)
