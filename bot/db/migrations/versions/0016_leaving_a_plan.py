"""Plans that end on a day or cost less for a while, and why customers leave.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ends_on = sa.Column("ends_on", sa.Date(), nullable=True, comment="Cancelled, and the last day on which it runs.")
    op.add_column("plans", ends_on)
    op.add_column("plans", sa.Column("discount_percent", sa.Integer(), nullable=True))
    op.add_column("plans", sa.Column("discount_until", sa.Date(), nullable=True))
    op.create_table(
        "departures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False, comment="Of the catalogue."),
        sa.Column("reason", sa.String(), nullable=False, comment="An id of policies.yml, other or none."),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("offer", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False, comment="ended, paused, stayed, or person."),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_departures_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_departures_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
    )
    for column in ("conversation_id", "contact_id", "at"):
        op.create_index(op.f(f"ix_departures_{column}"), "departures", [column])


def downgrade() -> None:
    op.drop_table("departures")
    for column in ("discount_until", "discount_percent", "ends_on"):
        op.drop_column("plans", column)
