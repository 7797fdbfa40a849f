"""What staff changed and what personal data they looked at; written once, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_at", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    action: Mapped[str] = mapped_column(comment="What was done: staff_added, visitor_blocked, personal_data_viewed.")
    about: Mapped[str] = mapped_column(comment="The id of what it was done to.")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="Never a password, never what a customer said.")
