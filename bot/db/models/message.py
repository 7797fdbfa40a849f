"""What was said, and what the bot still owes an answer to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.conversation import Actor


class Kind(StrEnum):
    TEXT = "text"
    CHOICES = "choices"
    NOTICE = "notice"
    SURVEY = "survey"
    FILE = "file"


class Message(Base):
    """`seq` rises strictly in commit order over all conversations of a visitor."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("visitor_id", "seq"),
        UniqueConstraint("visitor_id", "client_id", name="uq_messages_visitor_client"),
        Index("ix_messages_conversation_seq", "conversation_id", "seq"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id"))
    seq: Mapped[int]
    author: Mapped[Actor] = mapped_column(enum_column(Actor))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.TEXT)
    text: Mapped[str] = mapped_column(Text)
    private: Mapped[bool] = mapped_column(default=False, comment="A note for staff only.")
    client_id: Mapped[str | None]
    choices: Mapped[list[dict[str, Any]]] = mapped_column(default=list, comment="[{id, title, value, payload}]")
    chosen: Mapped[str | None] = mapped_column(comment="The id of the choice that was taken; only once.")
    link: Mapped[dict[str, Any] | None] = mapped_column(
        comment="{title, url} of the article that the answer comes from."
    )
    helpful: Mapped[bool | None] = mapped_column(
        comment="The thumb of the customer under an answer: up, down, or none."
    )
    nlu: Mapped[dict[str, Any] | None]
    turn_id: Mapped[str | None] = mapped_column(comment="The turn that this message asks for or answers.")
    created_at: Mapped[datetime]


class TurnStatus(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Turn(Base):
    """A customer's message on its way through the engine; its id makes a repeated run harmless."""

    __tablename__ = "turns"
    __table_args__ = (Index("ix_turns_status_due", "status", "next_try_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    seq: Mapped[int] = mapped_column(comment="The message's seq: turns of a conversation run in this order.")
    part: Mapped[int] = mapped_column(default=1, comment="Of several requests in one message, which comes when.")
    text: Mapped[str | None] = mapped_column(Text, comment="One of several requests; else the whole message.")
    payload: Mapped[str | None] = mapped_column(Text)
    status: Mapped[TurnStatus] = mapped_column(enum_column(TurnStatus), default=TurnStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    first_try_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime]
    excused: Mapped[bool] = mapped_column(default=False, comment="The customer was told about the trouble, once.")
    error: Mapped[str | None] = mapped_column(Text)
    misunderstood: Mapped[bool] = mapped_column(default=False)
    timings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
