"""What customers say of an answer, and the language in which the chat speaks to them.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    helpful = "The thumb of the customer under an answer: up, down, or none."
    op.add_column("messages", sa.Column("helpful", sa.Boolean(), nullable=True, comment=helpful))
    op.add_column("visitors", sa.Column("locale", sa.String(), nullable=True, comment="Of the catalogue, such as de."))


def downgrade() -> None:
    op.drop_column("visitors", "locale")
    op.drop_column("messages", "helpful")
