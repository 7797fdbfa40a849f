"""Files: one comes in as the body of a request, goes out as an attachment that no browser runs."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from anyio import open_file, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse

from bot.adapters.files import accept
from bot.api.bodies import Storable, known_id
from bot.api.origin import check_visitor_origin
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Agent, VisitorId
from bot.domain.errors import TooLarge
from bot.domain.files import Stored
from bot.services import files
from bot.services.files import folder
from bot.services.views import Receipt


async def allowed_shop(request: Request, parts: ThisHouse) -> None:
    """As for the other calls, but the body is a file: the token in the header is what no foreign page can send."""
    check_visitor_origin(request, parts.house.settings.allowed_origins)


router = APIRouter(prefix="/api/v1", tags=["files"])

_HOURS_KEPT = 3600
_SAFE = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=3600"}


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
    id = uuid.uuid4().hex
    with _in_passing(folder(parts.house.settings) / f"{id}.part") as arrived:
        await _receive(request, arrived, parts.house.settings.file_max_bytes)
        target = arrived.with_name(id)
        stored = await to_thread.run_sync(accept, arrived, target, name)
        try:
            receipt = await _store(parts, visitor_id, client_id, stored)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return receipt


async def _store(parts: Parts, visitor_id: str, client_id: str, stored: Stored) -> Receipt:
    receipt = await parts.write(lambda session: files.receive_file(session, parts.house, visitor_id, client_id, stored))
    if not await parts.read(lambda session: files.known_files(session, [stored.id])):
        # It had come before, and that one stays.
        (folder(parts.house.settings) / stored.id).unlink(missing_ok=True)
    return receipt


@router.get("/visitor/files/{file_id}", response_class=FileResponse, dependencies=[Depends(allowed_shop)])
async def read_own_file(parts: ThisHouse, visitor_id: VisitorId, file_id: str) -> FileResponse:
    id = known_id(file_id)
    return _download(parts, await parts.read(lambda session: files.find_file(session, id, visitor_id)))


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
    """What a process left behind that died in the middle of an upload: no message knows it."""
    old = time.time() - _HOURS_KEPT
    left = [path for path in folder(parts.house.settings).iterdir() if path.stat().st_mtime < old]
    known = await parts.read(lambda session: files.known_files(session, [path.name for path in left]))
    for path in left:
        if path.name not in known:
            path.unlink(missing_ok=True)
