"""Birth registrations, and the follow-up of newborns: notices, children, visits, needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("newborn_notice", "newborn_child", "birth_registration", "newborn_visit", "newborn_need")


def upgrade() -> None:
    _newborn_notice()
    _newborn_child()
    _birth_registration()
    _newborn_visit()
    _newborn_need()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _newborn_notice() -> None:
    op.create_table(
        "newborn_notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("event_number", sa.String(length=40), nullable=False),
        sa.Column("hospital", sa.String(length=100), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("born_at", sa.String(length=5), nullable=False),
        sa.Column("mother_name", sa.String(length=100), nullable=False),
        sa.Column("paper_kind", sa.String(length=30), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.String(length=40), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("is_opted_out", sa.Boolean(), nullable=False),
        sa.Column("mother_id", KEY, nullable=True),
        sa.Column("matching", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_note", sa.String(length=300), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "matching IN ('unique', 'several', 'none', 'chosen')", name=op.f("ck_newborn_notice_matching")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'matched', 'dispatched', 'referred', 'stopped', 'closed')",
            name=op.f("ck_newborn_notice_state"),
        ),
        sa.ForeignKeyConstraint(
            ["mother_id"], ["resident.id"], name=op.f("fk_newborn_notice_mother_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["staff_account.id"], name=op.f("fk_newborn_notice_received_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_newborn_notice_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newborn_notice")),
        sa.UniqueConstraint("unit_id", "event_number", name=op.f("uq_newborn_notice_unit_id_event_number")),
    )
    op.create_index("ix_newborn_notice_list", "newborn_notice", ["unit_id", "state", "id"], unique=False)
    op.create_index("ix_newborn_notice_mother_id", "newborn_notice", ["mother_id"], unique=False)
    op.create_index("ix_newborn_notice_number_index", "newborn_notice", ["number_index"], unique=False)


def _newborn_child() -> None:
    op.create_table(
        "newborn_child",
        sa.Column("id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.CheckConstraint("sex IN ('0', '1', '2', '9')", name=op.f("ck_newborn_child_sex")),
        sa.CheckConstraint("state IN ('alive', 'lost')", name=op.f("ck_newborn_child_state")),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["newborn_notice.id"],
            name=op.f("fk_newborn_child_notice_id_newborn_notice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newborn_child")),
        sa.UniqueConstraint("notice_id", "sequence", name=op.f("uq_newborn_child_notice_id_sequence")),
    )


def _birth_registration() -> None:
    op.create_table(
        "birth_registration",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("business", sa.String(length=20), nullable=False),
        sa.Column("mother_id", KEY, nullable=True),
        sa.Column("father_id", KEY, nullable=True),
        sa.Column("birth_order", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("newborns", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "status IN ('valid', 'replaced', 'voided')", name=op.f("ck_birth_registration_status")
        ),
        sa.CheckConstraint("mother_id <> father_id", name=op.f("ck_birth_registration_two_people")),
        sa.CheckConstraint(
            "mother_id IS NOT NULL OR father_id IS NOT NULL", name=op.f("ck_birth_registration_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_birth_registration_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_birth_registration_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["father_id"], ["resident.id"], name=op.f("fk_birth_registration_father_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_birth_registration_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(
            ["mother_id"], ["resident.id"], name=op.f("fk_birth_registration_mother_id_resident")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["birth_registration.id"],
            name=op.f("fk_birth_registration_replaces_id_birth_registration"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_birth_registration_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_birth_registration")),
        sa.UniqueConstraint("number", name=op.f("uq_birth_registration_number")),
    )
    op.create_index(
        "ix_birth_registration_application_id", "birth_registration", ["application_id"], unique=False
    )
    op.create_index("ix_birth_registration_father_id", "birth_registration", ["father_id"], unique=False)
    op.create_index(
        "ix_birth_registration_ledger", "birth_registration", ["unit_id", "issued_on", "id"], unique=False
    )
    op.create_index("ix_birth_registration_mother_id", "birth_registration", ["mother_id"], unique=False)


def _newborn_visit() -> None:
    op.create_table(
        "newborn_visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("dispatched_on", sa.Date(), nullable=False),
        sa.Column("dispatched_by", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("visited_by", KEY, nullable=True),
        sa.Column("visitor", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "result IN ('', 'home', 'moved', 'declined', 'elsewhere')", name=op.f("ck_newborn_visit_result")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'visited', 'closed', 'returned', 'stopped')",
            name=op.f("ck_newborn_visit_state"),
        ),
        sa.ForeignKeyConstraint(
            ["dispatched_by"], ["staff_account.id"], name=op.f("fk_newborn_visit_dispatched_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_newborn_visit_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["newborn_notice.id"], name=op.f("fk_newborn_visit_notice_id_newborn_notice")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_newborn_visit_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["visited_by"], ["staff_account.id"], name=op.f("fk_newborn_visit_visited_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newborn_visit")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_newborn_visit_notice_id")),
    )
    op.create_index("ix_newborn_visit_list", "newborn_visit", ["unit_id", "state", "due_on"], unique=False)


def _newborn_need() -> None:
    op.create_table(
        "newborn_need",
        sa.Column("id", KEY, nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "code IN ('hukou', 'insurance', 'allowance', 'vaccination', 'subsidy')",
            name=op.f("ck_newborn_need_code"),
        ),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_newborn_need_state")),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["newborn_visit.id"],
            name=op.f("fk_newborn_need_visit_id_newborn_visit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newborn_need")),
        sa.UniqueConstraint("visit_id", "code", name=op.f("uq_newborn_need_visit_id_code")),
    )
