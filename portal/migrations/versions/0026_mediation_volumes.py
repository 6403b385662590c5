"""Bound volumes with editions, checks, loans and supplements; guidance notes; payment by the case; suspicions and call-backs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = (
    "call_sample",
    "guidance_note",
    "scan_turn",
    "volume",
    "pay_list",
    "volume_check",
    "volume_edition",
    "volume_loan",
    "call_back",
    "pay_line",
    "suspicion_verdict",
    "volume_case",
    "volume_scan",
    "volume_original",
)


def upgrade() -> None:
    _call_sample()
    _guidance_note()
    _scan_turn()
    _volume()
    _pay_list()
    _volume_check()
    _volume_edition()
    _volume_loan()
    _call_back()
    _pay_line()
    _suspicion_verdict()
    _volume_case()
    _volume_scan()
    _volume_original()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _call_sample() -> None:
    op.create_table(
        "call_sample",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("period_first", sa.Date(), nullable=False),
        sa.Column("period_last", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", KEY, nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_call_sample_percent")),
        sa.CheckConstraint("period_last >= period_first", name=op.f("ck_call_sample_period")),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["staff_account.id"], name=op.f("fk_call_sample_drawn_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_call_sample_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_sample")),
    )
    op.create_index("ix_call_sample_unit_id", "call_sample", ["unit_id"], unique=False)


def _guidance_note() -> None:
    op.create_table(
        "guidance_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("noted_by", KEY, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["staff_account.id"], name=op.f("fk_guidance_note_answered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_guidance_note_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["staff_account.id"], name=op.f("fk_guidance_note_noted_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_note")),
    )
    op.create_index("ix_guidance_note_committee_id", "guidance_note", ["committee_id"], unique=False)


def _scan_turn() -> None:
    op.create_table(
        "scan_turn",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("turned_by", KEY, nullable=False),
        sa.CheckConstraint("turn IN (0, 90, 180, 270)", name=op.f("ck_scan_turn_turn")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_scan_turn_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["turned_by"], ["staff_account.id"], name=op.f("fk_scan_turn_turned_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_turn")),
        sa.UniqueConstraint("file_id", name=op.f("uq_scan_turn_file_id")),
    )


def _volume() -> None:
    op.create_table(
        "volume",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("period_first", sa.Date(), nullable=True),
        sa.Column("period_last", sa.Date(), nullable=True),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("bound_by", sa.String(length=100), nullable=False),
        sa.Column("bound_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "kind = 'case' OR period_first IS NOT NULL", name=op.f("ck_volume_a_joint_one_has_its_period")
        ),
        sa.CheckConstraint("kind IN ('case', 'joint')", name=op.f("ck_volume_kind")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_volume_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"], ["issued_number.id"], name=op.f("fk_volume_issued_number_id_issued_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_volume_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume")),
        sa.UniqueConstraint("number", name=op.f("uq_volume_number")),
    )
    op.create_index("ix_volume_committee_id", "volume", ["committee_id"], unique=False)
    op.create_index("ix_volume_list", "volume", ["unit_id", "bound_on", "id"], unique=False)


def _pay_list() -> None:
    op.create_table(
        "pay_list",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("period_first", sa.Date(), nullable=False),
        sa.Column("period_last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("discarded_because", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_on IS NOT NULL)", name=op.f("ck_pay_list_approved_has_its_day")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing', 'approved', 'discarded')", name=op.f("ck_pay_list_state")
        ),
        sa.CheckConstraint("period_last >= period_first", name=op.f("ck_pay_list_period")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_pay_list_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_pay_list_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pay_list_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_list")),
    )
    op.create_index("ix_pay_list_street", "pay_list", ["unit_id", "period_first"], unique=False)


def _volume_check() -> None:
    op.create_table(
        "volume_check",
        sa.Column("id", KEY, nullable=False),
        sa.Column("volume_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("defects_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("checked_by", KEY, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "result = 'good' OR mend_by IS NOT NULL", name=op.f("ck_volume_check_defects_have_their_day")
        ),
        sa.CheckConstraint("result IN ('good', 'defects')", name=op.f("ck_volume_check_result")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["staff_account.id"], name=op.f("fk_volume_check_answered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["staff_account.id"], name=op.f("fk_volume_check_checked_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["volume_id"], ["volume.id"], name=op.f("fk_volume_check_volume_id_volume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_check")),
    )
    op.create_index("ix_volume_check_volume_id", "volume_check", ["volume_id"], unique=False)


def _volume_edition() -> None:
    op.create_table(
        "volume_edition",
        sa.Column("id", KEY, nullable=False),
        sa.Column("volume_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("catalogue_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("job_id", KEY, nullable=True),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state <> 'bound' OR file_id IS NOT NULL", name=op.f("ck_volume_edition_bound_has_its_file")
        ),
        sa.CheckConstraint("state IN ('asked', 'bound', 'dropped')", name=op.f("ck_volume_edition_state")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff_account.id"], name=op.f("fk_volume_edition_asked_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_volume_edition_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"], ["volume.id"], name=op.f("fk_volume_edition_volume_id_volume")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_edition")),
    )
    op.create_index("ix_volume_edition_volume_id", "volume_edition", ["volume_id"], unique=False)


def _volume_loan() -> None:
    op.create_table(
        "volume_loan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("volume_id", KEY, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("borrower", sa.String(length=100), nullable=False),
        sa.Column("body", sa.String(length=150), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("lent_by", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("way IN ('paper', 'reading', 'copy')", name=op.f("ck_volume_loan_way")),
        sa.ForeignKeyConstraint(
            ["lent_by"], ["staff_account.id"], name=op.f("fk_volume_loan_lent_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["volume_id"], ["volume.id"], name=op.f("fk_volume_loan_volume_id_volume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_loan")),
    )
    op.create_index("ix_volume_loan_volume_id", "volume_loan", ["volume_id"], unique=False)


def _call_back() -> None:
    op.create_table(
        "call_back",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sample_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("result", sa.String(length=15), nullable=False),
        sa.Column("called", sa.String(length=100), nullable=False),
        sa.Column("called_at", INSTANT, nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("called_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "result IN ('', 'confirmed', 'not_confirmed', 'not_reached')", name=op.f("ck_call_back_result")
        ),
        sa.ForeignKeyConstraint(
            ["called_by"], ["staff_account.id"], name=op.f("fk_call_back_called_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_call_back_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["call_sample.id"], name=op.f("fk_call_back_sample_id_call_sample")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
        sa.UniqueConstraint("sample_id", "case_id", name=op.f("uq_call_back_sample_id_case_id")),
    )
    op.create_index("ix_call_back_case_id", "call_back", ["case_id"], unique=False)


def _pay_line() -> None:
    op.create_table(
        "pay_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("pay_list_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.Column("left_out_because", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "corrects_id IS NULL OR reason <> ''", name=op.f("ck_pay_line_a_correction_has_its_reason")
        ),
        sa.CheckConstraint("form IN ('oral', 'written', 'none')", name=op.f("ck_pay_line_form")),
        sa.CheckConstraint("grade IN ('simple', 'general', 'complex')", name=op.f("ck_pay_line_grade")),
        sa.CheckConstraint(
            "corrects_id IS NOT NULL OR fen >= 0", name=op.f("ck_pay_line_only_a_correction_takes_back")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_pay_line_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["pay_line.id"], name=op.f("fk_pay_line_corrects_id_pay_line")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_pay_line_mediator_id_mediator")
        ),
        sa.ForeignKeyConstraint(
            ["pay_list_id"], ["pay_list.id"], name=op.f("fk_pay_line_pay_list_id_pay_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_line")),
    )
    op.create_index("ix_pay_line_case_id", "pay_line", ["case_id"], unique=False)
    op.create_index("ix_pay_line_corrects_id", "pay_line", ["corrects_id"], unique=False)
    op.create_index("ix_pay_line_mediator_id", "pay_line", ["mediator_id"], unique=False)
    op.create_index("ix_pay_line_pay_list_id", "pay_line", ["pay_list_id"], unique=False)
    op.create_index(
        "uq_pay_line_case",
        "pay_line",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("corrects_id IS NULL AND left_out_because = ''"),
        postgresql_where=sa.text("corrects_id IS NULL AND left_out_because = ''"),
    )


def _suspicion_verdict() -> None:
    op.create_table(
        "suspicion_verdict",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("settled_by", KEY, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "kind IN ('similar', 'person', 'overlap', 'call_back')", name=op.f("ck_suspicion_verdict_kind")
        ),
        sa.CheckConstraint("verdict IN ('cleared', 'upheld')", name=op.f("ck_suspicion_verdict_verdict")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_suspicion_verdict_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_suspicion_verdict_settled_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicion_verdict")),
        sa.UniqueConstraint("case_id", "kind", "about", name=op.f("uq_suspicion_verdict_case_id_kind_about")),
    )


def _volume_case() -> None:
    op.create_table(
        "volume_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("volume_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_volume_case_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(["volume_id"], ["volume.id"], name=op.f("fk_volume_case_volume_id_volume")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_volume_case_case_id")),
    )
    op.create_index("ix_volume_case_volume_id", "volume_case", ["volume_id"], unique=False)


def _volume_scan() -> None:
    op.create_table(
        "volume_scan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.Column("is_supplement", sa.Boolean(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", KEY, nullable=False),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["staff_account.id"], name=op.f("fk_volume_scan_added_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_volume_scan_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_volume_scan_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_scan")),
    )
    op.create_index("ix_volume_scan_case_id", "volume_scan", ["case_id"], unique=False)


def _volume_original() -> None:
    op.create_table(
        "volume_original",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_volume_original_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["staff_account.id"], name=op.f("fk_volume_original_declared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_volume_original_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_original")),
        sa.UniqueConstraint("document_id", name=op.f("uq_volume_original_document_id")),
    )
    op.create_index("ix_volume_original_case_id", "volume_original", ["case_id"], unique=False)
