"""Disputes and their categories, dangers told to the police, tasks of several bodies at once."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("dispute_category", "dispute", "danger_report", "dispute_party", "risk_change", "dispute_task")


# The list of the official statistics (reference A.5) and that of the screening form (B.4), with the line of the second that each
# of the first counts in. An office adds its own later; a dispute keeps the category of its time.
JUSTICE = (
    ("marriage", "婚姻家庭", "", "family"),
    ("neighbours", "邻里", "", "family"),
    ("housing", "房屋宅基地", "", "land"),
    ("contract", "合同", "", "economy"),
    ("business", "生产经营", "", "economy"),
    ("damage", "损害赔偿", "", "other"),
    ("forest_land", "山林土地", "", "land"),
    ("relocation", "征地拆迁", "", "relocation"),
    ("environment", "环境污染", "", "environment"),
    ("labour", "劳动争议", "", "labour"),
    ("migrant_wages", "拖欠农民工工资", "labour", "labour"),
    ("consumer", "消费", "", "economy"),
    ("medical", "医疗", "", "medical"),
    ("traffic", "道路交通事故", "", "other"),
    ("property", "物业", "", "property"),
    ("other", "其他", "", "other"),
)
GOVERNANCE = (
    ("ethnic", "民族宗教"),
    ("veterans", "军转退伍安置"),
    ("relocation", "征地拆迁"),
    ("property", "建筑质量、物业管理"),
    ("land", "土地、矿产、山林、水利及界限权属"),
    ("economy", "经济活动"),
    ("labour", "劳资"),
    ("restructuring", "企业改制"),
    ("environment", "环境污染生态"),
    ("judicial", "司法活动"),
    ("enforcement", "行政执法"),
    ("schools", "大中小学校"),
    ("maritime", "海事渔事"),
    ("officials", "干部作风"),
    ("village", "村务管理"),
    ("rural_assets", "土地承包、三资、农民负担"),
    ("family", "婚姻家庭邻里等民间"),
    ("medical", "医患"),
    ("other", "其他"),
)
SINCE = dt.date(2011, 1, 1)


def upgrade() -> None:
    _dispute_category()
    _categories()
    _dispute()
    _danger_report()
    _dispute_party()
    _risk_change()
    _dispute_task()


def _categories() -> None:
    table = sa.table(
        "dispute_category",
        *(sa.column(n) for n in ("scheme", "code", "name", "parent_code", "governance_code", "position")),
        sa.column("valid_from", sa.Date()),
    )
    rows = [("justice", *line) for line in JUSTICE] + [("governance", *line, "", "") for line in GOVERNANCE]
    op.bulk_insert(
        table,
        [
            {
                "scheme": scheme,
                "code": code,
                "name": name,
                "parent_code": parent,
                "governance_code": governance,
                "position": place,
                "valid_from": SINCE,
            }
            for place, (scheme, code, name, parent, governance) in enumerate(rows, start=1)
        ],
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _dispute_category() -> None:
    op.create_table(
        "dispute_category",
        sa.Column("id", KEY, nullable=False),
        sa.Column("scheme", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_code", sa.String(length=30), nullable=False),
        sa.Column("governance_code", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("scheme IN ('justice', 'governance')", name=op.f("ck_dispute_category_scheme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_category")),
        sa.UniqueConstraint(
            "scheme", "code", "valid_from", name=op.f("uq_dispute_category_scheme_code_valid_from")
        ),
    )


def _dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("grid_id", KEY, nullable=True),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_note", sa.String(length=150), nullable=False),
        sa.Column("category_id", KEY, nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("is_mass", sa.Boolean(), nullable=False),
        sa.Column("risk", sa.String(length=10), nullable=False),
        sa.Column("tends_criminal", sa.Boolean(), nullable=False),
        sa.Column("tends_petition", sa.Boolean(), nullable=False),
        sa.Column("tends_brawl", sa.Boolean(), nullable=False),
        sa.Column("tends_self_harm", sa.Boolean(), nullable=False),
        sa.Column("tends_unrest", sa.Boolean(), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("story_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("demand_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("resolved_way", sa.String(length=20), nullable=False),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "resolved_way IN ('', 'people', 'administrative', 'judicial', 'other')",
            name=op.f("ck_dispute_resolved_way"),
        ),
        sa.CheckConstraint("risk IN ('red', 'orange', 'yellow', 'blue')", name=op.f("ck_dispute_risk")),
        sa.CheckConstraint(
            "source IN ('patrol', 'visit', 'walk_in', 'hotline', 'handed_over', 'ordered', 'application')",
            name=op.f("ck_dispute_source"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'resolved', 'handed_on', 'ended', 'merged')", name=op.f("ck_dispute_state")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["dispute_category.id"], name=op.f("fk_dispute_category_id_dispute_category")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_dispute_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["unit.id"], name=op.f("fk_dispute_grid_id_unit")),
        sa.ForeignKeyConstraint(
            ["issued_number_id"], ["issued_number.id"], name=op.f("fk_dispute_issued_number_id_issued_number")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["dispute.id"], name=op.f("fk_dispute_merged_into_id_dispute")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispute_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("number", name=op.f("uq_dispute_number")),
    )
    op.create_index("ix_dispute_category_id", "dispute", ["category_id"], unique=False)
    op.create_index("ix_dispute_found", "dispute", ["unit_id", "found_on", "id"], unique=False)
    op.create_index("ix_dispute_grid_id", "dispute", ["grid_id"], unique=False)
    op.create_index("ix_dispute_merged_into_id", "dispute", ["merged_into_id"], unique=False)
    op.create_index("ix_dispute_open", "dispute", ["state", "found_on"], unique=False)
    op.create_index("ix_dispute_resolved_on", "dispute", ["resolved_on"], unique=False)


def _danger_report() -> None:
    op.create_table(
        "danger_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("danger", sa.String(length=20), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("station", sa.String(length=100), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("reported_by", KEY, nullable=False),
        sa.Column("seen_by", KEY, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "danger IN ('violence', 'self_harm', 'mass', 'crime')", name=op.f("ck_danger_report_danger")
        ),
        sa.CheckConstraint(
            "way IN ('phone', 'in_person', 'written', 'hotline')", name=op.f("ck_danger_report_way")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_danger_report_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["staff_account.id"], name=op.f("fk_danger_report_reported_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["staff_account.id"], name=op.f("fk_danger_report_seen_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_report")),
    )
    op.create_index("ix_danger_report_dispute_id", "danger_report", ["dispute_id"], unique=False)


def _dispute_party() -> None:
    op.create_table(
        "dispute_party",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cannot_read", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "kind = 'organisation' OR organisation_id IS NULL",
            name=op.f("ck_dispute_party_an_organisation_is_no_person"),
        ),
        sa.CheckConstraint(
            "kind = 'person' OR resident_id IS NULL", name=op.f("ck_dispute_party_a_person_is_a_resident")
        ),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name=op.f("ck_dispute_party_kind")),
        sa.CheckConstraint(
            "side IN ('applicant', 'respondent', 'third')", name=op.f("ck_dispute_party_side")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_party_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_dispute_party_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_dispute_party_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_party")),
    )
    op.create_index("ix_dispute_party_dispute_id", "dispute_party", ["dispute_id"], unique=False)
    op.create_index("ix_dispute_party_organisation_id", "dispute_party", ["organisation_id"], unique=False)
    op.create_index("ix_dispute_party_resident_id", "dispute_party", ["resident_id"], unique=False)


def _risk_change() -> None:
    op.create_table(
        "risk_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("risk", sa.String(length=10), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("set_by", KEY, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("risk IN ('red', 'orange', 'yellow', 'blue')", name=op.f("ck_risk_change_risk")),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_risk_change_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["staff_account.id"], name=op.f("fk_risk_change_set_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_change")),
    )
    op.create_index("ix_risk_change_dispute_id", "risk_change", ["dispute_id"], unique=False)


def _dispute_task() -> None:
    op.create_table(
        "dispute_task",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("body_id", KEY, nullable=True),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("task", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("signed_for_on", sa.Date(), nullable=True),
        sa.Column("signed_for_by", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("person_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("opinion_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_number", sa.String(length=80), nullable=False),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("withdrawn_because", sa.String(length=300), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'joint')", name=op.f("ck_dispute_task_role")),
        sa.CheckConstraint(
            "state IN ('waiting', 'signed_for', 'answered', 'withdrawn')", name=op.f("ck_dispute_task_state")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["unit.id"], name=op.f("fk_dispute_task_body_id_unit")),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_task_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_dispute_task_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_dispute_task_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_dispute_task_made_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_task")),
    )
    op.create_index("ix_dispute_task_body", "dispute_task", ["body_id", "state"], unique=False)
    op.create_index("ix_dispute_task_dispute_id", "dispute_task", ["dispute_id"], unique=False)
    op.create_index("ix_dispute_task_due", "dispute_task", ["state", "due_on"], unique=False)
    op.create_index("ix_dispute_task_letter_id", "dispute_task", ["letter_id"], unique=False)
