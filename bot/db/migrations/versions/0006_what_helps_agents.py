"""Canned responses, labels, and what the bot should have understood.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_responses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="What is typed after the slash."),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_responses")),
        sa.UniqueConstraint("name", name=op.f("uq_canned_responses_name")),
    )
    op.create_table(
        "lessons",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_lessons_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_lessons_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("message_id", "staff_id", name="uq_lessons_message_staff"),
    )
    op.create_table(
        "conversation_labels",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False, comment="Lower case."),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_labels_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "label", name=op.f("pk_conversation_labels")),
    )
    op.create_index(op.f("ix_conversation_labels_label"), "conversation_labels", ["label"])


def downgrade() -> None:
    for table in ("conversation_labels", "lessons", "canned_responses"):
        op.drop_table(table)
