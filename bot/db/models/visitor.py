"""Whoever opened the widget; perhaps known as a contact."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class Visitor(Base):
    """One browser. Its row is the lock that orders everything written for this visitor."""

    __tablename__ = "visitors"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    last_seq: Mapped[int] = mapped_column(
        default=0, comment="The seq of the newest message in any of its conversations."
    )
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
