"""Technicians and their visits, invoices, charges, refunds, wishes to be erased, and a contact's phone.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

from bot.db import base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("phone", sa.String(), nullable=True))
    op.create_table(
        "technicians",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technicians")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("technician_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False, comment="08:00, on the company's clock."),
        sa.Column("closes", sa.String(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("fee_cents", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("booked_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technicians.id"], name=op.f("fk_visits_technician_id_technicians")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_visits_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_contact_id"), "visits", ["contact_id"])
    booked = sa.text("status = 'booked'")
    op.create_index(
        "uq_visits_booked",
        "visits",
        ["technician_id", "day", "opens"],
        unique=True,
        sqlite_where=booked,
        postgresql_where=booked,
    )
    _about_orders(
        "invoices",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
    )
    _about_orders(
        "charges",
        sa.Column("at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
    )
    _about_orders(
        "refunds",
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("asked_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("asked_at", base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_erasures_contact_id_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_erasures_contact_id")),
    )


def _about_orders(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{name}_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_order_id"), name, ["order_id"])


def downgrade() -> None:
    for table in ("erasures", "refunds", "charges", "invoices", "visits", "technicians"):
        op.drop_table(table)
    op.drop_column("contacts", "phone")
