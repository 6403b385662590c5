"""Relief rosters with their people and workbooks, and temporary relief with its sum, its district answer and its receipt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("roster", "roster_item", "roster_line", "roster_sheet", "temporary_relief")


def upgrade() -> None:
    _roster()
    _roster_item()
    _roster_line()
    _roster_sheet()
    _temporary_relief()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _roster() -> None:
    op.create_table(
        "roster",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("prepared_by", KEY, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column("settlement", FACTS, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('holiday', 'relief', 'disaster', 'vehicle', 'other')", name=op.f("ck_roster_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'reviewing', 'reviewed', 'agreed', 'settled', 'cancelled')",
            name=op.f("ck_roster_state"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_roster_days_in_order")),
        sa.ForeignKeyConstraint(
            ["issued_number_id"], ["issued_number.id"], name=op.f("fk_roster_issued_number_id_issued_number")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["staff_account.id"], name=op.f("fk_roster_prepared_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_roster_settled_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_roster_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("number", name=op.f("uq_roster_number")),
    )
    op.create_index("ix_roster_list", "roster", ["street_id", "state"], unique=False)


def _roster_item() -> None:
    op.create_table(
        "roster_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("value_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('money', 'goods')", name=op.f("ck_roster_item_kind")),
        sa.CheckConstraint("quantity > 0 AND value_fen >= 0", name=op.f("ck_roster_item_amounts")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_item_roster_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_item")),
        sa.UniqueConstraint("roster_id", "position", name=op.f("uq_roster_item_roster_id_position")),
    )


def _roster_line() -> None:
    op.create_table(
        "roster_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("identity_masked", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("money_fen", sa.BigInteger(), nullable=False),
        sa.Column("goods_fen", sa.BigInteger(), nullable=False),
        sa.Column("has_own_sum", sa.Boolean(), nullable=False),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column("struck_because", sa.String(length=300), nullable=False),
        sa.Column("questioned", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("handed_at", INSTANT, nullable=True),
        sa.Column("handed_by", KEY, nullable=True),
        sa.Column("proxy_name", sa.String(length=100), nullable=False),
        sa.Column("proxy_relation", sa.String(length=50), nullable=False),
        sa.Column("uncollected_because", sa.String(length=300), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(outcome = 'received') = (received_on IS NOT NULL)",
            name=op.f("ck_roster_line_received_on_a_day"),
        ),
        sa.CheckConstraint("origin IN ('condition', 'sheet', 'hand')", name=op.f("ck_roster_line_origin")),
        sa.CheckConstraint(
            "outcome <> 'uncollected' OR uncollected_because <> ''",
            name=op.f("ck_roster_line_uncollected_with_reason"),
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'received', 'uncollected')", name=op.f("ck_roster_line_outcome")
        ),
        sa.CheckConstraint("money_fen >= 0 AND goods_fen >= 0", name=op.f("ck_roster_line_sums")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_roster_line_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by"], ["staff_account.id"], name=op.f("fk_roster_line_handed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_roster_line_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_roster_line_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_line_roster_id_roster")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_line_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_line")),
        sa.UniqueConstraint("roster_id", "resident_id", name=op.f("uq_roster_line_roster_id_resident_id")),
    )
    op.create_index("ix_roster_line_household", "roster_line", ["roster_id", "household_id"], unique=False)
    op.create_index("ix_roster_line_order", "roster_line", ["roster_id", "position"], unique=False)
    op.create_index("ix_roster_line_resident_id", "roster_line", ["resident_id"], unique=False)
    op.create_index("ix_roster_line_unit_id", "roster_line", ["unit_id"], unique=False)


def _roster_sheet() -> None:
    op.create_table(
        "roster_sheet",
        sa.Column("id", KEY, nullable=False),
        sa.Column("roster_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("found", FACTS, nullable=False),
        sa.Column("tried_by", KEY, nullable=False),
        sa.Column("tried_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_sheet_roster_id_roster")),
        sa.ForeignKeyConstraint(
            ["tried_by"], ["staff_account.id"], name=op.f("fk_roster_sheet_tried_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_sheet")),
    )
    op.create_index("ix_roster_sheet_roster_id", "roster_sheet", ["roster_id"], unique=False)


def _temporary_relief() -> None:
    op.create_table(
        "temporary_relief",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("standard_fen", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("goods", sa.String(length=200), nullable=False),
        sa.Column("assessed_by", KEY, nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("first_by", KEY, nullable=True),
        sa.Column("first_because", sa.String(length=300), nullable=False),
        sa.Column("papers_due_on", sa.Date(), nullable=True),
        sa.Column("papers_done_on", sa.Date(), nullable=True),
        sa.Column("district_answer", sa.String(length=10), nullable=False),
        sa.Column("district_number", sa.String(length=80), nullable=False),
        sa.Column("district_on", sa.Date(), nullable=True),
        sa.Column("district_note", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("receiver_relation", sa.String(length=50), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("handed_by", KEY, nullable=True),
        sa.Column("approval_id", KEY, nullable=True),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "district_answer IN ('', 'agreed', 'disagreed')", name=op.f("ck_temporary_relief_district_answer")
        ),
        sa.CheckConstraint("form IN ('cash', 'goods', 'service')", name=op.f("ck_temporary_relief_form")),
        sa.CheckConstraint(
            "NOT is_first OR papers_due_on IS NOT NULL", name=op.f("ck_temporary_relief_first_has_a_limit")
        ),
        sa.CheckConstraint(
            "amount_fen >= 0 AND percent > 0 AND persons > 0", name=op.f("ck_temporary_relief_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_temporary_relief_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["document.id"], name=op.f("fk_temporary_relief_approval_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by"], ["staff_account.id"], name=op.f("fk_temporary_relief_assessed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["first_by"], ["staff_account.id"], name=op.f("fk_temporary_relief_first_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by"], ["staff_account.id"], name=op.f("fk_temporary_relief_handed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["document.id"], name=op.f("fk_temporary_relief_notice_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_temporary_relief_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_temporary_relief_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temporary_relief")),
        sa.UniqueConstraint("application_id", name=op.f("uq_temporary_relief_application_id")),
    )
    op.create_index("ix_temporary_relief_resident_id", "temporary_relief", ["resident_id"], unique=False)
    op.create_index("ix_temporary_relief_unit_id", "temporary_relief", ["unit_id"], unique=False)
