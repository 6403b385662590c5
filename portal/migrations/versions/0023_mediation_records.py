"""What is said and shown at the table: sessions, investigations, evidence, agents, participants, clauses, signatures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = (
    "clause_template",
    "case_agent",
    "case_participant",
    "evidence_item",
    "investigation",
    "mediation_session",
    "signature",
    "evidence_scan",
    "investigator",
    "session_attendance",
)


def upgrade() -> None:
    _clause_template()
    _case_agent()
    _case_participant()
    _evidence_item()
    _investigation()
    _mediation_session()
    _signature()
    _evidence_scan()
    _investigator()
    _session_attendance()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _clause_template() -> None:
    op.create_table(
        "clause_template",
        sa.Column("id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("place IN ('agreement', 'session')", name=op.f("ck_clause_template_place")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_clause_template_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_clause_template_entered_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_template")),
    )
    op.create_index(
        "uq_clause_template_title",
        "clause_template",
        ["committee_id", "title"],
        unique=True,
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )


def _case_agent() -> None:
    op.create_table(
        "case_agent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("authority", sa.String(length=10), nullable=False),
        sa.Column("powers", sa.String(length=100), nullable=False),
        sa.Column("matters_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=300), nullable=False),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("authority IN ('general', 'special')", name=op.f("ck_case_agent_authority")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_case_agent_term")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_agent_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_case_agent_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_case_agent_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_case_agent_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_case_agent_party_id_dispute_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_agent")),
    )
    op.create_index("ix_case_agent_case_id", "case_agent", ["case_id"], unique=False)
    op.create_index("ix_case_agent_party_id", "case_agent", ["party_id"], unique=False)


def _case_participant() -> None:
    op.create_table(
        "case_participant",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=100), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("consents_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "kind IN ('relative', 'neighbour', 'colleague', 'professional', 'experienced', 'organisation')",
            name=op.f("ck_case_participant_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_participant_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_case_participant_entered_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_participant")),
    )
    op.create_index("ix_case_participant_case_id", "case_participant", ["case_id"], unique=False)


def _evidence_item() -> None:
    op.create_table(
        "evidence_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("source", sa.String(length=150), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("supplied_by", sa.String(length=100), nullable=False),
        sa.Column("supplied_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_to", sa.String(length=100), nullable=False),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "form IN ('original', 'copy', 'photo', 'object')", name=op.f("ck_evidence_item_form")
        ),
        sa.CheckConstraint(
            "proof IN ('', 'id_card', 'household_book', 'licence', 'representative', 'other')",
            name=op.f("ck_evidence_item_proof"),
        ),
        sa.CheckConstraint(
            "purpose = 'evidence' OR party_id IS NOT NULL",
            name=op.f("ck_evidence_item_a_proof_is_of_a_party"),
        ),
        sa.CheckConstraint("purpose IN ('evidence', 'identity')", name=op.f("ck_evidence_item_purpose")),
        sa.CheckConstraint("pages > 0", name=op.f("ck_evidence_item_pages")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_evidence_item_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_evidence_item_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_evidence_item_party_id_dispute_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint(
            "case_id", "purpose", "position", name=op.f("uq_evidence_item_case_id_purpose_position")
        ),
    )
    op.create_index("ix_evidence_item_party_id", "evidence_item", ["party_id"], unique=False)


def _investigation() -> None:
    op.create_table(
        "investigation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("asked_name", sa.String(length=100), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("cannot_read", sa.Boolean(), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorder", sa.String(length=100), nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("finished_by", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at > started_at", name=op.f("ck_investigation_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_investigation_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_investigation_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_investigation_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by"], ["staff_account.id"], name=op.f("fk_investigation_finished_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_investigation_party_id_dispute_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_investigation_case_id_position")),
    )


def _mediation_session() -> None:
    op.create_table(
        "mediation_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("rights_told", sa.Boolean(), nullable=False),
        sa.Column("recorder", sa.String(length=100), nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("finished_by", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'agreed', 'again', 'failed')", name=op.f("ck_mediation_session_outcome")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at > started_at",
            name=op.f("ck_mediation_session_ends_after_it_starts"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_mediation_session_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_mediation_session_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_mediation_session_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["finished_by"], ["staff_account.id"], name=op.f("fk_mediation_session_finished_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_session")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_mediation_session_case_id_position")),
    )
    op.create_index("ix_mediation_session_started_at", "mediation_session", ["started_at"], unique=False)


def _signature() -> None:
    op.create_table(
        "signature",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("mediator_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("strokes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("device_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.Column("struck_by", KEY, nullable=True),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("kind <> 'seal' OR way = 'seal'", name=op.f("ck_signature_a_seal_is_a_seal")),
        sa.CheckConstraint(
            "kind IN ('party', 'agent', 'mediator', 'investigator', 'asked', 'recorder', 'participant', 'reader', "
            "'witness', 'seal')",
            name=op.f("ck_signature_kind"),
        ),
        sa.CheckConstraint(
            "way IN ('paper', 'screen', 'fingerprint', 'seal')", name=op.f("ck_signature_way")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_signature_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_signature_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_signature_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_signature_mediator_id_mediator")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_signature_party_id_dispute_party")
        ),
        sa.ForeignKeyConstraint(
            ["struck_by"], ["staff_account.id"], name=op.f("fk_signature_struck_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index("ix_signature_case_id", "signature", ["case_id"], unique=False)
    op.create_index("ix_signature_party_id", "signature", ["party_id"], unique=False)
    op.create_index("ix_signature_subject", "signature", ["subject_type", "subject_id"], unique=False)


def _evidence_scan() -> None:
    op.create_table(
        "evidence_scan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_evidence_scan_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_scan_item_id_evidence_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_scan")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_evidence_scan_item_id_position")),
    )


def _investigator() -> None:
    op.create_table(
        "investigator",
        sa.Column("id", KEY, nullable=False),
        sa.Column("investigation_id", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["investigation_id"],
            ["investigation.id"],
            name=op.f("fk_investigator_investigation_id_investigation"),
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_investigator_mediator_id_mediator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigator")),
        sa.UniqueConstraint(
            "investigation_id", "mediator_id", name=op.f("uq_investigator_investigation_id_mediator_id")
        ),
    )
    op.create_index("ix_investigator_mediator_id", "investigator", ["mediator_id"], unique=False)


def _session_attendance() -> None:
    op.create_table(
        "session_attendance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("mediator_id", KEY, nullable=True),
        sa.Column("agent_id", KEY, nullable=True),
        sa.Column("participant_id", KEY, nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN party_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mediator_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agent_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_session_attendance_is_one_of_them"),
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["case_agent.id"], name=op.f("fk_session_attendance_agent_id_case_agent")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_session_attendance_mediator_id_mediator")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["case_participant.id"],
            name=op.f("fk_session_attendance_participant_id_case_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_session_attendance_party_id_dispute_party")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["mediation_session.id"],
            name=op.f("fk_session_attendance_session_id_mediation_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendance")),
    )
    op.create_index("ix_session_attendance_mediator_id", "session_attendance", ["mediator_id"], unique=False)
    op.create_index("ix_session_attendance_session_id", "session_attendance", ["session_id"], unique=False)
