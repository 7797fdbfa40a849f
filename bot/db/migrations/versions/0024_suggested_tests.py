"""Conversations that agents suggest as tests wait in the trainer's inbox.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    test = "A test of the whole conversation, as an agent suggests it."
    op.add_column("inbox_items", sa.Column("test", sa.Text(), nullable=True, comment=test))


def downgrade() -> None:
    op.drop_column("inbox_items", "test")
