"""Agreements, what is owed by them, urging, judicial confirmation, visits, closing reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("agreement", "closing_report", "case_visit", "confirmation", "obligation", "performance", "urging")


def upgrade() -> None:
    _agreement()
    _closing_report()
    _case_visit()
    _confirmation()
    _obligation()
    _performance()
    _urging()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("recorder", sa.String(length=100), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_capitals", sa.String(length=100), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("is_asked_in_writing", sa.Boolean(), nullable=False),
        sa.Column("is_performed_at_once", sa.Boolean(), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("issues_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("terms_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("manner_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "(state = 'struck') = (struck_on IS NOT NULL)", name=op.f("ck_agreement_struck_has_its_day")
        ),
        sa.CheckConstraint("form IN ('oral', 'written')", name=op.f("ck_agreement_form")),
        sa.CheckConstraint(
            "state <> 'effective' OR effective_on IS NOT NULL",
            name=op.f("ck_agreement_effective_has_its_day"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'struck' OR number IS NOT NULL",
            name=op.f("ck_agreement_signed_has_its_number"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing', 'effective', 'struck')", name=op.f("ck_agreement_state")
        ),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_agreement_amount")),
        sa.CheckConstraint(
            "effective_on IS NULL OR effective_on >= reached_on",
            name=op.f("ck_agreement_effective_after_reached"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_agreement_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_agreement_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_agreement_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_agreement_issued_number_id_issued_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index("ix_agreement_case_id", "agreement", ["case_id"], unique=False)
    op.create_index("ix_agreement_effective_on", "agreement", ["effective_on"], unique=False)
    op.create_index(
        "uq_agreement_in_force",
        "agreement",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'effective'"),
        postgresql_where=sa.text("state = 'effective'"),
    )
    op.create_index(
        "uq_agreement_open",
        "agreement",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'signing')"),
        postgresql_where=sa.text("state IN ('draft', 'signing')"),
    )


def _closing_report() -> None:
    op.create_table(
        "closing_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opinion_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_closing_report_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_closing_report_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_closing_report_entered_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_report")),
        sa.UniqueConstraint("case_id", name=op.f("uq_closing_report_case_id")),
    )


def _case_visit() -> None:
    op.create_table(
        "case_visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("agreement_id", KEY, nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("visited", sa.String(length=200), nullable=False),
        sa.Column("visitor_id", KEY, nullable=False),
        sa.Column("performance", sa.String(length=15), nullable=False),
        sa.Column("satisfaction", sa.String(length=10), nullable=False),
        sa.Column("suit_outcome", sa.String(length=10), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("situation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("danger_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "performance IN ('done', 'partly', 'not_yet', 'none', 'no_agreement')",
            name=op.f("ck_case_visit_performance"),
        ),
        sa.CheckConstraint(
            "satisfaction IN ('content', 'fairly', 'not', 'unsaid')", name=op.f("ck_case_visit_satisfaction")
        ),
        sa.CheckConstraint(
            "suit_outcome IN ('', 'pending', 'upheld', 'changed', 'revoked')",
            name=op.f("ck_case_visit_suit_outcome"),
        ),
        sa.CheckConstraint("way IN ('door', 'phone', 'office', 'online')", name=op.f("ck_case_visit_way")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_case_visit_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_visit_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_case_visit_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_case_visit_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["mediator.id"], name=op.f("fk_case_visit_visitor_id_mediator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_visit")),
    )
    op.create_index("ix_case_visit_agreement_id", "case_visit", ["agreement_id"], unique=False)
    op.create_index("ix_case_visit_case_id", "case_visit", ["case_id"], unique=False)
    op.create_index("ix_case_visit_visited_on", "case_visit", ["visited_on"], unique=False)


def _confirmation() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("court", sa.String(length=100), nullable=False),
        sa.Column("consents_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("raw_last_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("court_accepted_on", sa.Date(), nullable=True),
        sa.Column("court_number", sa.String(length=80), nullable=False),
        sa.Column("refusal_code", sa.String(length=15), nullable=False),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruling_number", sa.String(length=80), nullable=False),
        sa.Column("rejection_code", sa.String(length=15), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "refusal_code IN ('', 'scope', 'jurisdiction', 'identity', 'special', 'property')",
            name=op.f("ck_confirmation_refusal_code"),
        ),
        sa.CheckConstraint(
            "rejection_code IN ('', 'law', 'interest', 'morals', 'voluntary', 'unclear', 'other')",
            name=op.f("ck_confirmation_rejection_code"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'filed', 'accepted', 'not_accepted', 'valid', 'rejected', 'withdrawn')",
            name=op.f("ck_confirmation_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_confirmation_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_confirmation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_confirmation_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_confirmation_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index("ix_confirmation_agreement_id", "confirmation", ["agreement_id"], unique=False)


def _obligation() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("debtor_id", KEY, nullable=False),
        sa.Column("creditor_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_fen", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("(kind = 'money') = (fen > 0)", name=op.f("ck_obligation_money_has_its_sum")),
        sa.CheckConstraint("kind IN ('money', 'act')", name=op.f("ck_obligation_kind")),
        sa.CheckConstraint(
            "done_fen >= 0 AND done_fen <= fen", name=op.f("ck_obligation_never_more_than_owed")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_obligation_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["creditor_id"], ["dispute_party.id"], name=op.f("fk_obligation_creditor_id_dispute_party")
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["dispute_party.id"], name=op.f("fk_obligation_debtor_id_dispute_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
    )
    op.create_index("ix_obligation_agreement_id", "obligation", ["agreement_id"], unique=False)
    op.create_index("ix_obligation_due", "obligation", ["due_on", "done_on"], unique=False)


def _performance() -> None:
    op.create_table(
        "performance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("obligation_id", KEY, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("proof", sa.String(length=20), nullable=False),
        sa.Column("payer", sa.String(length=100), nullable=False),
        sa.Column("payee", sa.String(length=100), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "proof IN ('receipt', 'transfer', 'on_the_spot', 'other')", name=op.f("ck_performance_proof")
        ),
        sa.CheckConstraint("fen >= 0", name=op.f("ck_performance_amount")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_performance_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_performance_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_performance_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_performance_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance")),
    )
    op.create_index("ix_performance_obligation_id", "performance", ["obligation_id"], unique=False)


def _urging() -> None:
    op.create_table(
        "urging",
        sa.Column("id", KEY, nullable=False),
        sa.Column("obligation_id", KEY, nullable=False),
        sa.Column("urged_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("perform_by", sa.Date(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("way IN ('paper', 'phone', 'visit', 'talk')", name=op.f("ck_urging_way")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_urging_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_urging_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_urging_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
    )
    op.create_index("ix_urging_obligation_id", "urging", ["obligation_id"], unique=False)
