"""The files of those who are supported: standards, members, decisions, changes, hearings, reviews, what is owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "support_standard",
    "support_file",
    "support_change",
    "support_member",
    "support_review",
    "support_decision",
    "support_hearing",
    "support_due",
)


def upgrade() -> None:
    _support_standard()
    _support_file()
    _support_change()
    _support_member()
    _support_review()
    _support_decision()
    _support_hearing()
    _support_due()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _support_standard() -> None:
    op.create_table(
        "support_standard",
        sa.Column("id", KEY, nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("entered_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "scheme IN ('minimum_living', 'marginal_income', 'destitute', 'flat_hardship')",
            name=op.f("ck_support_standard_scheme"),
        ),
        sa.CheckConstraint(
            "(fen IS NULL) <> (percent IS NULL)", name=op.f("ck_support_standard_sum_or_share")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_support_standard_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_support_standard_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_standard")),
    )
    op.create_index(
        "ix_support_standard_lookup",
        "support_standard",
        ["scheme", "area", "code", "valid_from"],
        unique=False,
    )


def _support_file() -> None:
    op.create_table(
        "support_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("head_id", KEY, nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("application_id", KEY, nullable=True),
        sa.Column("first_granted_on", sa.Date(), nullable=False),
        sa.Column("start_month", sa.Date(), nullable=False),
        sa.Column("stop_month", sa.Date(), nullable=True),
        sa.Column("fading_until", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("is_relative_of_staff", sa.Boolean(), nullable=False),
        sa.Column("bank_name", sa.String(length=100), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.String(length=40), nullable=True),
        sa.Column("account_tail", sa.String(length=4), nullable=False),
        sa.Column("account_holder", sa.String(length=100), nullable=False),
        sa.Column("account_agreement_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("area IN ('urban', 'rural')", name=op.f("ck_support_file_area")),
        sa.CheckConstraint(
            "scheme IN ('minimum_living', 'marginal_income', 'destitute', 'flat_hardship')",
            name=op.f("ck_support_file_scheme"),
        ),
        sa.CheckConstraint(
            "state IN ('active', 'fading', 'suspended', 'stopped')", name=op.f("ck_support_file_state")
        ),
        sa.ForeignKeyConstraint(
            ["account_agreement_id"],
            ["stored_file.id"],
            name=op.f("fk_support_file_account_agreement_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_support_file_application_id_application")
        ),
        sa.ForeignKeyConstraint(["head_id"], ["resident.id"], name=op.f("fk_support_file_head_id_resident")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_support_file_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_support_file_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_support_file_street_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_support_file_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_file")),
        sa.UniqueConstraint("number", name=op.f("uq_support_file_number")),
    )
    op.create_index("ix_support_file_account_index", "support_file", ["account_index"], unique=False)
    op.create_index("ix_support_file_application_id", "support_file", ["application_id"], unique=False)
    op.create_index("ix_support_file_head_id", "support_file", ["head_id"], unique=False)
    op.create_index("ix_support_file_household_id", "support_file", ["household_id"], unique=False)
    op.create_index("ix_support_file_review", "support_file", ["next_review_on"], unique=False)
    op.create_index(
        "ix_support_file_standing", "support_file", ["street_id", "scheme", "state"], unique=False
    )
    op.create_index("ix_support_file_unit_id", "support_file", ["unit_id"], unique=False)


def _support_change() -> None:
    op.create_table(
        "support_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effective_month", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=30), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("planned_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("nobody_to_hear", sa.Boolean(), nullable=False),
        sa.Column("kin_contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by", KEY, nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_support_change_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_support_change_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff_account.id"], name=op.f("fk_support_change_proposed_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_change")),
    )
    op.create_index("ix_support_change_file_id", "support_change", ["file_id"], unique=False)
    op.create_index("ix_support_change_state", "support_change", ["state"], unique=False)


def _support_member() -> None:
    op.create_table(
        "support_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("relation", sa.String(length=2), nullable=False),
        sa.Column("since_month", sa.Date(), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("not_counted_because", sa.String(length=30), nullable=False),
        sa.Column("left_because", sa.String(length=30), nullable=False),
        sa.Column("moved_to_id", KEY, nullable=True),
        sa.CheckConstraint(
            "until_month IS NULL OR until_month >= since_month",
            name=op.f("ck_support_member_until_after_since"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_support_member_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["moved_to_id"], ["support_file.id"], name=op.f("fk_support_member_moved_to_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_support_member_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_member")),
    )
    op.create_index("ix_support_member_file_id", "support_member", ["file_id"], unique=False)
    op.create_index(
        "ix_support_member_resident_id_until", "support_member", ["resident_id", "until_month"], unique=False
    )
    op.create_index(
        "uq_support_member_one_file",
        "support_member",
        ["resident_id"],
        unique=True,
        sqlite_where=sa.text("until_month IS NULL AND is_counted = 1"),
        postgresql_where=sa.text("until_month IS NULL AND is_counted"),
    )


def _support_review() -> None:
    op.create_table(
        "support_review",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", KEY, nullable=True),
        sa.Column("done_with", KEY, nullable=True),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by"], ["staff_account.id"], name=op.f("fk_support_review_done_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["done_with"], ["staff_account.id"], name=op.f("fk_support_review_done_with_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_support_review_file_id_support_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_review")),
    )
    op.create_index("ix_support_review_due", "support_review", ["due_on", "done_on"], unique=False)
    op.create_index("ix_support_review_file_id", "support_review", ["file_id"], unique=False)


def _support_decision() -> None:
    op.create_table(
        "support_decision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_month", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("income_fen", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("extra_fen", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason_code", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sheet_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("application_id", KEY, nullable=True),
        sa.Column("adjustment_id", sa.BigInteger(), nullable=True),
        sa.Column("prepared_by", KEY, nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("reversed_by_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "method IN ('difference', 'tier', 'flat', 'person')", name=op.f("ck_support_decision_method")
        ),
        sa.CheckConstraint(
            "total_fen = base_fen + extra_fen AND total_fen >= 0", name=op.f("ck_support_decision_total")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_support_decision_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["support_change.id"], name=op.f("fk_support_decision_change_id_support_change")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_support_decision_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_support_decision_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_support_decision_file_id_support_file")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_support_decision_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["staff_account.id"], name=op.f("fk_support_decision_prepared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["reversed_by_id"],
            ["support_decision.id"],
            name=op.f("fk_support_decision_reversed_by_id_support_decision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_decision")),
    )
    op.create_index("ix_support_decision_adjustment_id", "support_decision", ["adjustment_id"], unique=False)
    op.create_index("ix_support_decision_change_id", "support_decision", ["change_id"], unique=False)
    op.create_index(
        "ix_support_decision_month", "support_decision", ["file_id", "effective_month", "id"], unique=False
    )
    op.create_index("ix_support_decision_number", "support_decision", ["number"], unique=False)


def _support_hearing() -> None:
    op.create_table(
        "support_hearing",
        sa.Column("id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("heard_name", sa.String(length=100), nullable=False),
        sa.Column("is_waived", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("staff_one", KEY, nullable=False),
        sa.Column("staff_two", KEY, nullable=False),
        sa.Column("signed_file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["support_change.id"], name=op.f("fk_support_hearing_change_id_support_change")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_support_hearing_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["signed_file_id"], ["stored_file.id"], name=op.f("fk_support_hearing_signed_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["staff_one"], ["staff_account.id"], name=op.f("fk_support_hearing_staff_one_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["staff_two"], ["staff_account.id"], name=op.f("fk_support_hearing_staff_two_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_hearing")),
    )
    op.create_index("ix_support_hearing_change_id", "support_hearing", ["change_id"], unique=False)


def _support_due() -> None:
    op.create_table(
        "support_due",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decision_id", KEY, nullable=True),
        sa.Column("adjustment_id", sa.BigInteger(), nullable=True),
        sa.Column("payment_line_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_month", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("details", FACTS, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("fen <> 0", name=op.f("ck_support_due_something")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["support_decision.id"], name=op.f("fk_support_due_decision_id_support_decision")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["support_file.id"], name=op.f("fk_support_due_file_id_support_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_due")),
    )
    op.create_index("ix_support_due_adjustment_id", "support_due", ["adjustment_id"], unique=False)
    op.create_index("ix_support_due_open", "support_due", ["file_id", "settled_month"], unique=False)
    op.create_index("ix_support_due_payment_line_id", "support_due", ["payment_line_id"], unique=False)
