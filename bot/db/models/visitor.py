"""Whoever opened the widget; perhaps known as a contact."""

from datetime import datetime
from typing import Any

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
    blocked_at: Mapped[datetime | None] = mapped_column(comment="Since then nothing that they send is taken.")
    no_checkins_at: Mapped[datetime | None] = mapped_column(comment="When they asked not to be asked how it goes.")
    locale: Mapped[str | None] = mapped_column(comment="Of the catalogue, such as de.")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Profile(Base):
    """What a shop's page or the customer says about who writes: a claim, unless the id is `verified`."""

    __tablename__ = "profiles"

    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitors.id", ondelete="CASCADE"), primary_key=True)
    external_id: Mapped[str | None] = mapped_column(comment="The shop's own id of this customer.")
    verified: Mapped[bool] = mapped_column(default=False, comment="The id came signed with the shop's secret.")
    name: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(comment="Lower case; never verified.")
    topic: Mapped[str | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    consented_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
