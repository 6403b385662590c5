"""Why the second person did not agree that a standard adjustment is taken back: whoever asked reads it on the batch's page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE, COLUMN = "adjustment", "reversal_refusal"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column(COLUMN, sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column(TABLE, COLUMN)
