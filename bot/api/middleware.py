"""Around every request: a body that fits, a log line with an id, headers that keep browsers safe."""

import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.failures import failure_body, failure_response
from bot.api.metrics import Metrics
from bot.api.origin import FILES
from bot.domain.errors import TooLarge

log = structlog.get_logger("bot.api.access")

MAX_BODY = 64 * 1024
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = ("/healthz", "/readyz", "/metrics", "/static/")

_CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": _CSP,
}


class SecurityHeaders:
    """On every answer, unless the handler said otherwise (as for widget.js, which any shop may load)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        api = scope["path"].startswith("/api/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if api:
                    headers.setdefault("Cache-Control", "no-store")
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class VisitorCORS:
    """The widget lives on other origins; everything else is for our own pages alone."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self.app = app
        self.cors = CORSMiddleware(
            app,
            allow_origins=allowed,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "Last-Event-ID"),
            expose_headers=("Retry-After", "X-Request-ID"),
            allow_private_network=True,
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for_visitors = scope["type"] == "http" and scope["path"].startswith("/api/v1/visitor/")
        if not for_visitors:
            await self.app(scope, receive, send)
            return

        async def send_readable(message: Message) -> None:
            if message["type"] == "http.response.start" and "access-control-allow-origin" in Headers(scope=message):
                MutableHeaders(scope=message)["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        await self.cors(scope, receive, send_readable)


class RequestLog:
    """One line per request; an exception that nobody caught becomes a 500 that says nothing but the request's id."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        request_id = uuid.uuid4().hex[:16]
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def send_and_watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
                self._count(scope, status, time.perf_counter() - began)
            await send(message)

        try:
            await self.app(scope, receive, send_and_watch)
        except Exception:
            log.exception("request_failed", method=scope["method"], path=scope["path"])
            if status:
                raise
            body = failure_body("internal_error", "Something went wrong on our side.", {"request_id": request_id})
            await JSONResponse(body, 500)(scope, receive, send_and_watch)
        finally:
            self._write(scope, status, time.perf_counter() - began)
            structlog.contextvars.unbind_contextvars("request_id")

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.request_seconds.labels(route).observe(seconds)

    def _write(self, scope: Scope, status: int, seconds: float) -> None:
        write = log.debug if scope["path"].startswith(_QUIET) else log.info
        client: Any = scope.get("client")
        write(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status or None,
            ms=round(seconds * 1000, 1),
            client=client[0] if client else None,
        )


class BodyLimit:
    """413 before anything is parsed; a body that does not say its length is counted as it comes."""

    def __init__(self, app: ASGIApp, file_max_bytes: int) -> None:
        self.app = app
        self.most = dict.fromkeys(FILES, file_max_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.most.get(scope["path"], MAX_BODY)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > most:
            error = TooLarge(f"This is too much at once: a request may have at most {most} bytes.", limit=most)
            await failure_response(error)(scope, receive, send)
            return
        size = 0

        async def receive_counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(
                    TooLarge.status, f"This is too much at once: a request may have at most {most} bytes."
                )
            return message

        await self.app(scope, receive_counted, send)


def _route(scope: Scope) -> str:
    """The pattern, not the address: ids would make a new time series each."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    return str(path) if path else "other"
