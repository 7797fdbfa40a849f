"""The visitor API: what the widget calls."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from bot.api.bodies import (
    MAX_SEQ,
    Address,
    LinkToken,
    Opinion,
    Storable,
    VisitorChoice,
    VisitorMessage,
    VisitorProfile,
    known_id,
)
from bot.api.follow import wait_for_news
from bot.api.limits import address_of
from bot.api.parts import Parts, ThisHouse
from bot.api.who import Bearer, VisitorId, allowed_page, visitor_bearer
from bot.api.words import widget_texts
from bot.domain.company import BeforeChat
from bot.domain.errors import Unavailable
from bot.services import mails, opinions, profiles, thread, visitors
from bot.services.hours import opens_next
from bot.services.knowledge import current
from bot.services.views import Receipt, SessionView, ThreadView, moment_or_none

router = APIRouter(prefix="/api/v1/visitor", tags=["visitor"], dependencies=[Depends(allowed_page)])

LONGEST_WAIT_S = 30.0


@router.post("/sessions", status_code=201, response_model=SessionView)
async def open_session(
    request: Request, parts: ThisHouse, bearer: Annotated[Bearer, Depends(visitor_bearer)]
) -> SessionView:
    """Begin as a new visitor; with a token that is still good, go on as the same one with a fresh token."""
    if bearer is not None:
        visitor_id = visitors.visitor_of(parts.house, bearer.credentials)
        await parts.limits.spend((parts.limits.sessions, ("renewal", visitor_id)))
        return await parts.write(lambda session: visitors.renew_session(session, parts.house, visitor_id))
    await parts.limits.spend((parts.limits.sessions, ("session", address_of(request))))
    return await parts.write(lambda session: visitors.open_session(session, parts.house))


@router.post("/messages", status_code=202, response_model=Receipt)
async def send_message(parts: ThisHouse, visitor_id: VisitorId, body: VisitorMessage) -> Receipt:
    """Stored before it is acknowledged; the answer comes through the messages or the stream."""
    return await receive_message(parts, visitor_id, body)


@router.post("/choices", status_code=202, response_model=Receipt)
async def choose(parts: ThisHouse, visitor_id: VisitorId, body: VisitorChoice) -> Receipt:
    """Take one of the choices that a message offered, once."""
    return await receive_choice(parts, visitor_id, body)


@router.post("/opinions", status_code=204)
async def rate_answer(parts: ThisHouse, visitor_id: VisitorId, body: Opinion) -> None:
    """The thumb under an answer; the same again changes nothing."""
    message_id = known_id(body.message_id)
    await _spend_message(parts, visitor_id)
    await parts.write(lambda session: opinions.rate(session, parts.house, visitor_id, message_id, body.helpful))


@router.post("/profile", response_model=profiles.ProfileView)
async def save_profile(parts: ThisHouse, visitor_id: VisitorId, body: VisitorProfile) -> profiles.ProfileView:
    """Who writes, as the page or the customer says; 409 `another_customer` asks for a new session."""
    await _spend_message(parts, visitor_id)
    said = profiles.Said(external_id=body.id, **body.model_dump(exclude={"id"}))
    return await parts.write(lambda session: profiles.save_profile(session, parts.house, visitor_id, said))


@router.get("/messages", response_model=ThreadView)
async def read_messages(
    parts: ThisHouse,
    visitor_id: VisitorId,
    after: Annotated[int, Query(ge=0, le=MAX_SEQ, description="The seq up to which everything is known.")] = 0,
    wait: Annotated[float, Query(ge=0, allow_inf_nan=False, description="Seconds, at most 30.")] = 0,
) -> ThreadView:
    """Messages after `after`; with `wait`, as soon as there is one or the status of the conversation changes."""
    with parts.metrics.connections.labels("poll").track_inprogress():
        return await wait_for_news(parts, visitor_id, after, min(wait, LONGEST_WAIT_S))


@router.post("/mail", status_code=204)
async def answer_by_mail(parts: ThisHouse, visitor_id: VisitorId, body: Address) -> None:
    """The customer leaves; people's answers go to this address as well, until they write here again."""
    await _spend_message(parts, visitor_id)
    await parts.write(lambda session: mails.wish(session, parts.house, visitor_id, body.email))


@router.post("/resume", status_code=201, response_model=SessionView)
async def resume_session(request: Request, parts: ThisHouse, body: LinkToken) -> SessionView:
    """The link in a letter leads back into the conversation."""
    await parts.limits.spend((parts.limits.sessions, ("session", address_of(request))))
    visitor_id = visitors.visitor_of_link(parts.house, body.token)
    return await parts.write(lambda session: visitors.renew_session(session, parts.house, visitor_id))


@router.post("/end", status_code=204)
async def end_chat(parts: ThisHouse, visitor_id: VisitorId) -> None:
    """The customer has no more to say; that is no "solved". Ending twice changes nothing."""
    await _spend_message(parts, visitor_id)
    await parts.write(lambda session: thread.end_chat(session, parts.house, visitor_id))


@router.get("/settings")
async def read_settings(
    parts: ThisHouse,
    response: Response,
    locale: Annotated[Storable, Query(description="Languages, best first: `de-AT,en`.")] = "en",
) -> dict[str, Any]:
    """What the widget needs before anybody has written: names, texts, limits."""

    def read(session: Session) -> dict[str, Any]:
        try:
            company = current(session).company
        except Unavailable:
            return {"company": {"name": "", "assistant_name": ""}, "before_chat": None, "opens_at": None}
        return {
            "company": {"name": company.name, "assistant_name": company.assistant, "time_zone": company.time_zone},
            "before_chat": asdict(company.before_chat) if company.before_chat != BeforeChat() else None,
            "opens_at": moment_or_none(opens_next(session, parts.house)),
        }

    response.headers["Cache-Control"] = "public, max-age=60"
    spoken, texts = widget_texts(locale)
    return {
        **await parts.read(read),
        "locale": spoken,
        "texts": texts,
        "mail": mails.offered(parts.house),
        "limits": {
            "max_text": parts.house.settings.message_max_chars,
            "max_file": parts.house.settings.file_max_bytes,
        },
    }


async def receive_message(parts: Parts, visitor_id: str, body: VisitorMessage) -> Receipt:
    await _spend_message(parts, visitor_id)
    return await parts.write(
        lambda session: thread.receive_text(
            session, parts.house, visitor_id, body.client_id, body.text, for_person=body.person, locale=body.locale
        )
    )


async def receive_choice(parts: Parts, visitor_id: str, body: VisitorChoice) -> Receipt:
    message_id, choice_id = known_id(body.message_id), known_id(body.choice_id)
    await _spend_message(parts, visitor_id)
    return await parts.write(
        lambda session: thread.receive_choice(
            session, parts.house, visitor_id, body.client_id, message_id, choice_id, locale=body.locale
        )
    )


async def _spend_message(parts: Parts, visitor_id: str) -> None:
    await parts.limits.spend((parts.limits.messages, ("message", visitor_id)))
