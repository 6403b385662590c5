"""What follows an acceptance: requests to complete, ratings and their call backs, checks of agents, an end without a decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES_BEFORE = (
    "state IN ('draft', 'discarded', 'supplementing', 'refused', 'accepted', 'reviewed', 'decided', 'issued',"
    " 'collected', 'closed', 'withdrawn', 'suspended', 'voided')"
)
STATES_NOW = STATES_BEFORE.replace("'suspended',", "'suspended', 'ended',")
TABLES = ("agent_check", "case_rating", "supplement_request", "rating_callback")


def upgrade() -> None:
    _allow(STATES_NOW)
    _agent_check()
    _case_rating()
    _supplement_request()
    _rating_callback()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("UPDATE application SET state = 'withdrawn' WHERE state = 'ended'")
    _allow(STATES_BEFORE)


def _allow(states: str) -> None:
    """Let an application be in these states."""
    with op.batch_alter_table("application") as table:
        table.drop_constraint(op.f("ck_application_state"), type_="check")
        table.create_check_constraint(op.f("ck_application_state"), states)


def _agent_check() -> None:
    op.create_table(
        "agent_check",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("paper_kind", sa.String(length=20), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", KEY, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["resident.id"], name=op.f("fk_agent_check_agent_id_resident")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_agent_check_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["staff_account.id"], name=op.f("fk_agent_check_checked_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_check")),
        sa.UniqueConstraint("application_id", name=op.f("uq_agent_check_application_id")),
    )
    op.create_index("ix_agent_check_agent_id", "agent_check", ["agent_id"], unique=False)


def _case_rating() -> None:
    op.create_table(
        "case_rating",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("aspects", FACTS, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("way IN ('screen', 'slip', 'phone')", name=op.f("ck_case_rating_way")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_case_rating_level")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_case_rating_round")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_case_rating_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["service_item.id"], name=op.f("fk_case_rating_item_id_service_item")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_rating_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rating")),
        sa.UniqueConstraint("application_id", "round", name=op.f("uq_case_rating_application_id_round")),
    )
    op.create_index("ix_case_rating_item_id", "case_rating", ["item_id"], unique=False)
    op.create_index("ix_case_rating_ledger", "case_rating", ["unit_id", "rated_on", "id"], unique=False)


def _supplement_request() -> None:
    op.create_table(
        "supplement_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("stops_clock", sa.Boolean(), nullable=False),
        sa.Column("was_knowable", sa.Boolean(), nullable=False),
        sa.Column("again_because", sa.String(length=1000), nullable=False),
        sa.Column("defects_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_on IS NULL)", name=op.f("ck_supplement_request_ended_on_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'missed')", name=op.f("ck_supplement_request_state")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_supplement_request_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff_account.id"], name=op.f("fk_supplement_request_asked_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_supplement_request_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["staff_account.id"], name=op.f("fk_supplement_request_ended_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_request")),
        sa.UniqueConstraint(
            "application_id", "round", name=op.f("uq_supplement_request_application_id_round")
        ),
    )
    op.create_index("ix_supplement_request_ledger", "supplement_request", ["asked_on", "id"], unique=False)
    op.create_index("ix_supplement_request_work", "supplement_request", ["state", "due_on"], unique=False)


def _rating_callback() -> None:
    op.create_table(
        "rating_callback",
        sa.Column("id", KEY, nullable=False),
        sa.Column("rating_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("call_by", sa.Date(), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("found_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("done_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("handler_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "(state = 'settled') = (settled_on IS NOT NULL)", name=op.f("ck_rating_callback_settled_on_a_day")
        ),
        sa.CheckConstraint(
            "finding IN ('', 'true', 'partly', 'untrue', 'unclear')", name=op.f("ck_rating_callback_finding")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'contacted', 'settled')", name=op.f("ck_rating_callback_state")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["staff_account.id"], name=op.f("fk_rating_callback_handler_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["case_rating.id"], name=op.f("fk_rating_callback_rating_id_case_rating")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rating_callback_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_callback")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rating_callback_rating_id")),
    )
    op.create_index("ix_rating_callback_handler_id", "rating_callback", ["handler_id"], unique=False)
    op.create_index(
        "ix_rating_callback_work", "rating_callback", ["unit_id", "state", "call_by"], unique=False
    )
