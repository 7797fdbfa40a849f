"""Files that customers sent; the bytes lie in the data directory under the file's id."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class File(Base):
    __tablename__ = "files"

    id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(comment="Bytes.")
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime]
