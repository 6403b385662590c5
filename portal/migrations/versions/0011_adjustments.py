"""Standard adjustments with their lines, and what came in from paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("carry_in", "adjustment", "carry_in_row", "adjustment_line")


def upgrade() -> None:
    _carry_in()
    _adjustment()
    _carry_in_row()
    _adjustment_line()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _carry_in() -> None:
    op.create_table(
        "carry_in",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("handed_in_by", KEY, nullable=False),
        sa.Column("run_by", KEY, nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'running', 'done', 'cancelled')", name=op.f("ck_carry_in_state")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by"], ["staff_account.id"], name=op.f("fk_carry_in_handed_in_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["run_by"], ["staff_account.id"], name=op.f("fk_carry_in_run_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_carry_in_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry_in")),
    )
    op.create_index("ix_carry_in_sha256", "carry_in", ["sha256"], unique=False)
    op.create_index("ix_carry_in_street_id", "carry_in", ["street_id"], unique=False)


def _adjustment() -> None:
    op.create_table(
        "adjustment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("old_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_fen", sa.BigInteger(), nullable=False),
        sa.Column("effective_month", sa.Date(), nullable=False),
        sa.Column("run_month", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("terms", FACTS, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previewed_at", INSTANT, nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("exceptions", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.Column("delta_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrears_months", sa.Integer(), nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_total_fen", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by", KEY, nullable=False),
        sa.Column("approved_by", KEY, nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("standard_id", KEY, nullable=True),
        sa.Column("reversal_reason", sa.Text(), nullable=False),
        sa.Column("reversal_month", sa.Date(), nullable=True),
        sa.Column("reversal_asked_by", KEY, nullable=True),
        sa.Column("reversal_approved_by", KEY, nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("recovered_fen", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("area IN ('urban', 'rural')", name=op.f("ck_adjustment_area")),
        sa.CheckConstraint(
            "scheme IN ('minimum_living', 'marginal_income', 'destitute', 'flat_hardship')",
            name=op.f("ck_adjustment_scheme"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'previewing', 'previewed', 'applying', 'applied', 'reversal_asked', "
            "'reversing', 'reversed', 'cancelled')",
            name=op.f("ck_adjustment_state"),
        ),
        sa.CheckConstraint(
            "new_fen > 0 AND old_fen >= 0 AND new_fen <> old_fen", name=op.f("ck_adjustment_moves")
        ),
        sa.CheckConstraint("run_month >= effective_month", name=op.f("ck_adjustment_months_in_order")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff_account.id"], name=op.f("fk_adjustment_approved_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["staff_account.id"], name=op.f("fk_adjustment_prepared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["reversal_approved_by"],
            ["staff_account.id"],
            name=op.f("fk_adjustment_reversal_approved_by_staff_account"),
        ),
        sa.ForeignKeyConstraint(
            ["reversal_asked_by"],
            ["staff_account.id"],
            name=op.f("fk_adjustment_reversal_asked_by_staff_account"),
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["support_standard.id"], name=op.f("fk_adjustment_standard_id_support_standard")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_adjustment_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
    )
    op.create_index(
        "ix_adjustment_list", "adjustment", ["street_id", "scheme", "area", "effective_month"], unique=False
    )


def _carry_in_row() -> None:
    op.create_table(
        "carry_in_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("carry_in_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("faults_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'good', 'wrong', 'taken')", name=op.f("ck_carry_in_row_state")
        ),
        sa.ForeignKeyConstraint(
            ["carry_in_id"], ["carry_in.id"], name=op.f("fk_carry_in_row_carry_in_id_carry_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry_in_row")),
        sa.UniqueConstraint("carry_in_id", "number", name=op.f("uq_carry_in_row_carry_in_id_number")),
    )
    op.create_index("ix_carry_in_row_state", "carry_in_row", ["carry_in_id", "state", "number"], unique=False)


def _adjustment_line() -> None:
    op.create_table(
        "adjustment_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("adjustment_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("application_id", KEY, nullable=True),
        sa.Column("decision_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("income_fen", sa.BigInteger(), nullable=False),
        sa.Column("old_standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("old_base_fen", sa.BigInteger(), nullable=False),
        sa.Column("old_extra_fen", sa.BigInteger(), nullable=False),
        sa.Column("old_total_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_base_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_extra_fen", sa.BigInteger(), nullable=False),
        sa.Column("new_total_fen", sa.BigInteger(), nullable=False),
        sa.Column("delta_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=True),
        sa.Column("workings", FACTS, nullable=True),
        sa.Column("new_decision_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("reversal_decision_id", KEY, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('change', 'exception', 'lead')", name=op.f("ck_adjustment_line_kind")),
        sa.ForeignKeyConstraint(
            ["adjustment_id"], ["adjustment.id"], name=op.f("fk_adjustment_line_adjustment_id_adjustment")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_adjustment_line_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["support_decision.id"],
            name=op.f("fk_adjustment_line_decision_id_support_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_adjustment_line_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_adjustment_line_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["new_decision_id"],
            ["support_decision.id"],
            name=op.f("fk_adjustment_line_new_decision_id_support_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["reversal_decision_id"],
            ["support_decision.id"],
            name=op.f("fk_adjustment_line_reversal_decision_id_support_decision"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_adjustment_line_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment_line")),
        sa.UniqueConstraint(
            "adjustment_id", "position", name=op.f("uq_adjustment_line_adjustment_id_position")
        ),
    )
    op.create_index("ix_adjustment_line_application_id", "adjustment_line", ["application_id"], unique=False)
    op.create_index("ix_adjustment_line_decision_id", "adjustment_line", ["decision_id"], unique=False)
    op.create_index("ix_adjustment_line_file_id", "adjustment_line", ["file_id"], unique=False)
    op.create_index(
        "ix_adjustment_line_kind", "adjustment_line", ["adjustment_id", "kind", "position"], unique=False
    )
