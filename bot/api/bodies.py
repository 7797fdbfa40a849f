"""What callers send, checked before anything else happens."""

import re
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import AfterValidator, BaseModel, Field

from bot.domain.errors import NotFound

MAX_SEQ = 2**31 - 1
"""What an integer column can be compared with on every database."""

_STORABLE = re.compile(r"[^\x00\ud800-\udfff]*")
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def _storable(text: str) -> str:
    if not _STORABLE.fullmatch(text):
        raise ValueError("contains characters that cannot be stored")
    return text


Storable = Annotated[str, AfterValidator(_storable), Field(max_length=1000)]
"""Text that every database takes; a customer's own words are cleaned instead, by the service."""


def known_id(raw: str) -> str:
    """NotFound for what cannot be an id of ours, before a database sees it."""
    if not _ID.fullmatch(raw):
        raise NotFound("There is nothing with this id.")
    return raw


async def _conversation_id(conversation_id: Annotated[str, Path()]) -> str:
    return known_id(conversation_id)


ConversationId = Annotated[str, Depends(_conversation_id)]


class VisitorMessage(BaseModel):
    client_id: str = Field(description="Made up by the client; sent again, it is answered with the first result.")
    text: str


class VisitorChoice(BaseModel):
    client_id: str
    message_id: str
    choice_id: str


class Login(BaseModel):
    email: Storable
    password: Storable


class StaffMessage(BaseModel):
    text: str
    private: bool = Field(False, description="A note that only staff can see.")
    client_id: str | None = Field(None, description="Sent again, it is answered with the first result.")


class Read(BaseModel):
    seq: int = Field(ge=0, le=MAX_SEQ)


class Parse(BaseModel):
    text: str


class Failure(BaseModel):
    """Every answer that is not 2xx."""

    class Error(BaseModel):
        code: str
        message: str
        details: dict[str, Any]

    error: Error
