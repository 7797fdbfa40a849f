"""Every failure as `{error: {code, message, details}}`, or as a page where somebody looks at it in a browser."""

import html
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.api.layout import page
from bot.domain.errors import CareError, InvalidInput, NotSignedIn, TooLarge, TooMany, Unavailable

log = structlog.get_logger()

_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TooLarge.code,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
}


class BrokenBody(CareError):
    code = "bad_request"
    status = 400


class WrongMediaType(CareError):
    code = "unsupported_media_type"
    status = 415


def failure_body(code: str, message: str, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": dict(details or {})}}


def failure_response(error: CareError) -> JSONResponse:
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.details.get("retry_after_s", 1))
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "2"
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(failure_body(error.code, error.message, error.details), error.status, headers)


def add_failure_handlers(app: FastAPI) -> None:
    app.add_exception_handler(CareError, _care_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_exception)
    for kind in (OperationalError, InterfaceError, TimeoutError):
        app.add_exception_handler(kind, _database_away)


async def _care_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, CareError)
    return failure_response(error)


async def _invalid_request(_: Request, error: Exception) -> Response:
    """Which field and why; never the value, which may be private."""
    assert isinstance(error, RequestValidationError)
    problems: Sequence[Any] = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return failure_response(BrokenBody("The body is not valid JSON."))
    found = [{"field": _field(problem["loc"]), "message": problem["msg"]} for problem in problems]
    return failure_response(InvalidInput("The request is not valid.", problems=found))


def _field(place: Sequence[str | int]) -> str:
    """("body", "text") is `text`; a body that is missing altogether is `body`."""
    return ".".join(str(part) for part in place[1:]) or str(place[0])


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND and wants_page(request):
        return HTMLResponse(page("Not found", "<h1>Not found</h1><p>There is nothing at this address.</p>"), 404)
    status = HTTPStatus(error.status_code)
    code = _CODES.get(status, status.name.lower())
    message = status.phrase if error.detail in {status.phrase, None, ""} else str(error.detail)
    return JSONResponse(failure_body(code, html.unescape(message).rstrip(".") + "."), status, error.headers)


async def _database_away(_: Request, error: Exception) -> Response:
    log.error("database_failed", error=str(error).splitlines()[0])
    return failure_response(Unavailable("The database cannot be reached. Please try again.", part="database"))


def wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
