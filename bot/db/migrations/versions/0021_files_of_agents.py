"""Files that agents upload: they wait for their message, and it is known whose they are.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STAFF = "Who uploaded it at the desk; null for customers and the bot."
WAITS = "Null until what it was uploaded for is sent."


def upgrade() -> None:
    with op.batch_alter_table("files") as table:  # nothing refers to files, so SQLite may copy them
        table.add_column(sa.Column("staff_id", sa.String(), nullable=True, comment=STAFF))
        table.alter_column("message_id", existing_type=sa.String(), nullable=True, comment=WAITS)
        table.create_foreign_key(op.f("fk_files_staff_id_staff"), "staff", ["staff_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM files WHERE message_id IS NULL")
    with op.batch_alter_table("files") as table:
        table.drop_constraint(op.f("fk_files_staff_id_staff"), type_="foreignkey")
        table.alter_column("message_id", existing_type=sa.String(), nullable=False, comment=None)
        table.drop_column("staff_id")
