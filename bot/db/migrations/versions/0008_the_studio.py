"""The trainer's inbox and the changes of the bot's files.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = base.UTCDateTime(timezone=True)
    op.create_table(
        "file_changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False, comment="[bot.domain.patches.Patch]"),
        sa.Column("at", moment, nullable=False),
        sa.Column("undone_at", moment),
        sa.Column("undone_by", sa.String()),
        sa.Column("git_commit", sa.String()),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_file_changes_staff_id_staff")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_file_changes_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_changes")),
    )
    op.create_index(op.f("ix_file_changes_at"), "file_changes", ["at"])
    op.create_table(
        "inbox_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="Masked."),
        sa.Column("intent", sa.String(), comment="As the bot understood it."),
        sa.Column("lane", sa.String()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("suggested", sa.String(), comment="The intent that an agent says it was."),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("decision", sa.Enum("open", "label", "ignore", "gap", native_enum=False, length=20), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", moment),
        sa.Column("taught", sa.String(), comment="The intent that it was taught as."),
        sa.Column("change_id", sa.String()),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_inbox_items_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_inbox_items_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_inbox_items_decided_by_staff")),
        sa.ForeignKeyConstraint(["change_id"], ["file_changes.id"], name=op.f("fk_inbox_items_change_id_file_changes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_items")),
        sa.UniqueConstraint("message_id", name=op.f("uq_inbox_items_message_id")),
    )
    op.create_index(op.f("ix_inbox_items_conversation_id"), "inbox_items", ["conversation_id"])
    op.create_index(op.f("ix_inbox_items_found_at"), "inbox_items", ["found_at"])
    op.create_index("ix_inbox_items_decision_asked", "inbox_items", ["decision", "asked_at"])


def downgrade() -> None:
    for table in ("inbox_items", "file_changes"):
        op.drop_table(table)
