"""What helps agents: texts kept ready, labels, whom a note calls, and what the bot should have understood."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class CannedResponse(Base):
    """A text kept ready; {customer_name} and the like are filled in at the desk, where the agent sees the result."""

    __tablename__ = "canned_responses"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True, comment="What is typed after the slash.")
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]


class Lesson(Base):
    """An agent says what a customer's message meant; the trainer's inbox takes it from here."""

    __tablename__ = "lessons"
    __table_args__ = (UniqueConstraint("message_id", "staff_id", name="uq_lessons_message_staff"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    intent: Mapped[str]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class RetiredLabel(Base):
    """Stays on the conversations that have it, and is given to no other."""

    __tablename__ = "retired_labels"

    label: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ConversationLabel(Base):
    __tablename__ = "conversation_labels"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True, index=True, comment="Lower case.")


class Mention(Base):
    """A private note that calls a colleague, by name or with a whole team."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_staff_seen", "staff_id", "seen_at"),)

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str | None] = mapped_column(
        ForeignKey("teams.id", ondelete="SET NULL"), comment="The team that was called; null: this very person."
    )
    seen_at: Mapped[datetime | None]
