"""Replies by e-mail.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_wishes",
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False, comment="Lower case."),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_mail_wishes_visitor_id_visitors"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visitor_id", name=op.f("pk_mail_wishes")),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", base.UTCDateTime(timezone=True), nullable=True, comment="Null when it was given up."),
        sa.Column("sent_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_mails_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
    )
    op.create_index("ix_mails_due", "mails", ["sent_at", "next_try_at"])


def downgrade() -> None:
    op.drop_table("mails")
    op.drop_table("mail_wishes")
