"""Replies that go out by e-mail, because the customer left and asked for it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class MailWish(Base):
    """Where a visitor wants to be answered, until they write in the chat again."""

    __tablename__ = "mail_wishes"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(comment="Lower case.")
    created_at: Mapped[datetime]


class Mail(Base):
    """The outbox: one agent's reply on its way. Sent at least once, and again only when we cannot know."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_due", "sent_at", "next_try_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(comment="Null when it was given up.")
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
