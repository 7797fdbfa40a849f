"""What trainers do: messages worth a look with what was decided about them, and every change of the bot's files."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id


class Decision(StrEnum):
    """What became of a message in the inbox; `label` wrote an example."""

    OPEN = "open"
    LABEL = "label"
    IGNORE = "ignore"
    GAP = "gap"


class InboxItem(Base):
    """A customer's message that the bot may have got wrong. Only its masked text is kept here."""

    __tablename__ = "inbox_items"
    __table_args__ = (Index("ix_inbox_items_decision_asked", "decision", "asked_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    text: Mapped[str] = mapped_column(Text, comment="Masked.")
    intent: Mapped[str | None] = mapped_column(comment="As the bot understood it.")
    lane: Mapped[str | None]
    confidence: Mapped[float]
    ranking: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    suggested: Mapped[str | None] = mapped_column(comment="The intent that an agent says it was.")
    test: Mapped[str | None] = mapped_column(Text, comment="A test of the whole conversation, as an agent suggests it.")
    asked_at: Mapped[datetime]
    found_at: Mapped[datetime] = mapped_column(index=True)
    decision: Mapped[Decision] = mapped_column(enum_column(Decision), default=Decision.OPEN)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    taught: Mapped[str | None] = mapped_column(comment="The intent that it was taught as.")
    change_id: Mapped[str | None] = mapped_column(ForeignKey("file_changes.id"))


class FileChange(Base):
    """A set of edits that belong together. It is in the files as long as it is not undone."""

    __tablename__ = "file_changes"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    message: Mapped[str]
    files: Mapped[list[dict[str, Any]]] = mapped_column(comment="[bot.domain.patches.Patch]")
    at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    git_commit: Mapped[str | None]


class Aside(StrEnum):
    """What was looked at: an example nearer to another intent, two examples that say the same, a suggestion."""

    NEARER = "nearer"
    DOUBLE = "double"
    SUGGESTION = "suggestion"


class SetAside(Base):
    """What a trainer does not want to be shown again. Only a hash of it is kept: it may be a customer's sentence."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[Aside] = mapped_column(enum_column(Aside))
    key: Mapped[str] = mapped_column(comment="sha256 of the sentences and intents.")
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
