"""What customers think of us, with what it was about: it stays when the conversation goes on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id


class RatingKind(StrEnum):
    CSAT = "csat"
    NPS = "nps"


class Rating(Base):
    """`score` is 1 to 5 for CSAT and 0 to 10 for NPS."""

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_kind_at", "kind", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[RatingKind] = mapped_column(enum_column(RatingKind))
    key: Mapped[str] = mapped_column(unique=True, comment="The question or the turn that it came with.")
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), comment="Who looked after it; null: the bot.")
    lane: Mapped[str | None]
    topic: Mapped[str | None]
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    asked_why_at: Mapped[datetime | None] = mapped_column(comment="The next words are the comment, while this is set.")
    at: Mapped[datetime]
