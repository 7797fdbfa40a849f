"""Files in conversations; the bytes lie in the data directory under the file's id."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class File(Base):
    __tablename__ = "files"

    id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"),
        unique=True,
        comment="Null until what it was uploaded for is sent.",
    )
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(
        ForeignKey("staff.id"), comment="Who uploaded it at the desk; null for customers and the bot."
    )
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(comment="Bytes.")
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime]
