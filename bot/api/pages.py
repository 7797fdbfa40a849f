"""The pages for customers and staff, and what they are made of: files that `npm run build` puts into bot/static."""

from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.api.layout import page

STATIC = Path(__file__).resolve().parent.parent / "static"

router = APIRouter(include_in_schema=False)

_FRESH = "no-cache"  # Kept, but asked about each time: the files have no version in their names.
_FOR_A_WHILE = "public, max-age=300"
_FOR_A_DAY = "public, max-age=86400"
_LASTING = (".woff2", ".svg", ".png", ".jpg", ".webp")


class Files(StaticFiles):
    def __init__(self, directory: Path = STATIC) -> None:
        super().__init__(directory=directory, check_dir=False)

    async def check_config(self) -> None:
        """A front end that is not built yet is answered by `get_response`."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code == HTTPStatus.NOT_FOUND and not built():
                return not_built()
            raise
        lasting = path.endswith(_LASTING)
        response.headers.setdefault("Cache-Control", _FOR_A_DAY if lasting else _FRESH)
        return response


files = Files()


def built() -> bool:
    return (STATIC / "shop.html").is_file()


def not_built() -> HTMLResponse:
    words = (
        "<h1>Not built yet</h1><p>The pages are missing. Run <code>make setup</code>, then load this page again.</p>"
    )
    return HTMLResponse(
        page("Not built yet", words), int(HTTPStatus.SERVICE_UNAVAILABLE), {"Cache-Control": "no-store"}
    )


@router.api_route("/", methods=["GET", "HEAD"])
async def shop(request: Request) -> Response:
    return await files.get_response("shop.html", request.scope)


@router.api_route("/desk", methods=["GET", "HEAD"])
async def desk(request: Request) -> Response:
    return await files.get_response("desk.html", request.scope)


@router.api_route("/studio", methods=["GET", "HEAD"])
async def studio(request: Request) -> Response:
    return await files.get_response("studio.html", request.scope)


@router.api_route("/admin", methods=["GET", "HEAD"])
async def admin(request: Request) -> Response:
    return await files.get_response("admin.html", request.scope)


@router.api_route("/widget.js", methods=["GET", "HEAD"])
async def widget(request: Request) -> Response:
    """The one file that other sites load."""
    response = await files.get_response("widget.js", request.scope)
    if response.status_code < HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = _FOR_A_WHILE
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@router.api_route("/favicon.ico", methods=["GET", "HEAD"])
async def favicon(request: Request) -> Response:
    return await files.get_response("art/favicon.svg", request.scope)
