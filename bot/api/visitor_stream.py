"""The visitor's stream: a WebSocket, or Server-Sent Events on the same address where WebSockets are refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, Header, Query, WebSocket
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect

from bot.api.bodies import MAX_SEQ, VisitorChoice, VisitorMessage
from bot.api.events import SLOW_S, EventStream
from bot.api.failures import failure_body, failure_response
from bot.api.follow import frames
from bot.api.origin import check_visitor_origin
from bot.api.parts import Parts, ThisHouse
from bot.api.visitor import receive_choice, receive_message
from bot.api.who import VisitorId, allowed_page
from bot.domain.errors import CareError, InvalidInput, NotSignedIn
from bot.domain.events import DESK, Wake
from bot.services import thread, visitors

router = APIRouter(prefix="/api/v1/visitor", tags=["visitor"])

HELLO_S = 10.0
UNAUTHORISED, SLOW, GOING_AWAY = 4401, 4408, 1012
SeqQuery = Annotated[int, Query(ge=0, le=MAX_SEQ)]


@router.get("/stream", status_code=200, response_class=EventStream, dependencies=[Depends(allowed_page)])
async def follow_events(
    parts: ThisHouse,
    visitor_id: VisitorId,
    after: SeqQuery = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventStream:
    """Frames as `data:` lines: messages, conversation, ping. A WebSocket on this address carries the same frames;
    its first frame is `{"type": "hello", "token", "after"}`, unless the token came in the Authorization header."""
    resumed = int(last_event_id) if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 16 else 0
    return EventStream(
        frames(parts, visitor_id, max(after, resumed)),
        lambda: parts.metrics.connections.labels("events").track_inprogress(),
    )


@router.websocket("/stream")
async def follow_socket(socket: WebSocket, parts: ThisHouse, after: SeqQuery = 0) -> None:
    try:
        check_visitor_origin(socket, parts.house.settings.allowed_origins)
    except CareError as error:
        await socket.send_denial_response(failure_response(error))
        return
    await socket.accept()
    with suppress(WebSocketDisconnect), parts.metrics.connections.labels("socket").track_inprogress():
        try:
            visitor_id, after = await _hello(socket, parts, after)
        except CareError as error:
            await socket.close(UNAUTHORISED, error.code)
            return
        await _Line(socket, parts, visitor_id, after).talk()


async def _hello(socket: WebSocket, parts: Parts, after: int) -> tuple[str, int]:
    """Who it is and what is known there; a browser cannot set headers on a WebSocket, so it says it first."""
    scheme, _, token = socket.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        try:
            async with asyncio.timeout(HELLO_S):
                match await _receive(socket):
                    case {"type": "hello", "token": str(token), **rest}:
                        said = rest.get("after")
                        after = said if isinstance(said, int) and 0 <= said <= MAX_SEQ else after
                    case _:
                        raise NotSignedIn("The first frame must be a hello with a token.")
        except TimeoutError:
            raise NotSignedIn("No hello came.") from None
    return visitors.visitor_of(parts.house, token), after


async def _receive(socket: WebSocket) -> Any:
    """One frame from the client; what is no JSON counts as an empty frame."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    try:
        return json.loads(message.get("text") or message.get("bytes") or b"{}")
    except (ValueError, RecursionError):
        return {}


class _Line:
    """One open socket: frames go out, small things come in."""

    def __init__(self, socket: WebSocket, parts: Parts, visitor_id: str, after: int) -> None:
        self.socket = socket
        self.parts = parts
        self.visitor_id = visitor_id
        self.after = after
        self.conversation_id: str | None = None

    async def talk(self) -> None:
        async with anyio.create_task_group() as both:

            async def until_gone() -> None:
                with suppress(WebSocketDisconnect):
                    while True:
                        await self._hear(await _receive(self.socket))
                both.cancel_scope.cancel()

            both.start_soon(until_gone)
            await self._tell_all(frames(self.parts, self.visitor_id, self.after))
            both.cancel_scope.cancel()

    async def _tell_all(self, all_frames: AsyncIterator[dict[str, Any]]) -> None:
        try:
            async for frame in all_frames:
                self.conversation_id = (frame.get("conversation") or {}).get("id", self.conversation_id)
                await self._tell(frame)
        except WebSocketDisconnect:
            return
        except TimeoutError:
            await self._close(SLOW, "too slow")
        except NotSignedIn as error:
            await self._close(UNAUTHORISED, error.code)
        else:
            await self._close(GOING_AWAY, "closing")

    async def _tell(self, frame: dict[str, Any]) -> None:
        async with asyncio.timeout(SLOW_S):
            await self.socket.send_text(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    async def _close(self, code: int, reason: str) -> None:
        with suppress(RuntimeError, TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(1):
                await self.socket.close(code, reason)

    async def _hear(self, frame: Any) -> None:
        """typing and read are small talk that may get lost; a message or a choice is answered with its receipt."""
        match frame:
            case {"type": "typing"} if self.conversation_id is not None:
                self.parts.hub.publish(Wake(DESK, "typing", {"conversation_id": self.conversation_id}))
            case {"type": "read", "seq": int(seq)} if 0 <= seq <= MAX_SEQ:
                with suppress(CareError):
                    await self.parts.write(
                        lambda session: thread.mark_read(session, self.parts.house, self.visitor_id, seq)
                    )
            case {"type": "message" | "choice" as kind, **rest}:
                await self._take(kind, {str(key): value for key, value in rest.items()})

    async def _take(self, kind: str, rest: dict[str, Any]) -> None:
        client_id = rest.get("client_id")
        try:
            if kind == "message":
                receipt = await receive_message(self.parts, self.visitor_id, VisitorMessage.model_validate(rest))
            else:
                receipt = await receive_choice(self.parts, self.visitor_id, VisitorChoice.model_validate(rest))
            await self._tell({"type": "accepted", "client_id": client_id, **receipt})
        except ValidationError:
            await self._refuse(client_id, InvalidInput("The frame is not valid."))
        except CareError as error:
            await self._refuse(client_id, error)

    async def _refuse(self, client_id: Any, error: CareError) -> None:
        shown = client_id if isinstance(client_id, str) else None
        await self._tell(
            {"type": "error", "client_id": shown, **failure_body(error.code, error.message, error.details)}
        )
