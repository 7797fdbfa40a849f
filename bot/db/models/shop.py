"""The company's own business: who its customers are and what they ordered."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class Contact(Base):
    """A customer whom the company knows."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True, comment="Lower case.")
    created_at: Mapped[datetime]
