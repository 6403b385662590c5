"""The people who are served: residents, their papers, the spellings of their names, history; households, organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _by_code_point(length: int) -> sa.String:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(length=40), nullable=True),
        sa.Column("legal_representative", sa.String(length=100), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_organisation_credit_code")),
    )
    op.create_index("ix_organisation_name", "organisation", ["name"], unique=False)
    op.create_index("ix_organisation_phone_index", "organisation", ["phone_index"], unique=False)

    op.create_table(
        "resident",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "name_pinyin",
            _by_code_point(1000),
            nullable=False,
        ),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("ethnic_group", sa.String(length=2), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(length=40), nullable=True),
        sa.Column("phone_tail_index", sa.String(length=40), nullable=True),
        sa.Column("household_address", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("grid_id", KEY, nullable=True),
        sa.Column("registered_by_unit_id", KEY, nullable=True),
        sa.Column("death_date", sa.Date(), nullable=True),
        sa.Column("death_source", sa.String(length=200), nullable=False),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("no_document_reason", sa.String(length=200), nullable=False),
        sa.Column("guardian", sa.String(length=200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("sex IN ('0', '1', '2', '9')", name=op.f("ck_resident_sex")),
        sa.CheckConstraint(
            "death_date IS NULL OR birth_date IS NULL OR death_date >= birth_date",
            name=op.f("ck_resident_death_after_birth"),
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_resident_merged_elsewhere")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["unit.id"], name=op.f("fk_resident_grid_id_unit")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["resident.id"], name=op.f("fk_resident_merged_into_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_unit_id"], ["unit.id"], name=op.f("fk_resident_registered_by_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
    )
    op.create_index("ix_resident_grid_id", "resident", ["grid_id"], unique=False)
    op.create_index("ix_resident_merged_into_id", "resident", ["merged_into_id"], unique=False)
    op.create_index("ix_resident_name_birth", "resident", ["name", "birth_date"], unique=False)
    op.create_index("ix_resident_order", "resident", ["name_pinyin", "id"], unique=False)
    op.create_index("ix_resident_phone_index", "resident", ["phone_index"], unique=False)
    op.create_index("ix_resident_phone_tail_index", "resident", ["phone_tail_index"], unique=False)
    op.create_index("ix_resident_registered_by_unit_id", "resident", ["registered_by_unit_id"], unique=False)

    op.create_table(
        "household",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("head_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["head_id"], ["resident.id"], name=op.f("fk_household_head_id_resident")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_household_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_index("ix_household_head_id", "household", ["head_id"], unique=False)
    op.create_index("ix_household_number", "household", ["number"], unique=False)
    op.create_index("ix_household_unit_id", "household", ["unit_id"], unique=False)

    op.create_table(
        "identity_paper",
        sa.Column("id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.String(length=40), nullable=False),
        sa.Column("tail_index", sa.String(length=40), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["resident.id"],
            name=op.f("fk_identity_paper_resident_id_resident"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_paper")),
    )
    op.create_index("ix_identity_paper_number_index", "identity_paper", ["number_index"], unique=False)
    op.create_index("ix_identity_paper_resident_id", "identity_paper", ["resident_id"], unique=False)
    op.create_index("ix_identity_paper_tail_index", "identity_paper", ["tail_index"], unique=False)

    op.create_table(
        "name_gram",
        sa.Column(
            "gram",
            _by_code_point(60),
            nullable=False,
        ),
        sa.Column(
            "sort",
            _by_code_point(60),
            nullable=False,
        ),
        sa.Column("resident_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["resident.id"],
            name=op.f("fk_name_gram_resident_id_resident"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gram", "sort", "resident_id", name=op.f("pk_name_gram")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_gram_resident_id", "name_gram", ["resident_id"], unique=False)

    op.create_table(
        "pending_duplicate",
        sa.Column("id", KEY, nullable=False),
        sa.Column("existing_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_by_name", sa.String(length=100), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_by_name", sa.String(length=100), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused')", name=op.f("ck_pending_duplicate_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff_account.id"], name=op.f("fk_pending_duplicate_asked_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_pending_duplicate_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["existing_id"], ["resident.id"], name=op.f("fk_pending_duplicate_existing_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_pending_duplicate_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pending_duplicate_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_duplicate")),
    )
    op.create_index("ix_pending_duplicate_existing_id", "pending_duplicate", ["existing_id"], unique=False)
    op.create_index("ix_pending_duplicate_resident_id", "pending_duplicate", ["resident_id"], unique=False)
    op.create_index("ix_pending_duplicate_state", "pending_duplicate", ["state"], unique=False)
    op.create_index("ix_pending_duplicate_unit_id", "pending_duplicate", ["unit_id"], unique=False)

    op.create_table(
        "resident_revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("account_name", sa.String(length=100), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_resident_revision_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_revision_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_resident_revision_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_revision")),
    )
    op.create_index(
        "ix_resident_revision_resident_id_id", "resident_revision", ["resident_id", "id"], unique=False
    )

    op.create_table(
        "household_member",
        sa.Column("id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=False),
        sa.Column("resident_id", KEY, nullable=False),
        sa.Column("relation", sa.String(length=2), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_household_member_until_after_since")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_household_member_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_household_member_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
    )
    op.create_index("ix_household_member_household_id", "household_member", ["household_id"], unique=False)
    op.create_index(
        "ix_household_member_resident_id_until", "household_member", ["resident_id", "until"], unique=False
    )


def downgrade() -> None:
    op.drop_table("household_member")
    op.drop_table("resident_revision")
    op.drop_table("pending_duplicate")
    op.drop_table("name_gram")
    op.drop_table("identity_paper")
    op.drop_table("household")
    op.drop_table("resident")
    op.drop_table("organisation")
