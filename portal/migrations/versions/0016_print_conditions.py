"""What was chosen for a printed ledger: conditions, columns, groups, order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_print", sa.Column("told", FACTS, server_default="[]", nullable=False))
    with op.batch_alter_table("ledger_print") as table:
        table.alter_column("told", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ledger_print") as table:
        table.drop_column("told")
