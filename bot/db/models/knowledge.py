"""Every version of the company's knowledge that was ever imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class KnowledgeVersion(Base):
    """The newest row is in force; older ones stay, so that an answer can be traced to what was known then."""

    __tablename__ = "knowledge_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(index=True, comment="Of the files' bytes.")
    data: Mapped[dict[str, Any]]
    imported_at: Mapped[datetime]


def newest_version() -> Select[int, str, datetime]:
    """What identifies the version in force, without its data."""
    version = KnowledgeVersion
    return select(version.id, version.hash, version.imported_at).order_by(version.id.desc()).limit(1)
