"""Paper and files: books of numbers, issued papers with their bytes and printings, check attempts, stored attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "number_series",
    "issued_number",
    "document",
    "document_master",
    "render_task",
    "document_print",
    "check_attempt",
    "stored_file",
)


def upgrade() -> None:
    _number_series()
    _issued_number()
    _document()
    _document_master()
    _render_task()
    _document_print()
    _check_attempt()
    _stored_file()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "unit_id", "kind", "year", "origin", name=op.f("uq_number_series_unit_id_kind_year_origin")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_number_series_unit_id_unit")),
    )


def _issued_number() -> None:
    op.create_table(
        "issued_number",
        sa.Column("id", KEY, nullable=False),
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("used_by", KEY, nullable=True),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("voided_by", KEY, nullable=True),
        sa.Column("voided_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_number")),
        sa.UniqueConstraint("series_id", "sequence", name=op.f("uq_issued_number_series_id_sequence")),
        sa.CheckConstraint("state IN ('used', 'void')", name=op.f("ck_issued_number_state")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_issued_number_series_id_number_series")
        ),
        sa.UniqueConstraint("text", name=op.f("uq_issued_number_text")),
        sa.ForeignKeyConstraint(
            ["used_by"], ["staff_account.id"], name=op.f("fk_issued_number_used_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["staff_account.id"], name=op.f("fk_issued_number_voided_by_staff_account")
        ),
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("paper_format", sa.String(length=10), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("check_code", sa.String(length=8), nullable=False),
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("holder_indexes", FACTS, nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", KEY, nullable=False),
        sa.Column("issued_post_id", KEY, nullable=True),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_reason", sa.String(length=500), nullable=False),
        sa.Column("status_by", KEY, nullable=True),
        sa.Column("status_at", INSTANT, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.CheckConstraint("status IN ('valid', 'replaced', 'void')", name=op.f("ck_document_status")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_document_issued_number_id_issued_number"),
        ),
        sa.UniqueConstraint("check_code", name=op.f("uq_document_check_code")),
        sa.UniqueConstraint("token", name=op.f("uq_document_token")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["staff_account.id"], name=op.f("fk_document_issued_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["issued_post_id"], ["post.id"], name=op.f("fk_document_issued_post_id_post")
        ),
        sa.ForeignKeyConstraint(
            ["status_by"], ["staff_account.id"], name=op.f("fk_document_status_by_staff_account")
        ),
    )
    op.create_index("ix_document_issued_number_id", "document", ["issued_number_id"], unique=False)
    op.create_index("ix_document_replaces_id", "document", ["replaces_id"], unique=False)
    op.create_index("ix_document_subject", "document", ["subject_kind", "subject_id"], unique=False)
    op.create_index("ix_document_unit_id", "document", ["unit_id"], unique=False)


def _document_master() -> None:
    op.create_table(
        "document_master",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=40), nullable=False),
        sa.Column("rendered_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_master")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_master_document_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_master_document_id_document")
        ),
    )
    op.create_index("ix_document_master_sha256", "document_master", ["sha256"], unique=False)


def _render_task() -> None:
    op.create_table(
        "render_task",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_task")),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name=op.f("ck_render_task_state")),
        sa.UniqueConstraint("document_id", name=op.f("uq_render_task_document_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_render_task_document_id_document")
        ),
    )
    op.create_index("ix_render_task_state", "render_task", ["state"], unique=False)


def _document_print() -> None:
    op.create_table(
        "document_print",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("printed_by", KEY, nullable=False),
        sa.Column("printed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_print")),
        sa.UniqueConstraint("document_id", "count", name=op.f("uq_document_print_document_id_count")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_print_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["staff_account.id"], name=op.f("fk_document_print_printed_by_staff_account")
        ),
    )


def _check_attempt() -> None:
    op.create_table(
        "check_attempt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address_index", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_attempt")),
    )
    op.create_index("ix_check_attempt_lookup", "check_attempt", ["address_index", "at"], unique=False)


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("uploaded_by", KEY, nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["staff_account.id"], name=op.f("fk_stored_file_uploaded_by_staff_account")
        ),
    )
