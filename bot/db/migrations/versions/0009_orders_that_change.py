"""Where an order goes and what its delivery cost, returns, wrong proofs, and the shop's own id of a customer.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("street", sa.String(), nullable=True))
    op.add_column(
        "contacts",
        sa.Column("external_id", sa.String(), nullable=True, comment="The shop's own id, as pages sign it."),
    )
    op.create_index("ix_contacts_external_id", "contacts", ["external_id"], unique=True)
    for name, comment in (("street", "Where it goes, which need not be where the buyer lives."), ("postcode", None)):
        op.add_column("orders", sa.Column(name, sa.String(), nullable=True, comment=comment))
    op.add_column("orders", sa.Column("city", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("shipping_cents", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False, comment="Name, option, quantity and cents of each."),
        sa.Column("asked_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_returns_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("order_id", name=op.f("uq_returns_order_id")),
        sa.UniqueConstraint("code", name=op.f("uq_returns_code")),
    )
    op.create_table(
        "proof_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_tries")),
        sa.UniqueConstraint("turn_id", "digest", name="uq_proof_tries_turn_id_digest"),
    )
    op.create_index("ix_proof_tries_digest_at", "proof_tries", ["digest", "at"])


def downgrade() -> None:
    op.drop_table("proof_tries")
    op.drop_table("returns")
    for column in ("shipping_cents", "city", "postcode", "street"):
        op.drop_column("orders", column)
    op.drop_index("ix_contacts_external_id", "contacts")
    for column in ("external_id", "street"):
        op.drop_column("contacts", column)
