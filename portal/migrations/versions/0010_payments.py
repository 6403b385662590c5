"""Payment months: batches, their frozen lines, differences, anomalies, and what the bank returned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("payment_month", "payment_anomaly", "payment_difference", "payment_line", "payment_return")


def upgrade() -> None:
    _payment_month()
    _payment_anomaly()
    _payment_difference()
    _payment_line()
    _payment_return()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _payment_month() -> None:
    op.create_table(
        "payment_month",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("rate_fen", sa.BigInteger(), nullable=True),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("prepared_by", KEY, nullable=False),
        sa.Column("prepared_at", INSTANT, nullable=True),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("extra_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("withheld_households", sa.Integer(), nullable=False),
        sa.Column("withheld_fen", sa.BigInteger(), nullable=False),
        sa.Column("same_households", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", KEY, nullable=True),
        sa.Column("exported_at", INSTANT, nullable=True),
        sa.Column("exported_by", KEY, nullable=True),
        sa.Column("export_reason", sa.String(length=200), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("returned_households", sa.Integer(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("(run = 0) = (kind = 'regular')", name=op.f("ck_payment_month_run")),
        sa.CheckConstraint(
            "kind IN ('regular', 'supplementary', 'subsidy')", name=op.f("ck_payment_month_kind")
        ),
        sa.CheckConstraint(
            "scheme IN ('minimum_living', 'marginal_income', 'destitute', 'flat_hardship')",
            name=op.f("ck_payment_month_scheme"),
        ),
        sa.CheckConstraint(
            "state IN ('preparing', 'checking', 'submitted', 'approved', 'sent', 'paid', 'archived', 'discarded')",
            name=op.f("ck_payment_month_state"),
        ),
        sa.CheckConstraint(
            "net_fen = base_fen + extra_fen + arrears_fen - recovery_fen AND net_fen >= 0",
            name=op.f("ck_payment_month_net"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff_account.id"], name=op.f("fk_payment_month_approved_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["exported_by"], ["staff_account.id"], name=op.f("fk_payment_month_exported_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["staff_account.id"], name=op.f("fk_payment_month_prepared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_payment_month_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_month")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_month_number")),
        sa.UniqueConstraint(
            "street_id", "scheme", "month", "run", name=op.f("uq_payment_month_street_id_scheme_month_run")
        ),
    )
    op.create_index("ix_payment_month_list", "payment_month", ["street_id", "month", "id"], unique=False)
    op.create_index("ix_payment_month_state", "payment_month", ["state"], unique=False)


def _payment_anomaly() -> None:
    op.create_table(
        "payment_anomaly",
        sa.Column("id", KEY, nullable=False),
        sa.Column("month_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("weight", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("details", FACTS, nullable=True),
        sa.Column("settled", sa.String(length=10), nullable=False),
        sa.Column("comes_later", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("settled IN ('', 'left_out', 'kept')", name=op.f("ck_payment_anomaly_settled")),
        sa.CheckConstraint("weight IN ('block', 'warn')", name=op.f("ck_payment_anomaly_weight")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_payment_anomaly_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["payment_month.id"], name=op.f("fk_payment_anomaly_month_id_payment_month")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_payment_anomaly_settled_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_anomaly")),
        sa.UniqueConstraint(
            "month_id", "file_id", "code", name=op.f("uq_payment_anomaly_month_id_file_id_code")
        ),
    )
    op.create_index(
        "ix_payment_anomaly_open", "payment_anomaly", ["month_id", "settled", "weight"], unique=False
    )


def _payment_difference() -> None:
    op.create_table(
        "payment_difference",
        sa.Column("id", KEY, nullable=False),
        sa.Column("month_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("persons_before", sa.Integer(), nullable=False),
        sa.Column("persons_after", sa.Integer(), nullable=False),
        sa.Column("before_fen", sa.BigInteger(), nullable=False),
        sa.Column("after_fen", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", KEY, nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('new', 'stopped', 'changed', 'once')", name=op.f("ck_payment_difference_kind")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["support_decision.id"],
            name=op.f("fk_payment_difference_decision_id_support_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_payment_difference_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["payment_month.id"], name=op.f("fk_payment_difference_month_id_payment_month")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_payment_difference_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_difference")),
        sa.UniqueConstraint(
            "month_id", "file_id", "kind", name=op.f("uq_payment_difference_month_id_file_id_kind")
        ),
    )


def _payment_line() -> None:
    op.create_table(
        "payment_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("month_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("head_id", KEY, nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("account_holder", sa.String(length=100), nullable=False),
        sa.Column("bank_name", sa.String(length=100), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.String(length=40), nullable=True),
        sa.Column("account_tail", sa.String(length=4), nullable=False),
        sa.Column("decision_id", KEY, nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("extra_fen", sa.BigInteger(), nullable=False),
        sa.Column("arrears_fen", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fen", sa.BigInteger(), nullable=False),
        sa.Column("rest_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("comes_later", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('listed', 'withheld', 'paid', 'returned')", name=op.f("ck_payment_line_state")
        ),
        sa.CheckConstraint(
            "net_fen = base_fen + extra_fen + arrears_fen - recovery_fen AND net_fen >= 0 AND rest_fen >= 0",
            name=op.f("ck_payment_line_net"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["support_decision.id"],
            name=op.f("fk_payment_line_decision_id_support_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_payment_line_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(["head_id"], ["resident.id"], name=op.f("fk_payment_line_head_id_resident")),
        sa.ForeignKeyConstraint(
            ["month_id"], ["payment_month.id"], name=op.f("fk_payment_line_month_id_payment_month")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_payment_line_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("month_id", "file_id", name=op.f("uq_payment_line_month_id_file_id")),
        sa.UniqueConstraint("month_id", "position", name=op.f("uq_payment_line_month_id_position")),
    )
    op.create_index("ix_payment_line_account", "payment_line", ["month_id", "account_index"], unique=False)
    op.create_index("ix_payment_line_file_id", "payment_line", ["file_id", "month_id"], unique=False)
    op.create_index("ix_payment_line_unit_id", "payment_line", ["unit_id"], unique=False)


def _payment_return() -> None:
    op.create_table(
        "payment_return",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("month_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=20), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_id", KEY, nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'corrected', 'repaid', 'stopped')", name=op.f("ck_payment_return_state")
        ),
        sa.CheckConstraint("fen > 0", name=op.f("ck_payment_return_fen")),
        sa.ForeignKeyConstraint(
            ["due_id"], ["support_due.id"], name=op.f("fk_payment_return_due_id_support_due")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_payment_return_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_payment_return_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["payment_line.id"], name=op.f("fk_payment_return_line_id_payment_line")
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["payment_month.id"], name=op.f("fk_payment_return_month_id_payment_month")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_payment_return_settled_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_return")),
        sa.UniqueConstraint("due_id", name=op.f("uq_payment_return_due_id")),
        sa.UniqueConstraint("line_id", name=op.f("uq_payment_return_line_id")),
    )
    op.create_index("ix_payment_return_account_index", "payment_return", ["account_index"], unique=False)
    op.create_index("ix_payment_return_file_id", "payment_return", ["file_id"], unique=False)
    op.create_index("ix_payment_return_month_id", "payment_return", ["month_id"], unique=False)
    op.create_index("ix_payment_return_state", "payment_return", ["state", "id"], unique=False)
