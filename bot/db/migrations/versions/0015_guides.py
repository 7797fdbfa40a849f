"""How far a customer went through guides.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conversations",
        sa.Column(
            "guides",
            sa.JSON(),
            nullable=False,
            server_default="[]",
            comment="How far each guide was gone, the last one at the end.",
        ),
    )


def downgrade() -> None:
    op.drop_column("conversations", "guides")
