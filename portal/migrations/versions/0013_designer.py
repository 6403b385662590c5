"""Drafts of items made in the browser, and bundles of items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("bundle", "item_draft", "bundle_case", "bundle_line")


def upgrade() -> None:
    _bundle()
    _item_draft()
    _bundle_case()
    _bundle_line()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _bundle() -> None:
    op.create_table(
        "bundle",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("content", FACTS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("code", name=op.f("uq_bundle_code")),
    )


def _item_draft() -> None:
    op.create_table(
        "item_draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("item_id", KEY, nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("content", FACTS, nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("origin_note", sa.String(length=200), nullable=False),
        sa.Column("editors", FACTS, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("started_by", KEY, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("submitted_by", KEY, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("return_reason", sa.String(length=500), nullable=False),
        sa.Column("tested_digest", sa.String(length=64), nullable=False),
        sa.Column("published_version_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "origin IN ('blank', 'example', 'item', 'file')", name=op.f("ck_item_draft_origin")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'submitted', 'published', 'discarded')", name=op.f("ck_item_draft_state")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["service_item.id"], name=op.f("fk_item_draft_item_id_service_item")
        ),
        sa.ForeignKeyConstraint(
            ["published_version_id"],
            ["item_version.id"],
            name=op.f("fk_item_draft_published_version_id_item_version"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["staff_account.id"], name=op.f("fk_item_draft_started_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["staff_account.id"], name=op.f("fk_item_draft_submitted_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_draft")),
    )
    op.create_index("ix_item_draft_code", "item_draft", ["code"], unique=False)
    op.create_index("ix_item_draft_item_id", "item_draft", ["item_id"], unique=False)
    op.create_index("ix_item_draft_state", "item_draft", ["state"], unique=False)


def _bundle_case() -> None:
    op.create_table(
        "bundle_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("bundle_id", KEY, nullable=False),
        sa.Column("content", FACTS, nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("subject_name", sa.String(length=100), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", KEY, nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_case_bundle_id_bundle")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_bundle_case_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_bundle_case_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["staff_account.id"], name=op.f("fk_bundle_case_started_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bundle_case_unit_id_unit")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_bundle_case_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_case")),
        sa.UniqueConstraint("number", name=op.f("uq_bundle_case_number")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_bundle_case_visit_id")),
    )
    op.create_index("ix_bundle_case_bundle_id", "bundle_case", ["bundle_id"], unique=False)
    op.create_index("ix_bundle_case_resident_id", "bundle_case", ["resident_id"], unique=False)
    op.create_index("ix_bundle_case_unit_id", "bundle_case", ["unit_id"], unique=False)


def _bundle_line() -> None:
    op.create_table(
        "bundle_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=False),
        sa.Column("item_name", sa.String(length=100), nullable=False),
        sa.Column("is_included", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("application_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_bundle_line_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["bundle_case.id"], name=op.f("fk_bundle_line_case_id_bundle_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_line")),
        sa.UniqueConstraint("case_id", "item_code", name=op.f("uq_bundle_line_case_id_item_code")),
    )
    op.create_index("ix_bundle_line_application_id", "bundle_line", ["application_id"], unique=False)
