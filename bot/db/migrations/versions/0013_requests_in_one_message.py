"""Several requests in one message, each a turn.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "turns",
        sa.Column(
            "part",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="Of several requests in one message, which comes when.",
        ),
    )
    op.add_column(
        "turns",
        sa.Column("text", sa.Text(), nullable=True, comment="One of several requests; else the whole message."),
    )


def downgrade() -> None:
    op.drop_column("turns", "text")
    op.drop_column("turns", "part")
