"""The ledger of goodwill: what was given to whom, why, and who decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.goodwill import Limit, Standing


class Gesture(Base):
    """Nothing is ever taken out of the ledger; a decision is written beside what it decides."""

    __tablename__ = "gestures"
    __table_args__ = (Index("ix_gestures_contact_at", "contact_id", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    turn_id: Mapped[str] = mapped_column(unique=True, comment="A turn that is run again gives nothing twice.")
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"))
    conversation_id: Mapped[str] = mapped_column(index=True)
    order_number: Mapped[str | None]
    grievance: Mapped[str] = mapped_column(comment="Its id in policies.yml: why it is given.")
    cents: Mapped[int]
    gesture: Mapped[str] = mapped_column(comment="As it was said to the customer.")
    standing: Mapped[Standing] = mapped_column(enum_column(Standing))
    limit: Mapped[Limit | None] = mapped_column(enum_column(Limit), comment="Why the bot did not decide alone.")
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), comment="Who decided; nobody: the bot.")
    note: Mapped[str | None] = mapped_column(Text, comment="Why they decided so, for colleagues.")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
