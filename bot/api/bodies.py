"""What callers send, checked before anything else happens."""

import re
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, FiniteFloat, model_validator

from bot.db.models.training import FlipDecision
from bot.domain.errors import NotFound
from bot.domain.files import MOST_FILES
from bot.domain.presence import Presence

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
    person: bool = Field(False, description="The button that asks for a person was pressed; `text` is what it says.")
    locale: Storable | None = Field(None, description="The language that the chat speaks, such as `de`.")


class VisitorChoice(BaseModel):
    client_id: str
    message_id: str
    choice_id: str
    locale: Storable | None = None


class Opinion(BaseModel):
    """Of an answer that comes with a link; null takes the thumb back."""

    message_id: str
    helpful: bool | None


class Address(BaseModel):
    email: Storable


class LinkToken(BaseModel):
    token: Storable


class VisitorProfile(BaseModel):
    """What the page or the customer says about who writes; only an id with a fitting signature is believed."""

    id: Storable | None = Field(None, description="The shop's own id of this customer.")
    signature: Storable | None = Field(None, description="HMAC-SHA256 over the id, hexadecimal.")
    name: Storable | None = None
    email: Storable | None = None
    topic: Storable | None = None
    attributes: dict[Storable, bool | int | FiniteFloat | Storable | None] = {}
    consent: bool = False


class Login(BaseModel):
    email: Storable
    password: Storable


class StaffMessage(BaseModel):
    text: str = Field(description="May be empty beside files.")
    private: bool = Field(False, description="A note that only staff can see.")
    client_id: str | None = Field(None, description="Sent again, it is answered with the first result.")
    files: list[Storable] = Field([], max_length=MOST_FILES, description="Ids of files that were uploaded for it.")
    mentions: list[Storable] = Field([], max_length=50, description="Colleagues and teams whom a note calls, by id.")

    @model_validator(mode="after")
    def _only_notes_call(self) -> "StaffMessage":
        if self.mentions and not self.private:
            raise ValueError("only a private note can mention colleagues")
        return self


class Read(BaseModel):
    seq: int = Field(ge=0, le=MAX_SEQ)


class Transfer(BaseModel):
    """To a colleague or to a team, one of them."""

    staff_id: Storable | None = None
    team_id: Storable | None = None
    note: str | None = Field(None, description="A private note for whoever takes over.")

    @model_validator(mode="after")
    def _one_of_them(self) -> "Transfer":
        if (self.staff_id is None) == (self.team_id is None):
            raise ValueError("give staff_id or team_id")
        return self


class Snooze(BaseModel):
    until: AwareDatetime | None = Field(description="Null: until the customer writes.")


class MergeBody(BaseModel):
    into: Storable = Field(description="The conversation that goes on.")
    same_person: bool = Field(False, description="The agent says so, where neither browser nor contact shows it.")


class PromiseBody(BaseModel):
    text: Storable = Field(description="What was promised, in the agent's words.")
    due_at: AwareDatetime
    message_id: Storable | None = Field(None, description="The message that made it; each makes one.")


class PutOff(BaseModel):
    due_at: AwareDatetime


class OwnPresence(BaseModel):
    presence: Presence
    keep_online: bool = Field(False, description="Also while no page of mine is open.")


Mark = Field(None, description="As it was read; without it, somebody else's change may be overwritten.")


class TeamBody(BaseModel):
    name: Storable
    lanes: list[Storable] = []
    topics: list[Storable] = []
    automatic: bool = Field(False, description="Handed out to who is free, instead of pulled.")
    first_response_s: int | None = Field(None, description="Open time; null takes the setting.")
    next_response_s: int | None = None
    resolution_s: int | None = None
    members: list[Storable] = []
    mark: Storable | None = Mark


class MemberBody(BaseModel):
    name: Storable
    role: Storable
    capacity: int = Field(4, description="Conversations that are handed to them at a time.")
    active: bool = True
    mark: Storable | None = Mark


class NewMember(MemberBody):
    email: Storable
    password: Storable


class NewPassword(BaseModel):
    password: Storable


class BlockBody(BaseModel):
    reason: Storable


class HolidayBody(BaseModel):
    date: Storable = Field(description="2026-12-24")
    name: Storable
    yearly: bool = False
    hours: list[Storable] = Field([], description="As in the week; empty is closed.")


class HoursBody(BaseModel):
    """As in company.yml."""

    time_zone: Storable = Field(description="Europe/Berlin")
    hours: dict[Storable, list[Storable]] = Field(description='By weekday, ["09:00-12:30", "14:00-18:00"].')
    holidays: list[HolidayBody] = []


class RuleBody(BaseModel):
    number: int = Field(description="Of the rule that was seen: somebody else's change since then is not overwritten.")
    fields: dict[Storable, int | Storable] | None = Field(
        description="All of the group, times in seconds; null gives it back to the settings."
    )


class HoursRuleBody(BaseModel):
    number: int = Field(description="As for the other groups.")
    fields: HoursBody | None = Field(description="Null gives the hours back to company.yml.")


class PutBackBody(BaseModel):
    number: int = Field(description="Of the rule that is in force.")
    wanted: int = Field(description="Of the rule that counts again; 0 is company.yml or the settings.")


class CannedBody(BaseModel):
    name: Storable
    text: str
    mark: Storable | None = Mark


class LabelBody(BaseModel):
    label: Storable


class RenameLabelBody(LabelBody):
    to: Storable = Field(description="One that is in use already takes the other's conversations.")


class RetireLabelBody(LabelBody):
    retired: bool


class LessonBody(BaseModel):
    message_id: Storable
    intent: Storable


class DecisionBody(BaseModel):
    approve: bool
    note: Annotated[str, Field(max_length=500)] | None = None


class LabelsBody(BaseModel):
    labels: list[Storable]


class Parse(BaseModel):
    text: str


class RunBody(BaseModel):
    note: Storable = Field("", description="What this run is about.")


class PromoteBody(BaseModel):
    reason: Storable | None = Field(None, description="Why it goes live although the gate refused it.")


class FlipsBody(BaseModel):
    flips: list[Storable] = Field(min_length=1, max_length=2000)
    decision: FlipDecision | None = Field(description="Null takes it back.")


class Failure(BaseModel):
    """Every answer that is not 2xx."""

    class Error(BaseModel):
        code: str
        message: str
        details: dict[str, Any]

    error: Error
