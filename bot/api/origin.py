"""Which pages may speak to us: ourselves for staff, ourselves and the listed shops for visitors."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from bot.api.failures import WrongMediaType
from bot.domain.errors import Forbidden

FILES = frozenset({"/api/v1/visitor/files", "/api/v1/desk/files"})
"""The body of a request to these is a file."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON = ("JSON", "application/json")


class ForeignOrigin(Forbidden):
    code = "origin_not_allowed"


def is_own(connection: HTTPConnection, origin: str) -> bool:
    """Host and port are compared, not the scheme: behind a proxy that ends TLS we are spoken to in plain HTTP."""
    return bool(origin) and urlsplit(origin).netloc.lower() == connection.headers.get("host", "").lower()


def check_visitor_origin(connection: HTTPConnection, allowed: Collection[str]) -> None:
    """Programs send no Origin; pages always do."""
    origin = connection.headers.get("origin")
    if origin is None or origin in allowed or is_own(connection, origin):
        return
    raise ForeignOrigin("Pages of this origin may not use the chat; CARELINE_ALLOWED_ORIGINS lists those that may.")


def check_staff_origin(connection: HTTPConnection, method: str) -> None:
    """A cookie travels with every request, so what changes something must come from our own pages."""
    if method in _SAFE:
        return
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site")
    if (origin is not None and not is_own(connection, origin)) or site not in {None, "same-origin", "none"}:
        raise ForeignOrigin("This request comes from another site.")
    check_json(connection)


def check_json(connection: HTTPConnection) -> None:
    """A body must say that it is JSON, or bytes where it is a file, which a form on a foreign page cannot."""
    headers = connection.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return
    kind, wanted = ("a file", "application/octet-stream") if connection.url.path in FILES else _JSON
    if headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
        raise WrongMediaType(f"The body must be {kind}, with Content-Type: {wanted}.")
