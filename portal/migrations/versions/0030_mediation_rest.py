"""Who gave the opinion on a closing report: the head of the committee, as what, on which day, and on which signed scan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLE = "closing_report"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("opinion_by", sa.String(100), server_default="", nullable=False))
        batch.add_column(sa.Column("opinion_role", sa.String(10), server_default="", nullable=False))
        batch.add_column(sa.Column("opinion_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("opinion_is_own", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("opinion_entered_by", KEY, nullable=True))
        batch.add_column(sa.Column("opinion_file_id", KEY, nullable=True))
        batch.create_foreign_key(
            "fk_closing_report_opinion_entered_by_staff_account",
            "staff_account",
            ["opinion_entered_by"],
            ["id"],
        )
        batch.create_foreign_key(
            "fk_closing_report_opinion_file_id_stored_file", "stored_file", ["opinion_file_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint("fk_closing_report_opinion_file_id_stored_file", type_="foreignkey")
        batch.drop_constraint("fk_closing_report_opinion_entered_by_staff_account", type_="foreignkey")
        for name in ("opinion_file_id", "opinion_entered_by", "opinion_is_own", "opinion_on"):
            batch.drop_column(name)
        batch.drop_column("opinion_role")
        batch.drop_column("opinion_by")
