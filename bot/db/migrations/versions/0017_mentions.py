"""Colleagues whom a private note calls.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentions",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True, comment="The team that was called; null: this very person."),
        sa.Column("seen_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_mentions_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_mentions_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_mentions_team_id_teams"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("message_id", "staff_id", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_staff_seen", "mentions", ["staff_id", "seen_at"])


def downgrade() -> None:
    op.drop_table("mentions")
