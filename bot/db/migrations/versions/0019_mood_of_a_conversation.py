"""How the customer feels now, so that the desk's list can be narrowed to it; empty until they write again.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mood = sa.Column("mood", sa.String(), nullable=True, comment="How the customer feels now: a label of a mood.")
    op.add_column("conversations", mood)
    op.create_index("ix_conversations_mood", "conversations", ["mood", "updated_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_conversations_mood", "conversations")
    op.drop_column("conversations", "mood")
