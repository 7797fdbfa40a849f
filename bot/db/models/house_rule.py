"""What admins decided about hours and times; every decision stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class HouseRule(Base):
    """One decision about one group; the highest number of a group is in force.

    The numbers are unique, so that of two admins who save at once one is refused.
    """

    __tablename__ = "house_rules"
    __table_args__ = (UniqueConstraint("name", "number", name="uq_house_rules_name_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(comment="hours, times, routing or endings.")
    number: Mapped[int] = mapped_column(comment="1, 2, 3 for each name.")
    data: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="All of the group; null: the file and the settings count again."
    )
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


def rules_in_force() -> Select[HouseRule]:
    """The newest of each name."""
    return select(HouseRule).where(HouseRule.id.in_(select(func.max(HouseRule.id)).group_by(HouseRule.name)))
