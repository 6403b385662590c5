"""Deliveries, originals in custody, errands, hand-over between shifts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("delivery", "errand", "original", "shift_handover", "errand_line", "original_move")


def upgrade() -> None:
    _delivery()
    _errand()
    _original()
    _shift_handover()
    _errand_line()
    _original_move()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("addressee", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("deliverer_id", KEY, nullable=False),
        sa.Column("second_deliverer", sa.String(length=100), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by", KEY, nullable=False),
        sa.Column("receipt_id", KEY, nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivered_time", sa.String(length=5), nullable=False),
        sa.Column("receiver_kind", sa.String(length=10), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("receiver_relation", sa.String(length=40), nullable=False),
        sa.Column("receiver_reason", sa.String(length=200), nullable=False),
        sa.Column("refusal", sa.String(length=300), nullable=False),
        sa.Column("witness", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("scan_id", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'delivered') = (delivered_on IS NOT NULL)", name=op.f("ck_delivery_delivered_on_a_day")
        ),
        sa.CheckConstraint(
            "method IN ('direct', 'left', 'post', 'commission', 'electronic', 'announcement', 'transfer')",
            name=op.f("ck_delivery_method"),
        ),
        sa.CheckConstraint(
            "receiver_kind IN ('', 'self', 'other', 'none')", name=op.f("ck_delivery_receiver_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'delivered', 'failed', 'void')", name=op.f("ck_delivery_state")
        ),
        sa.ForeignKeyConstraint(
            ["deliverer_id"], ["staff_account.id"], name=op.f("fk_delivery_deliverer_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_delivery_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["staff_account.id"], name=op.f("fk_delivery_prepared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["document.id"], name=op.f("fk_delivery_receipt_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff_account.id"], name=op.f("fk_delivery_recorded_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["stored_file.id"], name=op.f("fk_delivery_scan_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delivery_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_document_id", "delivery", ["document_id"], unique=False)
    op.create_index("ix_delivery_work", "delivery", ["unit_id", "state", "prepared_on"], unique=False)


def _errand() -> None:
    op.create_table(
        "errand",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("principal", sa.String(length=100), nullable=False),
        sa.Column("runner_id", KEY, nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("has_letter", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("office_number", sa.String(length=80), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("receiver_relation", sa.String(length=40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'sent', 'fetched', 'delivered', 'ended')", name=op.f("ck_errand_state")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_errand_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["runner_id"], ["staff_account.id"], name=op.f("fk_errand_runner_id_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_errand_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
        sa.UniqueConstraint("application_id", name=op.f("uq_errand_application_id")),
    )
    op.create_index("ix_errand_work", "errand", ["unit_id", "state", "due_on"], unique=False)


def _original() -> None:
    op.create_table(
        "original",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("material_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.Column("out_since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("paper_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('held', 'out', 'returned', 'lost')", name=op.f("ck_original_state")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_original_application_id_application")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["document.id"], name=op.f("fk_original_paper_id_document")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_original_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original")),
    )
    op.create_index("ix_original_application_id", "original", ["application_id"], unique=False)
    op.create_index("ix_original_work", "original", ["unit_id", "state", "taken_on"], unique=False)


def _shift_handover() -> None:
    op.create_table(
        "shift_handover",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("content", FACTS, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_shift_handover_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["staff_account.id"], name=op.f("fk_shift_handover_from_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["staff_account.id"], name=op.f("fk_shift_handover_to_id_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_shift_handover_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
    )
    op.create_index("ix_shift_handover_list", "shift_handover", ["unit_id", "day", "id"], unique=False)
    op.create_index("ix_shift_handover_to_id", "shift_handover", ["to_id"], unique=False)


def _errand_line() -> None:
    op.create_table(
        "errand_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("errand_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_errand_line_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(["errand_id"], ["errand.id"], name=op.f("fk_errand_line_errand_id_errand")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand_line")),
    )
    op.create_index("ix_errand_line_errand_id", "errand_line", ["errand_id"], unique=False)


def _original_move() -> None:
    op.create_table(
        "original_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("original_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("party", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('take', 'hand_out', 'bring_back', 'give_back', 'lose')",
            name=op.f("ck_original_move_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_original_move_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["original.id"], name=op.f("fk_original_move_original_id_original")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_move")),
    )
    op.create_index("ix_original_move_original_id", "original_move", ["original_id"], unique=False)
