"""The least that a live desk could be, as a floor for bench.connections: sockets and streams on the same server.

Nothing is stored or checked and nobody signs in: what a customer sends goes to every desk at once, and a receipt back.
`python -m bench.bare --fd N` serves on a listening socket, as `bot.gateway` does.
"""

import argparse
import asyncio
import json
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

desks: set[asyncio.Queue[str]] = set()


async def customer(line: WebSocket) -> None:
    await line.accept()
    conversation_id = (await line.receive_json())["token"]
    await line.send_json({"type": "messages", "messages": []})
    try:
        while True:
            said = await line.receive_json()
            for desk in desks:
                desk.put_nowait(f"data: {json.dumps({'type': 'message', 'id': conversation_id})}\n\n")
            await line.send_json({"type": "accepted", "client_id": said["client_id"]})
    except WebSocketDisconnect:
        return


async def desk(_: Request) -> StreamingResponse:
    async def nudges() -> AsyncIterator[str]:
        mine: asyncio.Queue[str] = asyncio.Queue()
        desks.add(mine)
        try:
            yield 'data: {"type": "ready"}\n\n'
            while True:
                yield await mine.get()
        finally:
            desks.discard(mine)

    return StreamingResponse(nudges(), media_type="text/event-stream")


async def health(_: Request) -> StreamingResponse:
    return StreamingResponse(iter(("ok",)))


app = Starlette(
    routes=[
        Route("/healthz", health),
        Route("/api/v1/desk/stream", desk),
        WebSocketRoute("/api/v1/visitor/stream", customer),
    ]
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.bare")
    parser.add_argument("--fd", type=int, required=True)
    listener = socket.socket(fileno=parser.parse_args().fd)
    quiet = {"log_config": None, "access_log": False, "timeout_graceful_shutdown": 1}
    config = uvicorn.Config(app, ws="websockets-sansio", ws_per_message_deflate=False, **quiet)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
