"""The ledger of goodwill.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gestures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False, comment="A turn that is run again gives nothing twice."),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("grievance", sa.String(), nullable=False, comment="Its id in policies.yml: why it is given."),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("gesture", sa.String(), nullable=False, comment="As it was said to the customer."),
        sa.Column(
            "standing",
            sa.Enum("given", "asked", "approved", "refused", name="standing", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "limit",
            sa.Enum("amount", "too_often", "month", "unproven", name="limit", native_enum=False, length=20),
            nullable=True,
            comment="Why the bot did not decide alone.",
        ),
        sa.Column("staff_id", sa.String(), nullable=True, comment="Who decided; nobody: the bot."),
        sa.Column("note", sa.Text(), nullable=True, comment="Why they decided so, for colleagues."),
        sa.Column("created_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_gestures_contact_id_contacts")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_gestures_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gestures")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_gestures_turn_id")),
    )
    op.create_index("ix_gestures_contact_at", "gestures", ["contact_id", "created_at"])
    op.create_index(op.f("ix_gestures_conversation_id"), "gestures", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("gestures")
