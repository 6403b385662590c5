"""The senior cards that were issued; one valid card of a type for each person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "senior_card",
        sa.Column("id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("card_type", sa.String(length=20), nullable=False),
        sa.Column("type_name", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=False),
        sa.Column("ended_by_application_id", KEY, nullable=True),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("photo_file_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("proposal", sa.String(length=20), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("status IN ('valid', 'cancelled', 'lost')", name=op.f("ck_senior_card_status")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_senior_card_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_senior_card_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_application_id"],
            ["application.id"],
            name=op.f("fk_senior_card_ended_by_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_senior_card_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(
            ["photo_file_id"], ["stored_file.id"], name=op.f("fk_senior_card_photo_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["senior_card.id"], name=op.f("fk_senior_card_replaces_id_senior_card")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_senior_card_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_senior_card_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_senior_card")),
        sa.UniqueConstraint("number", name=op.f("uq_senior_card_number")),
    )
    op.create_index("ix_senior_card_application_id", "senior_card", ["application_id"], unique=False)
    op.create_index("ix_senior_card_proposal", "senior_card", ["proposal", "unit_id"], unique=False)
    op.create_index("ix_senior_card_resident_id", "senior_card", ["resident_id"], unique=False)
    op.create_index("ix_senior_card_unit_id", "senior_card", ["unit_id"], unique=False)
    op.create_index(
        "uq_senior_card_one_valid",
        "senior_card",
        ["resident_id", "card_type"],
        unique=True,
        sqlite_where=sa.text("status = 'valid'"),
        postgresql_where=sa.text("status = 'valid'"),
    )


def downgrade() -> None:
    op.drop_table("senior_card")
