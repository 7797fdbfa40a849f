"""Hours and times that admins set, clocks that say since when they run, and labels that are no longer given.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SINCE = "Since when the clocks run; null while they stand still."
USED = "Open time the solution took before that; null before anybody was needed."
REPLY = "Since when its owner owes a reply."
TEAMS = sa.table("teams", sa.column("id"), sa.column("resolution_s"))
CONVERSATIONS = sa.table("conversations", sa.column("team_id"), sa.column("solve_left_s"), sa.column("solve_used_s"))
EIGHT_HOURS = 8 * 3600
"""What the old column counted from where no team said otherwise."""


def upgrade() -> None:
    op.create_table(
        "house_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="hours, times, routing or endings."),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 for each name."),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="All of the group; null: the file and the settings count again.",
        ),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_house_rules_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_rules")),
        sa.UniqueConstraint("name", "number", name="uq_house_rules_name_number"),
    )
    op.create_table(
        "retired_labels",
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("label", name=op.f("pk_retired_labels")),
    )
    time = base.UTCDateTime(timezone=True)
    op.add_column("conversations", sa.Column("clock_since", time, nullable=True, comment=SINCE))
    op.add_column("conversations", sa.Column("reply_since", time, nullable=True, comment=REPLY))
    op.add_column("conversations", sa.Column("solve_used_s", sa.Integer(), nullable=True, comment=USED))
    op.execute("UPDATE conversations SET clock_since = waiting_since WHERE answer_due_at IS NOT NULL")
    op.execute("UPDATE conversations SET reply_since = waiting_since WHERE reply_by IS NOT NULL")
    limit = sa.func.coalesce(
        sa.select(TEAMS.c.resolution_s).where(TEAMS.c.id == CONVERSATIONS.c.team_id).scalar_subquery(), EIGHT_HOURS
    )
    left = CONVERSATIONS.c.solve_left_s
    used = sa.case((left < limit, limit - left), else_=0)
    op.execute(sa.update(CONVERSATIONS).where(left.is_not(None)).values(solve_used_s=used))
    op.drop_column("conversations", "solve_left_s")


def downgrade() -> None:
    left = "While it stands still: the customer is to answer."
    op.add_column("conversations", sa.Column("solve_left_s", sa.Integer(), nullable=True, comment=left))
    for column in ("solve_used_s", "reply_since", "clock_since"):
        op.drop_column("conversations", column)
    op.drop_table("retired_labels")
    op.drop_table("house_rules")
