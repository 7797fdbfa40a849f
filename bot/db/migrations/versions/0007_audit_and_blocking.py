"""The log of what staff changed, and visitors who may not write.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column(
            "action",
            sa.String(),
            nullable=False,
            comment="What was done: staff_added, visitor_blocked, personal_data_viewed.",
        ),
        sa.Column("about", sa.String(), nullable=False, comment="The id of what it was done to."),
        sa.Column("data", sa.JSON(), nullable=False, comment="Never a password, never what a customer said."),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_audit_entries_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at", "id"])
    op.create_index(op.f("ix_audit_entries_staff_id"), "audit_entries", ["staff_id"])
    op.add_column(
        "visitors",
        sa.Column(
            "blocked_at",
            base.UTCDateTime(timezone=True),
            nullable=True,
            comment="Since then nothing that they send is taken.",
        ),
    )


def downgrade() -> None:
    op.drop_column("visitors", "blocked_at")
    op.drop_table("audit_entries")
