"""What trainers have looked at and do not want to be shown again.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.Enum("nearer", "double", "suggestion", native_enum=False, length=20), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="sha256 of the sentences and intents."),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_set_aside_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_set_aside_kind")),
    )


def downgrade() -> None:
    op.drop_table("set_aside")
