"""The one-stop hall: items and their versions, visits, applications with all that belongs to them, enquiries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations import append_only
from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("code", name=op.f("uq_service_item_code")),
    )
    op.create_table(
        "item_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", FACTS, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("published_by", KEY, nullable=True),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["service_item.id"], name=op.f("fk_item_version_item_id_service_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_version_item_id_number")),
    )
    op.create_table(
        "visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("received_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["received_by"], ["staff_account.id"], name=op.f("fk_visit_received_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_visit_resident_id_resident")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_visit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_resident_id", "visit", ["resident_id"], unique=False)

    op.create_table(
        "application",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("item_version_id", KEY, nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("subject_name", sa.String(length=100), nullable=False),
        sa.Column("agent_id", KEY, nullable=True),
        sa.Column("agent_relation", sa.String(length=40), nullable=False),
        sa.Column("business", sa.String(length=40), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("suspended_from", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("handler_id", KEY, nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("is_on_the_spot", sa.Boolean(), nullable=False),
        sa.Column("is_deemed", sa.Boolean(), nullable=False),
        sa.Column("paper_day", sa.Boolean(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("supplement_due_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("accepted_by", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("suspended_days", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by", KEY, nullable=True),
        sa.Column("review_opinion", sa.String(length=20), nullable=False),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("result_text", sa.String(length=200), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("refusal_code", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.Column("collector_kind", sa.String(length=10), nullable=False),
        sa.Column("collector", sa.String(length=100), nullable=False),
        sa.Column("collector_relation", sa.String(length=40), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("result IN ('', 'granted', 'denied')", name=op.f("ck_application_result")),
        sa.CheckConstraint(
            "state IN ('draft', 'discarded', 'supplementing', 'refused', 'accepted', 'reviewed', 'decided', 'issued',"
            " 'collected', 'closed', 'withdrawn', 'suspended', 'voided')",
            name=op.f("ck_application_state"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN resident_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN household_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_application_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["staff_account.id"], name=op.f("fk_application_accepted_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["resident.id"], name=op.f("fk_application_agent_id_resident")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_application_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["staff_account.id"], name=op.f("fk_application_handler_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_application_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_application_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["service_item.id"], name=op.f("fk_application_item_id_service_item")
        ),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_version.id"], name=op.f("fk_application_item_version_id_item_version")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_application_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_application_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["staff_account.id"], name=op.f("fk_application_reviewed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_application_unit_id_unit")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_application_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    op.create_index("ix_application_agent_id", "application", ["agent_id"], unique=False)
    op.create_index("ix_application_due", "application", ["state", "due_on"], unique=False)
    op.create_index("ix_application_handler_id", "application", ["handler_id"], unique=False)
    op.create_index("ix_application_household_id", "application", ["household_id"], unique=False)
    op.create_index("ix_application_item_id", "application", ["item_id"], unique=False)
    op.create_index("ix_application_ledger", "application", ["unit_id", "accepted_on", "id"], unique=False)
    op.create_index("ix_application_list", "application", ["unit_id", "id"], unique=False)
    op.create_index("ix_application_organisation_id", "application", ["organisation_id"], unique=False)
    op.create_index("ix_application_resident_id", "application", ["resident_id"], unique=False)
    op.create_index("ix_application_visit_id", "application", ["visit_id"], unique=False)

    op.create_table(
        "application_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_application_event_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_event_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_application_event_document_id_document")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_application_event_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    op.create_index(
        "ix_application_event_application_id", "application_event", ["application_id"], unique=False
    )

    op.create_table(
        "application_material",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("promised_by", sa.Date(), nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("checked_by", KEY, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('unchecked', 'received', 'waived', 'missing', 'promised', 'not_needed')",
            name=op.f("ck_application_material_state"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_material_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"],
            ["staff_account.id"],
            name=op.f("fk_application_material_checked_by_staff_account"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_application_material_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_material")),
        sa.UniqueConstraint(
            "application_id", "code", name=op.f("uq_application_material_application_id_code")
        ),
    )
    op.create_index(
        "ix_application_material_promised", "application_material", ["state", "promised_by"], unique=False
    )

    op.create_table(
        "application_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", KEY, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_step_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["staff_account.id"], name=op.f("fk_application_step_done_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
        sa.UniqueConstraint("application_id", "code", name=op.f("uq_application_step_application_id_code")),
    )
    op.create_table(
        "enquiry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("matter", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("next_step", sa.String(length=500), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("received_by", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_enquiry_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["staff_account.id"], name=op.f("fk_enquiry_received_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_enquiry_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_enquiry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index("ix_enquiry_day", "enquiry", ["day"], unique=False)
    op.create_index("ix_enquiry_resident_id", "enquiry", ["resident_id"], unique=False)
    op.create_index("ix_enquiry_unit_id", "enquiry", ["unit_id"], unique=False)

    op.create_table(
        "sample_check",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", KEY, nullable=True),
        sa.Column("is_sound", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_sample_check_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["staff_account.id"], name=op.f("fk_sample_check_checked_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_check")),
        sa.UniqueConstraint("application_id", name=op.f("uq_sample_check_application_id")),
    )
    for table in ("item_version", "application_event"):
        append_only.protect(table)


def downgrade() -> None:
    for table in ("item_version", "application_event"):
        append_only.release(table)
    op.drop_table("sample_check")
    op.drop_table("enquiry")
    op.drop_table("application_step")
    op.drop_table("application_material")
    op.drop_table("application_event")
    op.drop_table("application")
    op.drop_table("visit")
    op.drop_table("item_version")
    op.drop_table("service_item")
