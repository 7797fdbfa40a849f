"""Training runs, models, the messages that they read differently, and what was live when.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "models",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("archive", sa.String(), nullable=False, comment="sha256 of the file."),
        sa.Column("inputs", sa.String(), nullable=False, comment="Hash of what it was made from."),
        sa.Column("trained_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", "cancelled", name="runstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=True, comment="True while it runs, else null; unique."),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("started_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("lease_by", sa.String(), nullable=True),
        sa.Column("lease_until", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False, comment="[{name, at, done}]"),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False, comment="Hashes of data, configuration and code."),
        sa.Column("failure", sa.JSON(), nullable=True, comment="{code, message}"),
        sa.Column("model_id", sa.String(), nullable=True),
        sa.Column("compared_with", sa.String(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True, comment="engine/compare.py, without flips."),
        sa.Column("refusals", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_runs_author_id_staff")),
        sa.ForeignKeyConstraint(["compared_with"], ["models.id"], name=op.f("fk_runs_compared_with_models")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_runs_model_id_models")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("active", name=op.f("uq_runs_active")),
    )
    op.create_table(
        "deployments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("promote", "rollback", "found", name="deploymentkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "starting", "live", "replaced", "failed", name="deploymentstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "pending", sa.Boolean(), nullable=True, comment="True until it is live or has failed, else null; unique."
        ),
        sa.Column("staff_id", sa.String(), nullable=True, comment="Null: it lay there at the start."),
        sa.Column("reason", sa.Text(), nullable=True, comment="Why the gate was overridden."),
        sa.Column("asked_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("live_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("lease_by", sa.String(), nullable=True),
        sa.Column("lease_until", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True, comment="{code, message}"),
        sa.Column("timings", sa.JSON(), nullable=False, comment="Seconds."),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_deployments_model_id_models")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_deployments_run_id_runs")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_deployments_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployments")),
        sa.UniqueConstraint("pending", name=op.f("uq_deployments_pending")),
    )
    op.create_index("ix_deployments_asked", "deployments", ["asked_at"], unique=False)
    op.create_index(op.f("ix_deployments_model_id"), "deployments", ["model_id"], unique=False)
    op.create_table(
        "flips",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="Worse ones first."),
        sa.Column("set_name", sa.String(), nullable=False, comment="heldout, conversations or recent"),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False, comment="Masked, where it is a customer's."),
        sa.Column("expected", sa.String(), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("better", sa.Boolean(), nullable=True, comment="Null where nobody said what it means."),
        sa.Column(
            "decision", sa.Enum("accepted", "example", name="decision", native_enum=False, length=20), nullable=True
        ),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_flips_decided_by_staff")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_flips_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_flips_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flips")),
    )
    op.create_index("ix_flips_run_place", "flips", ["run_id", "place"], unique=False)


def downgrade() -> None:
    for table in ("flips", "deployments", "runs", "models"):
        op.drop_table(table)
