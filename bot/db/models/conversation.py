"""A conversation and its log: who moved it, when, why, from where to where."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.conversation import Actor, Priority, Resolution, Status


class Conversation(Base):
    """Written only while its visitor's row is held (see `bot.services.changes.hold`)."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_status_waiting", "status", "waiting_since"),
        Index("ix_conversations_updated", "updated_at", "id"),
        Index("ix_conversations_answer_due", "answer_due_at"),
        Index("ix_conversations_mood", "mood", "updated_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id, comment="Also Rasa's sender id.")
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    merged_into_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id"), index=True, comment="The one that goes on; this one is resolved meanwhile."
    )

    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.BOT)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), index=True)
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    priority: Mapped[Priority] = mapped_column(enum_column(Priority), default=Priority.MEDIUM)
    lane: Mapped[str | None]
    topic: Mapped[str | None]
    mood: Mapped[str | None] = mapped_column(comment="How the customer feels now: a label of a mood.")
    reason: Mapped[str | None] = mapped_column(comment="Why it went to people, the last time.")

    waiting_since: Mapped[datetime | None] = mapped_column(comment="Since when the customer waits for a person.")
    first_reply_at: Mapped[datetime | None]
    clock_since: Mapped[datetime | None] = mapped_column(
        comment="Since when the clocks run; null while they stand still."
    )
    answer_due_at: Mapped[datetime | None] = mapped_column(comment="First or next response, while one is owed.")
    solve_due_at: Mapped[datetime | None] = mapped_column(comment="While the clock runs.")
    solve_used_s: Mapped[int | None] = mapped_column(
        comment="Open time the solution took before that; null before anybody was needed."
    )
    overdue_at: Mapped[datetime | None] = mapped_column(comment="When it was seen that an answer is late.")
    reply_since: Mapped[datetime | None] = mapped_column(comment="Since when its owner owes a reply.")
    reply_by: Mapped[datetime | None] = mapped_column(comment="After this it goes to somebody else.")
    snoozed_until: Mapped[datetime | None]
    agent_typing_until: Mapped[datetime | None]

    confirming_by: Mapped[Actor | None] = mapped_column(enum_column(Actor), comment="bot or agent: who asked.")
    remind_at: Mapped[datetime | None]
    close_at: Mapped[datetime | None]
    failed_answers: Mapped[int] = mapped_column(default=0, comment="In a row, not understood by the bot.")
    denials: Mapped[int] = mapped_column(default=0, comment='How often the bot was told "no, not solved".')
    resolution: Mapped[Resolution | None] = mapped_column(enum_column(Resolution))
    resolved_at: Mapped[datetime | None]
    score: Mapped[int | None]
    guides: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list, server_default="[]", comment="How far each guide was gone, the last one at the end."
    )

    customer_read_seq: Mapped[int] = mapped_column(default=0)
    staff_read_seq: Mapped[int] = mapped_column(default=0)

    lease_by: Mapped[str | None] = mapped_column(comment="The worker that runs this conversation's turns.")
    lease_until: Mapped[datetime | None]

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Event(Base):
    """One line of a conversation's log; never changed, never deleted."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_reason_at", "reason", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[Actor] = mapped_column(enum_column(Actor))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    before: Mapped[Status | None] = mapped_column("from", enum_column(Status))
    after: Mapped[Status | None] = mapped_column("to", enum_column(Status))
    reason: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
