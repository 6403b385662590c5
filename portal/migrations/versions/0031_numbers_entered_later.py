"""The later day on which a number was entered, and the day on which it was voided: a day's list stays as it was signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "issued_number"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("entered_on", sa.Date(), nullable=True))
    op.add_column(TABLE, sa.Column("voided_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column(TABLE, "voided_on")
    op.drop_column(TABLE, "entered_on")
