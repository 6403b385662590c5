"""What households declare for low-income support, and what the office finds out about it until it is confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "household_declaration",
    "data_check",
    "declared_member",
    "declared_supporter",
    "household_investigation",
    "preliminary_opinion",
    "support_confirmation",
    "check_authorisation",
    "declared_line",
    "relative_registration",
)


def upgrade() -> None:
    _household_declaration()
    _data_check()
    _declared_member()
    _declared_supporter()
    _household_investigation()
    _preliminary_opinion()
    _support_confirmation()
    _check_authorisation()
    _declared_line()
    _relative_registration()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _household_declaration() -> None:
    op.create_table(
        "household_declaration",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("applicant_id", KEY, nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=1), nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sections", FACTS, nullable=False),
        sa.Column("years_here", sa.Integer(), nullable=True),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("story_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bank_name", sa.String(length=100), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_holder", sa.String(length=100), nullable=False),
        sa.Column("account_agreement_id", KEY, nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("extended_days", sa.Integer(), nullable=True),
        sa.Column("extended_because", sa.String(length=20), nullable=False),
        sa.Column("extended_note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("denial_document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("area IN ('urban', 'rural')", name=op.f("ck_household_declaration_area")),
        sa.CheckConstraint("category IN ('', 'A', 'B', 'C')", name=op.f("ck_household_declaration_category")),
        sa.ForeignKeyConstraint(
            ["account_agreement_id"],
            ["stored_file.id"],
            name=op.f("fk_household_declaration_account_agreement_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["resident.id"], name=op.f("fk_household_declaration_applicant_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_household_declaration_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["denial_document_id"],
            ["document.id"],
            name=op.f("fk_household_declaration_denial_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_declaration")),
        sa.UniqueConstraint("application_id", name=op.f("uq_household_declaration_application_id")),
    )
    op.create_index(
        "ix_household_declaration_applicant_id", "household_declaration", ["applicant_id"], unique=False
    )


def _data_check() -> None:
    op.create_table(
        "data_check",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("report_number", sa.String(length=80), nullable=False),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("objection_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('requested', 'matched', 'mismatch', 'told', 'objected', 'settled', 'withdrawn')",
            name=op.f("ck_data_check_state"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_data_check_declaration_id_household_declaration"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_data_check_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_data_check_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["document.id"], name=op.f("fk_data_check_notice_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["staff_account.id"], name=op.f("fk_data_check_requested_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_check")),
        sa.UniqueConstraint("declaration_id", "round", name=op.f("uq_data_check_declaration_id_round")),
    )
    op.create_index("ix_data_check_declaration_id", "data_check", ["declaration_id"], unique=False)
    op.create_index("ix_data_check_letter_id", "data_check", ["letter_id"], unique=False)


def _declared_member() -> None:
    op.create_table(
        "declared_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("relation", sa.String(length=2), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_declared_member_declaration_id_household_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_declared_member_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_member")),
        sa.UniqueConstraint(
            "declaration_id", "resident_id", name=op.f("uq_declared_member_declaration_id_resident_id")
        ),
    )
    op.create_index("ix_declared_member_resident_id", "declared_member", ["resident_id"], unique=False)


def _declared_supporter() -> None:
    op.create_table(
        "declared_supporter",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("consent IN ('', 'given', 'refused')", name=op.f("ck_declared_supporter_consent")),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_declared_supporter_declaration_id_household_declaration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_supporter")),
    )
    op.create_index(
        "ix_declared_supporter_declaration_id", "declared_supporter", ["declaration_id"], unique=False
    )


def _household_investigation() -> None:
    op.create_table(
        "household_investigation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("second_name", sa.String(length=100), nullable=False),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "kind IN ('home', 'neighbour', 'district')", name=op.f("ck_household_investigation_kind")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_household_investigation_declaration_id_household_declaration"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_household_investigation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_household_investigation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["staff_account.id"],
            name=op.f("fk_household_investigation_recorded_by_staff_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_investigation")),
    )
    op.create_index(
        "ix_household_investigation_declaration_id",
        "household_investigation",
        ["declaration_id"],
        unique=False,
    )


def _preliminary_opinion() -> None:
    op.create_table(
        "preliminary_opinion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("opinion", sa.String(length=10), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=1), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("sheet_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("opinion IN ('agree', 'disagree')", name=op.f("ck_preliminary_opinion_opinion")),
        sa.CheckConstraint(
            "scheme IN ('', 'minimum_living', 'marginal_income', 'destitute', 'flat_hardship')",
            name=op.f("ck_preliminary_opinion_scheme"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_preliminary_opinion_declaration_id_household_declaration"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_preliminary_opinion_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff_account.id"], name=op.f("fk_preliminary_opinion_written_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preliminary_opinion")),
    )
    op.create_index(
        "ix_preliminary_opinion_declaration_id", "preliminary_opinion", ["declaration_id"], unique=False
    )


def _support_confirmation() -> None:
    op.create_table(
        "support_confirmation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", KEY, nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'confirmed', 'denied', 'returned')", name=op.f("ck_support_confirmation_answer")
        ),
        sa.CheckConstraint("way IN ('street', 'post', 'letter')", name=op.f("ck_support_confirmation_way")),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["staff_account.id"],
            name=op.f("fk_support_confirmation_answered_by_staff_account"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_support_confirmation_declaration_id_household_declaration"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_support_confirmation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_support_confirmation_letter_id_letter")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"],
            ["staff_account.id"],
            name=op.f("fk_support_confirmation_reported_by_staff_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_confirmation")),
    )
    op.create_index(
        "ix_support_confirmation_declaration_id", "support_confirmation", ["declaration_id"], unique=False
    )
    op.create_index("ix_support_confirmation_letter_id", "support_confirmation", ["letter_id"], unique=False)


def _check_authorisation() -> None:
    op.create_table(
        "check_authorisation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("member_id", KEY, nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("is_guardian", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("answer IN ('given', 'refused')", name=op.f("ck_check_authorisation_answer")),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_check_authorisation_declaration_id_household_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_check_authorisation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_check_authorisation_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_check_authorisation_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["declared_member.id"],
            name=op.f("fk_check_authorisation_member_id_declared_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_authorisation")),
    )
    op.create_index(
        "ix_check_authorisation_declaration_id", "check_authorisation", ["declaration_id"], unique=False
    )
    op.create_index("ix_check_authorisation_member_id", "check_authorisation", ["member_id"], unique=False)


def _declared_line() -> None:
    op.create_table(
        "declared_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("section", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("member_id", KEY, nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "section IN ('income', 'deduction', 'property')", name=op.f("ck_declared_line_section")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_declared_line_declaration_id_household_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["declared_member.id"],
            name=op.f("fk_declared_line_member_id_declared_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_line")),
    )
    op.create_index("ix_declared_line_member_id", "declared_line", ["member_id"], unique=False)
    op.create_index("ix_declared_line_section", "declared_line", ["declaration_id", "section"], unique=False)


def _relative_registration() -> None:
    op.create_table(
        "relative_registration",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("member_id", KEY, nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("registered_by", KEY, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["household_declaration.id"],
            name=op.f("fk_relative_registration_declaration_id_household_declaration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["declared_member.id"],
            name=op.f("fk_relative_registration_member_id_declared_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"],
            ["staff_account.id"],
            name=op.f("fk_relative_registration_registered_by_staff_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relative_registration")),
    )
    op.create_index(
        "ix_relative_registration_declaration_id", "relative_registration", ["declaration_id"], unique=False
    )
    op.create_index(
        "ix_relative_registration_member_id", "relative_registration", ["member_id"], unique=False
    )
