"""Weekly screening: what is owed and what was reported; the steps by which a dispute counts, made for those that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import FACTS, INSTANT, KEY

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = (
    "screening_act",
    "special_period",
    "report_duty",
    "special_period_unit",
    "bulletin",
    "chase_list",
    "dispute_care",
    "dispute_progress",
    "dispute_step",
    "grave_report",
    "objection",
    "screening_report",
    "report_line",
    "report_source",
)


STATES = "state IN ('open', 'resolved', 'handed_on', 'ended', 'merged'{more})"


def upgrade() -> None:
    op.add_column(
        "dispute", sa.Column("is_screened", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _allow(STATES.format(more=", 'void'"))
    _screening_act()
    _special_period()
    _report_duty()
    _special_period_unit()
    _bulletin()
    _chase_list()
    _dispute_care()
    _dispute_progress()
    _dispute_step()
    _grave_report()
    _objection()
    _screening_report()
    _report_line()
    _report_source()
    _make_steps()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("UPDATE dispute SET state = 'ended' WHERE state = 'void'")
    _allow(STATES.format(more=""))
    op.drop_column("dispute", "is_screened")


def _allow(states: str) -> None:
    """Let a dispute be in these states."""
    with op.batch_alter_table("dispute") as table:
        table.drop_constraint(op.f("ck_dispute_state"), type_="check")
        table.create_check_constraint(op.f("ck_dispute_state"), states)


def _make_steps() -> None:
    """Disputes ended until now were entries by mistake: they count no more. The others were found, and perhaps resolved."""
    op.execute("UPDATE dispute SET state = 'void' WHERE state = 'ended'")
    columns = 'dispute_id, kind, "on", unit_id, way, note, made_by, created_at'
    for kind, day, way, states in (
        ("found", "found_on", "''", "('open', 'resolved', 'handed_on')"),
        ("resolved", "resolved_on", "resolved_way", "('resolved')"),
    ):
        op.execute(
            f"INSERT INTO dispute_step ({columns}) "
            f"SELECT id, '{kind}', {day}, unit_id, {way}, '', entered_by, created_at "
            f"FROM dispute WHERE state IN {states} AND {day} IS NOT NULL ORDER BY id"
        )
    _count_at_places()


def _count_at_places() -> None:
    """What a grid, committee or department found counts at the community or street above it on that day."""
    place = (
        "SELECT up.parent_id FROM unit_parent AS up WHERE up.unit_id = dispute_step.unit_id "
        'AND up.valid_from <= dispute_step."on" AND (up.valid_to IS NULL OR up.valid_to >= dispute_step."on")'
    )
    low = "SELECT id FROM unit WHERE kind NOT IN ('community', 'street')"
    for _level in range(3):
        op.execute(
            f"UPDATE dispute_step SET unit_id = ({place}) WHERE unit_id IN ({low}) AND EXISTS ({place})"
        )


def _screening_act() -> None:
    op.create_table(
        "screening_act",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("grid_id", KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.Column("struck_because", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('daily', 'round', 'visit', 'desk', 'special')", name=op.f("ck_screening_act_kind")
        ),
        sa.CheckConstraint("hands >= 1 AND times >= 1", name=op.f("ck_screening_act_at_least_one")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_screening_act_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["unit.id"], name=op.f("fk_screening_act_grid_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_screening_act_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_act")),
    )
    op.create_index("ix_screening_act_list", "screening_act", ["unit_id", "day"], unique=False)


def _special_period() -> None:
    op.create_table(
        "special_period",
        sa.Column("id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("ended_early_on", sa.Date(), nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_special_period_in_order")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_special_period_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_special_period_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_period")),
    )
    op.create_index("ix_special_period_street_id", "special_period", ["street_id"], unique=False)


def _report_duty() -> None:
    op.create_table(
        "report_duty",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("special_period_id", KEY, nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('day', 'week', 'half_month', 'month', 'year')", name=op.f("ck_report_duty_kind")
        ),
        sa.CheckConstraint("first <= last", name=op.f("ck_report_duty_in_order")),
        sa.ForeignKeyConstraint(
            ["special_period_id"],
            ["special_period.id"],
            name=op.f("fk_report_duty_special_period_id_special_period"),
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_report_duty_street_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_duty_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_duty")),
        sa.UniqueConstraint("unit_id", "kind", "first", name=op.f("uq_report_duty_unit_id_kind_first")),
    )
    op.create_index("ix_report_duty_due", "report_duty", ["kind", "due_at"], unique=False)
    op.create_index("ix_report_duty_grid", "report_duty", ["street_id", "kind", "first"], unique=False)
    op.create_index("ix_report_duty_special_period_id", "report_duty", ["special_period_id"], unique=False)


def _special_period_unit() -> None:
    op.create_table(
        "special_period_unit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("special_period_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["special_period_id"],
            ["special_period.id"],
            name=op.f("fk_special_period_unit_special_period_id_special_period"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_special_period_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_period_unit")),
        sa.UniqueConstraint(
            "special_period_id", "unit_id", name=op.f("uq_special_period_unit_special_period_id_unit_id")
        ),
    )
    op.create_index("ix_special_period_unit_unit_id", "special_period_unit", ["unit_id"], unique=False)


def _bulletin() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("figures", FACTS, nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'issued', 'replaced', 'withdrawn')", name=op.f("ck_bulletin_state")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_bulletin_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"],
            ["issued_number.id"],
            name=op.f("fk_bulletin_issued_number_id_issued_number"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_bulletin_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["bulletin.id"], name=op.f("fk_bulletin_replaces_id_bulletin")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_bulletin_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("number", name=op.f("uq_bulletin_number")),
    )
    op.create_index("ix_bulletin_document_id", "bulletin", ["document_id"], unique=False)
    op.create_index("ix_bulletin_month", "bulletin", ["street_id", "month"], unique=False)


def _chase_list() -> None:
    op.create_table(
        "chase_list",
        sa.Column("id", KEY, nullable=False),
        sa.Column("street_id", KEY, nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.Column("drawn_by", KEY, nullable=False),
        sa.Column("rows", FACTS, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_chase_list_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["staff_account.id"], name=op.f("fk_chase_list_drawn_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["unit.id"], name=op.f("fk_chase_list_street_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase_list")),
    )
    op.create_index("ix_chase_list_document_id", "chase_list", ["document_id"], unique=False)
    op.create_index("ix_chase_list_street_id", "chase_list", ["street_id"], unique=False)


def _dispute_care() -> None:
    op.create_table(
        "dispute_care",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("responsible_unit_id", KEY, nullable=True),
        sa.Column("responsible_unit", sa.String(length=100), nullable=False),
        sa.Column("responsible_person", sa.String(length=50), nullable=False),
        sa.Column("leader", sa.String(length=50), nullable=False),
        sa.Column("measures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("limit_on", sa.Date(), nullable=True),
        sa.Column("limit_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("limit_because", sa.String(length=200), nullable=False),
        sa.Column("next_visit_on", sa.Date(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("suspended_because", sa.String(length=200), nullable=False),
        sa.Column("escalated_to", sa.String(length=100), nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("escalation_due_on", sa.Date(), nullable=True),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_care_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_unit_id"], ["unit.id"], name=op.f("fk_dispute_care_responsible_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["staff_account.id"], name=op.f("fk_dispute_care_set_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_care")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_dispute_care_dispute_id")),
    )
    op.create_index("ix_dispute_care_limit", "dispute_care", ["limit_on"], unique=False)
    op.create_index(
        "ix_dispute_care_responsible_unit_id", "dispute_care", ["responsible_unit_id"], unique=False
    )


def _dispute_progress() -> None:
    op.create_table(
        "dispute_progress",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_visit", sa.Boolean(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.Column("struck_because", sa.String(length=200), nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_progress_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_dispute_progress_entered_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_progress")),
    )
    op.create_index("ix_dispute_progress_list", "dispute_progress", ["dispute_id", "on", "id"], unique=False)


def _dispute_step() -> None:
    op.create_table(
        "dispute_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("other_unit_id", KEY, nullable=True),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_by", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('found', 'resolved', 'reopened', 'handed_on', 'moved_out', 'moved_in', 'ended')",
            name=op.f("ck_dispute_step_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_step_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_dispute_step_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["other_unit_id"], ["unit.id"], name=op.f("fk_dispute_step_other_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispute_step_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_step")),
    )
    op.create_index("ix_dispute_step_dispute_id", "dispute_step", ["dispute_id"], unique=False)
    op.create_index("ix_dispute_step_figures", "dispute_step", ["unit_id", "on", "kind"], unique=False)


def _grave_report() -> None:
    op.create_table(
        "grave_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_due_at", INSTANT, nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_by", KEY, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('first', 'following', 'final')", name=op.f("ck_grave_report_kind")),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_grave_report_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_grave_report_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_grave_report_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["staff_account.id"], name=op.f("fk_grave_report_seen_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grave_report")),
        sa.UniqueConstraint("dispute_id", "position", name=op.f("uq_grave_report_dispute_id_position")),
    )
    op.create_index("ix_grave_report_document_id", "grave_report", ["document_id"], unique=False)
    op.create_index("ix_grave_report_next_due_at", "grave_report", ["next_due_at"], unique=False)


def _objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("duty_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("ground", sa.String(length=14), nullable=False),
        sa.Column("other_unit_id", KEY, nullable=True),
        sa.Column("other_dispute_id", KEY, nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("raised_by", KEY, nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "ground IN ('not_ours', 'duplicate', 'not_a_dispute')", name=op.f("ck_objection_ground")
        ),
        sa.CheckConstraint("state IN ('open', 'upheld', 'refused')", name=op.f("ck_objection_state")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff_account.id"], name=op.f("fk_objection_decided_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_objection_dispute_id_dispute")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["report_duty.id"], name=op.f("fk_objection_duty_id_report_duty")
        ),
        sa.ForeignKeyConstraint(
            ["other_dispute_id"], ["dispute.id"], name=op.f("fk_objection_other_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(["other_unit_id"], ["unit.id"], name=op.f("fk_objection_other_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["raised_by"], ["staff_account.id"], name=op.f("fk_objection_raised_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_objection_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index("ix_objection_dispute_id", "objection", ["dispute_id"], unique=False)
    op.create_index("ix_objection_duty_id", "objection", ["duty_id"], unique=False)
    op.create_index("ix_objection_unit_id", "objection", ["unit_id"], unique=False)
    op.create_index(
        "uq_objection_open",
        "objection",
        ["dispute_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _screening_report() -> None:
    op.create_table(
        "screening_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("duty_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason_code", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("is_zero", sa.Boolean(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("resolved", sa.Integer(), nullable=False),
        sa.Column("went_out", sa.Integer(), nullable=False),
        sa.Column("came_in", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("figures", FACTS, nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("screeners", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("overview_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("problems_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_steps_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wants_help_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("late_reason", sa.String(length=300), nullable=False),
        sa.Column("late_seconds", sa.Integer(), nullable=False),
        sa.Column("clock_was_back", sa.Boolean(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("filed_by", KEY, nullable=True),
        sa.Column("filed_at", INSTANT, nullable=True),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ground_moved_at", INSTANT, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "reason_code IN ('first', 'found', 'correction', 'objection', 'supplement')",
            name=op.f("ck_screening_report_reason_code"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'filed', 'sent', 'superseded', 'withdrawn')",
            name=op.f("ck_screening_report_state"),
        ),
        sa.CheckConstraint(
            "NOT is_zero OR found = 0", name=op.f("ck_screening_report_zero_means_none_found")
        ),
        sa.CheckConstraint(
            "opening + found + came_in - resolved - went_out = closing",
            name=op.f("ck_screening_report_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_screening_report_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["report_duty.id"], name=op.f("fk_screening_report_duty_id_report_duty")
        ),
        sa.ForeignKeyConstraint(
            ["filed_by"], ["staff_account.id"], name=op.f("fk_screening_report_filed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_screening_report_made_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_report")),
        sa.UniqueConstraint("duty_id", "edition", name=op.f("uq_screening_report_duty_id_edition")),
    )
    op.create_index("ix_screening_report_document_id", "screening_report", ["document_id"], unique=False)
    op.create_index("ix_screening_report_duty", "screening_report", ["duty_id", "state"], unique=False)
    op.create_index("ix_screening_report_filed_at", "screening_report", ["filed_at"], unique=False)
    op.create_index(
        "uq_screening_report_draft",
        "screening_report",
        ["duty_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_screening_report_in_force",
        "screening_report",
        ["duty_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('filed', 'sent')"),
        postgresql_where=sa.text("state IN ('filed', 'sent')"),
    )


def _report_line() -> None:
    op.create_table(
        "report_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_opening", sa.Boolean(), nullable=False),
        sa.Column("in_found", sa.Boolean(), nullable=False),
        sa.Column("in_resolved", sa.Boolean(), nullable=False),
        sa.Column("in_went_out", sa.Boolean(), nullable=False),
        sa.Column("in_came_in", sa.Boolean(), nullable=False),
        sa.Column("in_closing", sa.Boolean(), nullable=False),
        sa.Column("facts", FACTS, nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_report_line_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["screening_report.id"], name=op.f("fk_report_line_report_id_screening_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_line")),
        sa.UniqueConstraint("report_id", "dispute_id", name=op.f("uq_report_line_report_id_dispute_id")),
    )
    op.create_index("ix_report_line_dispute_id", "report_line", ["dispute_id"], unique=False)


def _report_source() -> None:
    op.create_table(
        "report_source",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("duty_id", KEY, nullable=False),
        sa.Column("source_id", KEY, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["report_duty.id"], name=op.f("fk_report_source_duty_id_report_duty")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["screening_report.id"], name=op.f("fk_report_source_report_id_screening_report")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["screening_report.id"], name=op.f("fk_report_source_source_id_screening_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_source")),
        sa.UniqueConstraint("report_id", "duty_id", name=op.f("uq_report_source_report_id_duty_id")),
    )
    op.create_index("ix_report_source_duty_id", "report_source", ["duty_id"], unique=False)
    op.create_index("ix_report_source_source_id", "report_source", ["source_id"], unique=False)
