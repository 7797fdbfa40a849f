"""Signing in and out, and who one is."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from bot.api.bodies import Login
from bot.api.limits import address_of
from bot.api.origin import check_staff_origin, is_own
from bot.api.parts import Parts, ThisHouse
from bot.api.who import PLAIN_COOKIE, SECURE_COOKIE, SignedIn, session_secret
from bot.db.models.staff import Staff
from bot.db.session import reading
from bot.services import staff as services
from bot.services.views import StaffView

router = APIRouter(prefix="/api/v1/staff", tags=["staff"])


async def from_own_page(request: Request) -> None:
    check_staff_origin(request, request.method)


OwnPage = Annotated[None, Depends(from_own_page)]


@router.post("/login", response_model=StaffView)
async def login(request: Request, response: Response, parts: ThisHouse, _: OwnPage, body: Login) -> StaffView:
    """Sets the session cookie. A wrong password and an unknown address take the same time and say the same."""
    address, account, limits = address_of(request), body.email.strip().lower(), parts.limits
    await limits.spend(
        (limits.logins, ("login", address, account)),
        (limits.logins_in_all, ("logins_from", address)),
        (limits.logins_in_all, ("logins_to", account)),
    )
    person = await _check_password(parts, body)
    secret = await parts.write(lambda session: services.open_staff_session(session, parts.house, person["id"]))
    _set_cookie(request, response, secret, int(parts.house.settings.staff_session_life.total_seconds()))
    return person


@router.post("/logout", status_code=204)
async def logout(request: Request, response: Response, parts: ThisHouse, _: OwnPage) -> None:
    """Ends the session of the cookie; without one there is nothing to end."""
    secret = session_secret(request)
    if secret is not None:
        await parts.write(lambda session: services.close_staff_session(session, parts.house, secret))
    response.delete_cookie(PLAIN_COOKIE, path="/", httponly=True, samesite="lax")
    if _is_secure(request):
        response.delete_cookie(SECURE_COOKIE, path="/", secure=True, httponly=True, samesite="lax")


@router.get("/me", response_model=StaffView)
async def me(parts: ThisHouse, person: SignedIn) -> StaffView:
    def read(session: Session) -> StaffView:
        return services.staff_view(session.get_one(Staff, person.id))

    return await parts.read(read)


async def _check_password(parts: Parts, body: Login) -> StaffView:
    """Each check takes 64 MB for a fifth of a second: two at a time, however many come."""

    def check() -> StaffView:
        with reading(parts.database.make_reader) as session:
            return services.staff_view(services.check_password(session, body.email, body.password))

    return await to_thread.run_sync(check, limiter=parts.password_checks)


def _set_cookie(request: Request, response: Response, secret: str, seconds: int) -> None:
    secure = _is_secure(request)
    response.set_cookie(
        SECURE_COOKIE if secure else PLAIN_COOKIE,
        secret,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _is_secure(request: Request) -> bool:
    """Over HTTPS, or from a page of ours that the browser has over HTTPS, behind a proxy that ends TLS."""
    origin = request.headers.get("origin", "")
    return request.url.scheme == "https" or (origin.startswith("https://") and is_own(request, origin))
