"""Committees and mediators, mediation cases and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "committee",
    "mediator",
    "committee_member",
    "mediation_case",
    "case_event",
    "case_extension",
    "case_mediator",
    "case_prevention",
    "recusal",
    "rights_telling",
)


def upgrade() -> None:
    _committee()
    _mediator()
    _committee_member()
    _mediation_case()
    _case_event()
    _case_extension()
    _case_mediator()
    _case_prevention()
    _recusal()
    _rights_telling()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _committee() -> None:
    op.create_table(
        "committee",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("speciality", sa.String(length=20), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("term_start", sa.Date(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("has_room", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('village', 'residents', 'street', 'enterprise', 'professional')",
            name=op.f("ck_committee_kind"),
        ),
        sa.CheckConstraint(
            "speciality IN ('', 'land', 'medical', 'labour', 'traffic', 'property', 'circuit', 'other')",
            name=op.f("ck_committee_speciality"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_committee_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_committee_unit_id")),
    )
    op.create_index("ix_committee_term_end", "committee", ["term_end"], unique=False)


def _mediator() -> None:
    op.create_table(
        "mediator",
        sa.Column("id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("layer", sa.String(length=20), nullable=False),
        sa.Column("speciality", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("grid_id", KEY, nullable=True),
        sa.Column("employer", sa.String(length=100), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("left_because", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('full_time', 'part_time')", name=op.f("ck_mediator_kind")),
        sa.CheckConstraint(
            "layer IN ('committee', 'engaged', 'ten_households', 'building', 'enterprise')",
            name=op.f("ck_mediator_layer"),
        ),
        sa.CheckConstraint(
            "speciality IN ('', 'land', 'medical', 'labour', 'traffic', 'property', 'circuit', 'other')",
            name=op.f("ck_mediator_speciality"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_mediator_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_mediator_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["unit.id"], name=op.f("fk_mediator_grid_id_unit")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_mediator_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediator")),
    )
    op.create_index("ix_mediator_account_id", "mediator", ["account_id"], unique=False)
    op.create_index("ix_mediator_list", "mediator", ["committee_id", "valid_to"], unique=False)
    op.create_index("ix_mediator_resident_id", "mediator", ["resident_id"], unique=False)


def _committee_member() -> None:
    op.create_table(
        "committee_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('chair', 'deputy', 'member')", name=op.f("ck_committee_member_role")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_committee_member_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_committee_member_mediator_id_mediator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    op.create_index("ix_committee_member_committee_id", "committee_member", ["committee_id"], unique=False)
    op.create_index("ix_committee_member_mediator_id", "committee_member", ["mediator_id"], unique=False)


def _mediation_case() -> None:
    op.create_table(
        "mediation_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("committee_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_note", sa.String(length=150), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("difficulty", sa.String(length=10), nullable=False),
        sa.Column("is_oral_application", sa.Boolean(), nullable=False),
        sa.Column("is_simple", sa.Boolean(), nullable=False),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("respondent_wish", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("suspended_from", sa.String(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("refusal_code", sa.String(length=20), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("mediating_from", sa.Date(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("end_code", sa.String(length=20), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("remedies_told_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreement_form", sa.String(length=10), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("visit_due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("sued_on", sa.Date(), nullable=True),
        sa.Column("suit_outcome", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "agreement_form IN ('', 'oral', 'written')", name=op.f("ck_mediation_case_agreement_form")
        ),
        sa.CheckConstraint(
            "difficulty IN ('simple', 'general', 'complex')", name=op.f("ck_mediation_case_difficulty")
        ),
        sa.CheckConstraint(
            "end_code IN ('', 'refusal', 'no_accord', 'time_over', 'death', 'sued', 'other')",
            name=op.f("ck_mediation_case_end_code"),
        ),
        sa.CheckConstraint(
            "nature IN ('people', 'administrative', 'judicial')", name=op.f("ck_mediation_case_nature")
        ),
        sa.CheckConstraint(
            "refusal_code IN ('', 'respondent_refuses', 'out_of_scope', 'unclear', 'no_materials', "
            "'exclusive', 'already_taken', 'other')",
            name=op.f("ck_mediation_case_refusal_code"),
        ),
        sa.CheckConstraint(
            "respondent_wish IN ('unknown', 'agrees', 'not_refused', 'refuses')",
            name=op.f("ck_mediation_case_respondent_wish"),
        ),
        sa.CheckConstraint(
            "source IN ('application', 'initiative', 'court', 'procuratorate', 'police', 'petition', "
            "'administrative', 'arbitration', 'street', 'proxy', 'screening')",
            name=op.f("ck_mediation_case_source"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'reviewing', 'refused', 'accepted', 'mediating', 'suspended', 'withdrawn', "
            "'terminated', 'performing', 'breached', 'performed', 'told_to_sue', 'closed', 'archived', "
            "'discarded')",
            name=op.f("ck_mediation_case_state"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["staff_account.id"], name=op.f("fk_mediation_case_accepted_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_mediation_case_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_mediation_case_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_mediation_case_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_mediation_case_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mediation_case_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_case")),
        sa.UniqueConstraint("number", name=op.f("uq_mediation_case_number")),
    )
    op.create_index("ix_mediation_case_committee_id", "mediation_case", ["committee_id"], unique=False)
    op.create_index("ix_mediation_case_dispute_id", "mediation_case", ["dispute_id"], unique=False)
    op.create_index("ix_mediation_case_due", "mediation_case", ["state", "due_on"], unique=False)
    op.create_index("ix_mediation_case_entered_by", "mediation_case", ["entered_by"], unique=False)
    op.create_index(
        "ix_mediation_case_register", "mediation_case", ["unit_id", "accepted_on", "id"], unique=False
    )
    op.create_index("ix_mediation_case_visit_due_on", "mediation_case", ["visit_due_on"], unique=False)


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_case_event_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_event_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_case_event_document_id_document")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_case_event_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index("ix_case_event_case_id", "case_event", ["case_id"], unique=False)


def _case_extension() -> None:
    op.create_table(
        "case_extension",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("consents_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_extension_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_case_extension_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_case_extension_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_extension")),
    )
    op.create_index("ix_case_extension_case_id", "case_extension", ["case_id"], unique=False)


def _case_mediator() -> None:
    op.create_table(
        "case_mediator",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("chosen", sa.String(length=10), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("left_because", sa.String(length=200), nullable=False),
        sa.CheckConstraint("chosen IN ('committee', 'parties')", name=op.f("ck_case_mediator_chosen")),
        sa.CheckConstraint("role IN ('lead', 'joint', 'recorder')", name=op.f("ck_case_mediator_role")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_mediator_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_case_mediator_mediator_id_mediator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mediator")),
    )
    op.create_index("ix_case_mediator_case_id", "case_mediator", ["case_id"], unique=False)
    op.create_index("ix_case_mediator_mediator_id", "case_mediator", ["mediator_id"], unique=False)
    op.create_index(
        "uq_case_mediator_now",
        "case_mediator",
        ["case_id", "mediator_id", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _case_prevention() -> None:
    op.create_table(
        "case_prevention",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('criminal', 'suicide', 'petition', 'brawl')", name=op.f("ck_case_prevention_kind")
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_case_prevention_people")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_case_prevention_case_id_mediation_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_prevention")),
    )
    op.create_index("ix_case_prevention_case_id", "case_prevention", ["case_id"], unique=False)


def _recusal() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("asked_by", sa.String(length=10), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("asked_by IN ('party', 'mediator', 'warning')", name=op.f("ck_recusal_asked_by")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_recusal_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_recusal_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_recusal_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["mediator.id"], name=op.f("fk_recusal_mediator_id_mediator")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_recusal_party_id_dispute_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    op.create_index("ix_recusal_case_id", "recusal", ["case_id"], unique=False)
    op.create_index("ix_recusal_mediator_id", "recusal", ["mediator_id"], unique=False)


def _rights_telling() -> None:
    op.create_table(
        "rights_telling",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("told_by_id", KEY, nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.CheckConstraint("way IN ('oral', 'written')", name=op.f("ck_rights_telling_way")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_rights_telling_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rights_telling_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_rights_telling_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dispute_party.id"], name=op.f("fk_rights_telling_party_id_dispute_party")
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["mediator.id"], name=op.f("fk_rights_telling_told_by_id_mediator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_telling")),
    )
    op.create_index("ix_rights_telling_case_id", "rights_telling", ["case_id"], unique=False)
