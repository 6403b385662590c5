"""Statistical reports as they were sent, registers that come in from Excel, and what follows an ended category."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("register_import", "statistics_report", "register_import_row")


def upgrade() -> None:
    _register_import()
    _statistics_report()
    _register_import_row()
    op.add_column(
        "dispute_category", sa.Column("successor_code", sa.String(30), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("dispute_category", "successor_code")
    for table in reversed(TABLES):
        op.drop_table(table)


def _register_import() -> None:
    op.create_table(
        "register_import",
        sa.Column("id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("headings", FACTS, nullable=False),
        sa.Column("mapping", FACTS, nullable=False),
        sa.Column("used_year", sa.Integer(), nullable=True),
        sa.Column("used_last", sa.Integer(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("handed_in_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('mapping', 'checking', 'checked', 'running', 'done', 'cancelled')",
            name=op.f("ck_register_import_state"),
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_register_import_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by"], ["staff_account.id"], name=op.f("fk_register_import_handed_in_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_register_import_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )
    op.create_index("ix_register_import_committee_id", "register_import", ["committee_id"], unique=False)
    op.create_index(
        "uq_register_import_file",
        "register_import",
        ["committee_id", "sha256"],
        unique=True,
        sqlite_where=sa.text("state IN ('running', 'done')"),
        postgresql_where=sa.text("state IN ('running', 'done')"),
    )


def _statistics_report() -> None:
    op.create_table(
        "statistics_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("figures", FACTS, nullable=False),
        sa.Column("addressee", sa.String(length=100), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", KEY, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_on IS NOT NULL)", name=op.f("ck_statistics_report_sent_has_its_day")
        ),
        sa.CheckConstraint(
            "state IN ('signing', 'sent', 'discarded')", name=op.f("ck_statistics_report_state")
        ),
        sa.CheckConstraint("last >= first", name=op.f("ck_statistics_report_period")),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["statistics_report.id"],
            name=op.f("fk_statistics_report_corrects_id_statistics_report"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_statistics_report_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["staff_account.id"], name=op.f("fk_statistics_report_drawn_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_statistics_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_report")),
    )
    op.create_index("ix_statistics_report_unit", "statistics_report", ["unit_id", "first"], unique=False)


def _register_import_row() -> None:
    op.create_table(
        "register_import_row",
        sa.Column("id", KEY, nullable=False),
        sa.Column("register_import_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_wrong", sa.Boolean(), nullable=False),
        sa.Column("faults_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_register_import_row_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["register_import_id"],
            ["register_import.id"],
            name=op.f("fk_register_import_row_register_import_id_register_import"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import_row")),
        sa.UniqueConstraint(
            "register_import_id", "number", name=op.f("uq_register_import_row_register_import_id_number")
        ),
    )
    op.create_index("ix_register_import_row_case_id", "register_import_row", ["case_id"], unique=False)
