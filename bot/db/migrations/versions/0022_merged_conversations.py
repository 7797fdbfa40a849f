"""Conversations that were merged into another one of the same person.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTER TABLE, no batch: SQLite would copy the table and drop the old one, and the rows that refer to it.
    stays = sa.ForeignKey("conversations.id", name=op.f("fk_conversations_merged_into_id_conversations"))
    comment = "The one that goes on; this one is resolved meanwhile."
    column = sa.Column("merged_into_id", sa.String(), stays, nullable=True, comment=comment)
    op.add_column("conversations", column, inline_references=True)
    op.create_index(op.f("ix_conversations_merged_into_id"), "conversations", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_conversations_merged_into_id"), "conversations")
    op.drop_column("conversations", "merged_into_id")
