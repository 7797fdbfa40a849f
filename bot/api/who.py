"""Who is calling: a visitor by token, staff by cookie or token."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from bot.api.origin import check_json, check_staff_origin, check_visitor_origin
from bot.api.parts import Parts, ThisHouse
from bot.db.models.staff import Role, Staff
from bot.domain.errors import Forbidden, NotSignedIn
from bot.services import presence, visitors
from bot.services.house import House
from bot.services.staff import staff_of_session, staff_of_token

SECURE_COOKIE, PLAIN_COOKIE = "__Host-careline", "careline"

visitor_bearer = HTTPBearer(
    auto_error=False, scheme_name="visitorToken", description="The token of POST /api/v1/visitor/sessions."
)
staff_bearer = HTTPBearer(auto_error=False, scheme_name="staffToken", description="Made by `careline staff token`.")
staff_cookie = APIKeyCookie(
    auto_error=False,
    name=PLAIN_COOKIE,
    scheme_name="staffCookie",
    description=f"Set by POST /api/v1/staff/login; called {SECURE_COOKIE} over HTTPS.",
)

Bearer = HTTPAuthorizationCredentials | None


@dataclass(frozen=True)
class Person:
    """A member of staff as one request sees them."""

    id: str
    name: str
    email: str
    role: Role


async def allowed_page(request: Request, parts: ThisHouse) -> None:
    check_visitor_origin(request, parts.house.settings.allowed_origins)
    check_json(request)


async def visitor(parts: ThisHouse, bearer: Annotated[Bearer, Depends(visitor_bearer)]) -> str:
    if bearer is None:
        raise NotSignedIn("A bearer token is needed: POST /api/v1/visitor/sessions gives one.")
    return visitors.visitor_of(parts.house, bearer.credentials)


async def signed_in(
    request: Request,
    parts: ThisHouse,
    bearer: Annotated[Bearer, Depends(staff_bearer)],
    _: Annotated[str | None, Depends(staff_cookie)],
) -> Person:
    """By bearer token, else by cookie; the cookie only counts on calls from our own pages."""
    if bearer is not None:
        return await _find(parts, staff_of_token, bearer.credentials)
    secret = session_secret(request)
    if secret is None:
        raise NotSignedIn("Please sign in.")
    check_staff_origin(request, request.method)
    return await _find(parts, staff_of_session, secret)


def session_secret(request: Request) -> str | None:
    return request.cookies.get(SECURE_COOKIE) or request.cookies.get(PLAIN_COOKIE)


def may(*roles: Role) -> Callable[..., Coroutine[Any, Any, Person]]:
    """A dependency that lets only these roles in."""

    async def check(person: SignedIn) -> Person:
        if person.role not in roles:
            raise Forbidden("Your role does not allow this.", role=person.role.value)
        return person

    return check


async def _find(parts: Parts, verb: Callable[[Session, House, str], Staff], secret: str) -> Person:
    def find(session: Session) -> tuple[Person, bool]:
        staff = verb(session, parts.house, secret)
        return Person(staff.id, staff.name, staff.email, staff.role), presence.is_news(staff, parts.house)

    person, news = await parts.read(find)
    if news:
        await parts.write(lambda session: presence.note_seen(session, parts.house, person.id))
    return person


VisitorId = Annotated[str, Depends(visitor)]
SignedIn = Annotated[Person, Depends(signed_in)]
Admin = Annotated[Person, Depends(may(Role.ADMIN))]
Agent = Annotated[Person, Depends(may(Role.AGENT, Role.ADMIN))]
Trainer = Annotated[Person, Depends(may(Role.TRAINER, Role.ADMIN))]
