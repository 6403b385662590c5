"""The stock book of pre-printed cards: batches, what became of each serial, counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("card_batch", "card_count", "card_move")


def upgrade() -> None:
    _card_batch()
    _card_count()
    _card_move()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _card_batch() -> None:
    op.create_table(
        "card_batch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("card_type", sa.String(length=20), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("received_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("first > 0 AND last >= first", name=op.f("ck_card_batch_serials")),
        sa.ForeignKeyConstraint(
            ["received_by"], ["staff_account.id"], name=op.f("fk_card_batch_received_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_card_batch_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_batch")),
        sa.UniqueConstraint(
            "unit_id",
            "card_type",
            "prefix",
            "first",
            name=op.f("uq_card_batch_unit_id_card_type_prefix_first"),
        ),
    )
    op.create_index("ix_card_batch_open", "card_batch", ["unit_id", "card_type", "id"], unique=False)


def _card_count() -> None:
    op.create_table(
        "card_count",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("card_type", sa.String(length=20), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("counted_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("expected = found OR note <> ''", name=op.f("ck_card_count_difference_explained")),
        sa.CheckConstraint("expected >= 0 AND found >= 0", name=op.f("ck_card_count_figures")),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["staff_account.id"], name=op.f("fk_card_count_counted_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_card_count_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_count")),
    )
    op.create_index("ix_card_count_unit_id", "card_count", ["unit_id"], unique=False)


def _card_move() -> None:
    op.create_table(
        "card_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("card_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_by", KEY, nullable=False),
        sa.CheckConstraint(
            "kind <> 'issued' OR card_id IS NOT NULL", name=op.f("ck_card_move_issued_to_a_card")
        ),
        sa.CheckConstraint("kind = 'issued' OR reason <> ''", name=op.f("ck_card_move_reason")),
        sa.CheckConstraint("kind IN ('issued', 'spoiled', 'returned')", name=op.f("ck_card_move_kind")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["card_batch.id"], name=op.f("fk_card_move_batch_id_card_batch")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["senior_card.id"], name=op.f("fk_card_move_card_id_senior_card")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"], ["staff_account.id"], name=op.f("fk_card_move_moved_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_move")),
        sa.UniqueConstraint("batch_id", "serial", name=op.f("uq_card_move_batch_id_serial")),
    )
    op.create_index("ix_card_move_card_id", "card_move", ["card_id"], unique=False)
