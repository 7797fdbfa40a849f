"""The people at the desk and in the studio, and what proves who they are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.presence import Presence


class Role(StrEnum):
    AGENT = "agent"
    TRAINER = "trainer"
    ADMIN = "admin"


class Staff(Base):
    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True, comment="Lower case.")
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(enum_column(Role))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    capacity: Mapped[int] = mapped_column(default=4, comment="Open conversations that may be handed to them.")
    presence: Mapped[Presence] = mapped_column(enum_column(Presence), default=Presence.ONLINE, comment="As chosen.")
    keep_online: Mapped[bool] = mapped_column(default=False, comment="Also while their page is closed.")
    seen_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None] = mapped_column(comment="When a conversation was last handed to them.")
    created_at: Mapped[datetime]


class StaffSession(Base):
    """A signed-in browser. Only the hash of its secret is kept."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class StaffToken(Base):
    """A bearer token for programs, made by `careline staff token`. Only its hash is kept."""

    __tablename__ = "staff_tokens"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
