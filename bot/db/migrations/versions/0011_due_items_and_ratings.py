"""What is due, and what customers think of us.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _refers(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "due_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "key", sa.String(), nullable=False, comment="What it is about: planned once, however often it is said."
        ),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True, comment="Who promised; null: the bot."),
        sa.Column("due_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("told_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("done_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        _refers("due_items", "visitor_id", "visitors", "CASCADE"),
        _refers("due_items", "conversation_id", "conversations", "CASCADE"),
        _refers("due_items", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_items")),
        sa.UniqueConstraint("key", name=op.f("uq_due_items_key")),
    )
    op.create_index("ix_due_items_due", "due_items", ["done_at", "told_at", "due_at"])
    op.create_index(op.f("ix_due_items_visitor_id"), "due_items", ["visitor_id"])
    op.create_index(op.f("ix_due_items_conversation_id"), "due_items", ["conversation_id"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="The question or the turn that it came with."),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("staff_id", sa.String(), nullable=True, comment="Who looked after it; null: the bot."),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column(
            "asked_why_at",
            base.UTCDateTime(timezone=True),
            nullable=True,
            comment="The next words are the comment, while this is set.",
        ),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        _refers("ratings", "conversation_id", "conversations", "CASCADE"),
        _refers("ratings", "visitor_id", "visitors", "CASCADE"),
        _refers("ratings", "contact_id", "contacts"),
        _refers("ratings", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("key", name=op.f("uq_ratings_key")),
    )
    op.create_index("ix_ratings_kind_at", "ratings", ["kind", "at"])
    for column in ("conversation_id", "visitor_id", "contact_id"):
        op.create_index(op.f(f"ix_ratings_{column}"), "ratings", [column])
    op.add_column(
        "visitors",
        sa.Column(
            "no_checkins_at",
            base.UTCDateTime(timezone=True),
            nullable=True,
            comment="When they asked not to be asked how it goes.",
        ),
    )


def downgrade() -> None:
    op.drop_column("visitors", "no_checkins_at")
    op.drop_table("ratings")
    op.drop_table("due_items")
