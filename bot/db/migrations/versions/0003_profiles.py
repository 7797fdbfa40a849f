"""What is said about who writes.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True, comment="The shop's own id of this customer."),
        sa.Column("verified", sa.Boolean(), nullable=False, comment="The id came signed with the shop's secret."),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True, comment="Lower case; never verified."),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("consented_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitors.id"], name=op.f("fk_profiles_visitor_id_visitors"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visitor_id", name=op.f("pk_profiles")),
    )


def downgrade() -> None:
    op.drop_table("profiles")
