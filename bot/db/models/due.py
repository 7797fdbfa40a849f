"""What has to be done or remembered at a time: questions to ask later, promises to keep. It survives any restart."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id


class DueKind(StrEnum):
    ASK_SOLVED = "ask_solved"
    CHECKIN = "checkin"
    NPS = "nps"
    PROMISE = "promise"


class DueItem(Base):
    """Planned, then told (the customer was asked, the desk was told that it is late), then done with an outcome."""

    __tablename__ = "due_items"
    __table_args__ = (Index("ix_due_items_due", "done_at", "told_at", "due_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[DueKind] = mapped_column(enum_column(DueKind))
    key: Mapped[str] = mapped_column(unique=True, comment="What it is about: planned once, however often it is said.")
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), comment="Who promised; null: the bot.")
    due_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    created_at: Mapped[datetime]
