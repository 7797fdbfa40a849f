"""Files that customers send.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="Bytes."),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_files_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitors.id"], name=op.f("fk_files_visitor_id_visitors")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("message_id", name=op.f("uq_files_message_id")),
    )
    op.create_index(op.f("ix_files_visitor_id"), "files", ["visitor_id"])


def downgrade() -> None:
    op.drop_table("files")
