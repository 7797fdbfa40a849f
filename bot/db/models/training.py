"""Training runs, the models that came of them, and which of those answered customers when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, enum_column, new_id
from bot.domain.runs import RunState


class Run(Base):
    """Carried out by one supervisor at a time, which holds its lease; at most one is `active`."""

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("active"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[RunState] = mapped_column(enum_column(RunState), default=RunState.QUEUED)
    active: Mapped[bool | None] = mapped_column(comment="True while it runs, else null; unique.")
    author_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(default=list, comment="[{name, at, done}]")
    log: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="Hashes of data, configuration and code.")
    failure: Mapped[dict[str, Any] | None] = mapped_column(comment="{code, message}")
    model_id: Mapped[str | None] = mapped_column(ForeignKey("models.id"))
    compared_with: Mapped[str | None] = mapped_column(ForeignKey("models.id"))
    report: Mapped[dict[str, Any] | None] = mapped_column(deferred=True, comment="engine/compare.py, without flips.")
    refusals: Mapped[list[dict[str, Any]] | None]


class Model(Base):
    """A trained model; the id is the beginning of its archive's sha256."""

    __tablename__ = "models"

    id: Mapped[str] = mapped_column(primary_key=True)
    archive: Mapped[str] = mapped_column(comment="sha256 of the file.")
    inputs: Mapped[str] = mapped_column(comment="Hash of what it was made from.")
    trained_at: Mapped[datetime]
    seconds: Mapped[float]


class FlipDecision(StrEnum):
    ACCEPTED = "accepted"
    EXAMPLE = "example"


class Flip(Base):
    """A message that the candidate reads differently from the live model."""

    __tablename__ = "flips"
    __table_args__ = (Index("ix_flips_run_place", "run_id", "place"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(comment="Worse ones first.")
    set: Mapped[str] = mapped_column("set_name", comment="heldout, conversations or recent")
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text, comment="Masked, where it is a customer's.")
    expected: Mapped[str | None]
    changed: Mapped[list[str]]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    better: Mapped[bool | None] = mapped_column(comment="Null where nobody said what it means.")
    decision: Mapped[FlipDecision | None] = mapped_column(enum_column(FlipDecision))
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]


class DeploymentKind(StrEnum):
    PROMOTE = "promote"
    ROLLBACK = "rollback"
    FOUND = "found"


class DeploymentState(StrEnum):
    ASKED = "asked"
    STARTING = "starting"
    LIVE = "live"
    REPLACED = "replaced"
    FAILED = "failed"


class Deployment(Base):
    """A model on its way to the customers, with them, or no more; at most one is on its way (`pending`)."""

    __tablename__ = "deployments"
    __table_args__ = (UniqueConstraint("pending"), Index("ix_deployments_asked", "asked_at"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    model_id: Mapped[str] = mapped_column(ForeignKey("models.id"), index=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    kind: Mapped[DeploymentKind] = mapped_column(enum_column(DeploymentKind))
    state: Mapped[DeploymentState] = mapped_column(enum_column(DeploymentState))
    pending: Mapped[bool | None] = mapped_column(comment="True until it is live or has failed, else null; unique.")
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), comment="Null: it lay there at the start.")
    reason: Mapped[str | None] = mapped_column(Text, comment="Why the gate was overridden.")
    asked_at: Mapped[datetime]
    live_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    failure: Mapped[dict[str, Any] | None] = mapped_column(comment="{code, message}")
    timings: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="Seconds.")
