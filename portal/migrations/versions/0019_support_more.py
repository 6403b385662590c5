"""Support of destitute persons, relief that a community found, single lines of an adjustment, the job of the bank's file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("relief_report", "destitute_case")


STAFF = ("asked_by", "settled_by")


def upgrade() -> None:
    _relief_report()
    _destitute_case()
    op.add_column("payment_month", sa.Column("bank_job_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "payment_return", sa.Column("unearned_fen", sa.BigInteger(), server_default="0", nullable=False)
    )
    with op.batch_alter_table("payment_return") as table:
        table.alter_column("unearned_fen", server_default=None)
    with op.batch_alter_table("adjustment_line") as table:
        for name in STAFF:
            table.add_column(sa.Column(name, KEY, nullable=True))
            table.create_foreign_key(
                f"fk_adjustment_line_{name}_staff_account", "staff_account", [name], ["id"]
            )
        table.add_column(sa.Column("settled_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("note", sa.String(length=300), server_default="", nullable=False))
    with op.batch_alter_table("adjustment_line") as table:
        table.alter_column("note", server_default=None)
    with op.batch_alter_table("temporary_relief") as table:
        table.add_column(sa.Column("letter_id", KEY, nullable=True))
        table.create_foreign_key("fk_temporary_relief_letter_id_letter", "letter", ["letter_id"], ["id"])
    op.create_index("ix_temporary_relief_letter_id", "temporary_relief", ["letter_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_temporary_relief_letter_id", "temporary_relief")
    with op.batch_alter_table("temporary_relief") as table:
        table.drop_constraint("fk_temporary_relief_letter_id_letter", type_="foreignkey")
        table.drop_column("letter_id")
    with op.batch_alter_table("adjustment_line") as table:
        for name in STAFF:
            table.drop_constraint(f"fk_adjustment_line_{name}_staff_account", type_="foreignkey")
        for name in (*STAFF, "settled_on", "note"):
            table.drop_column(name)
    op.drop_column("payment_return", "unearned_fen")
    op.drop_column("payment_month", "bank_job_id")
    for table in reversed(TABLES):
        op.drop_table(table)


def _relief_report() -> None:
    op.create_table(
        "relief_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state <> 'taken' OR application_id IS NOT NULL",
            name=op.f("ck_relief_report_taken_as_an_application"),
        ),
        sa.CheckConstraint("state IN ('reported', 'taken', 'declined')", name=op.f("ck_relief_report_state")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_relief_report_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["staff_account.id"], name=op.f("fk_relief_report_reported_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_relief_report_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_relief_report_settled_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_relief_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relief_report")),
        sa.UniqueConstraint("application_id", name=op.f("uq_relief_report_application_id")),
    )
    op.create_index("ix_relief_report_open", "relief_report", ["unit_id", "state"], unique=False)
    op.create_index("ix_relief_report_resident_id", "relief_report", ["resident_id"], unique=False)


def _destitute_case() -> None:
    op.create_table(
        "destitute_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("second_name", sa.String(length=100), nullable=False),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.Column("visit_file_id", KEY, nullable=True),
        sa.Column("visited_by", KEY, nullable=False),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("care_level", sa.String(length=10), nullable=False),
        sa.Column("care_way", sa.String(length=20), nullable=False),
        sa.Column("carer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bank_name", sa.String(length=100), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_holder", sa.String(length=100), nullable=False),
        sa.Column("account_agreement_id", KEY, nullable=True),
        sa.Column("opinion", sa.String(length=10), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sheet_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("written_by", KEY, nullable=True),
        sa.Column("report_way", sa.String(length=10), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", KEY, nullable=True),
        sa.Column("answer_number", sa.String(length=80), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_spot_checked", sa.Boolean(), nullable=False),
        sa.Column("form_id", KEY, nullable=True),
        sa.Column("refusal_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'confirmed', 'denied', 'returned')", name=op.f("ck_destitute_case_answer")
        ),
        sa.CheckConstraint("area IN ('urban', 'rural')", name=op.f("ck_destitute_case_area")),
        sa.CheckConstraint(
            "care_level IN ('', 'none', 'half', 'full')", name=op.f("ck_destitute_case_care_level")
        ),
        sa.CheckConstraint(
            "care_way IN ('', 'home', 'institution')", name=op.f("ck_destitute_case_care_way")
        ),
        sa.CheckConstraint("opinion = '' OR written_on IS NOT NULL", name=op.f("ck_destitute_case_written")),
        sa.CheckConstraint("opinion IN ('', 'agree', 'disagree')", name=op.f("ck_destitute_case_opinion")),
        sa.CheckConstraint("report_way IN ('', 'letter', 'post')", name=op.f("ck_destitute_case_report_way")),
        sa.ForeignKeyConstraint(
            ["account_agreement_id"],
            ["stored_file.id"],
            name=op.f("fk_destitute_case_account_agreement_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["staff_account.id"], name=op.f("fk_destitute_case_answered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_destitute_case_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["form_id"], ["document.id"], name=op.f("fk_destitute_case_form_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_destitute_case_letter_id_letter")
        ),
        sa.ForeignKeyConstraint(
            ["refusal_id"], ["document.id"], name=op.f("fk_destitute_case_refusal_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_destitute_case_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["visit_file_id"], ["stored_file.id"], name=op.f("fk_destitute_case_visit_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["visited_by"], ["staff_account.id"], name=op.f("fk_destitute_case_visited_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff_account.id"], name=op.f("fk_destitute_case_written_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destitute_case")),
        sa.UniqueConstraint("application_id", name=op.f("uq_destitute_case_application_id")),
    )
    op.create_index("ix_destitute_case_letter_id", "destitute_case", ["letter_id"], unique=False)
    op.create_index("ix_destitute_case_resident_id", "destitute_case", ["resident_id"], unique=False)
