"""Why money goes to somebody else's account: what they are to the household, and on what it rests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("support_file", "household_declaration", "destitute_case")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("account_relation", sa.String(40), server_default="", nullable=False))
        op.add_column(table, sa.Column("account_basis", sa.String(20), server_default="", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "account_basis")
        op.drop_column(table, "account_relation")
