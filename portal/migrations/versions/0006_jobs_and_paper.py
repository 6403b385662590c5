"""Long work, the keys that sign papers, the printers on the floor, and the record of printed ledgers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


TABLES = ("signing_key", "printer", "job", "ledger_print")


def upgrade() -> None:
    _signing_key()
    _printer()
    _job()
    _ledger_print()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _signing_key() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("distrusted_since", sa.Date(), nullable=True),
        sa.Column("retire_reason", sa.String(length=500), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("key_id", name=op.f("uq_signing_key_key_id")),
    )
    op.create_index(
        "uq_signing_key_active",
        "signing_key",
        ["is_active"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )


def _printer() -> None:
    op.create_table(
        "printer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("offsets", FACTS, nullable=False),
        sa.Column("is_duplex", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_printer_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_printer_unit_id_name")),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("arguments_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_post_id", KEY, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.String(length=60), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=80), nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("is_cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("result_key", sa.String(length=32), nullable=False),
        sa.Column("result_name", sa.String(length=200), nullable=False),
        sa.Column("result_type", sa.String(length=100), nullable=False),
        sa.Column("result_size", KEY, nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("result_until", INSTANT, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff_account.id"], name=op.f("fk_job_asked_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["asked_post_id"], ["post.id"], name=op.f("fk_job_asked_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_asked_by_asked_at", "job", ["asked_by", "asked_at"], unique=False)
    op.create_index("ix_job_state_not_before", "job", ["state", "not_before"], unique=False)
    op.create_index(
        "uq_job_open_request",
        "job",
        ["request_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'running')"),
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )


def _ledger_print() -> None:
    op.create_table(
        "ledger_print",
        sa.Column("id", KEY, nullable=False),
        sa.Column("check_code", sa.String(length=8), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("page_digests", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("printed_by", KEY, nullable=True),
        sa.Column("printed_post_id", KEY, nullable=True),
        sa.Column("printed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["staff_account.id"], name=op.f("fk_ledger_print_printed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["printed_post_id"], ["post.id"], name=op.f("fk_ledger_print_printed_post_id_post")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ledger_print_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_print")),
        sa.UniqueConstraint("check_code", name=op.f("uq_ledger_print_check_code")),
    )
    op.create_index("ix_ledger_print_sha256", "ledger_print", ["sha256"], unique=False)
    op.create_index("ix_ledger_print_unit_id", "ledger_print", ["unit_id"], unique=False)
