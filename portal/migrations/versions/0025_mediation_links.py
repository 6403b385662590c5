"""Links with courts, police and others: referrals, the three links, petition proxies, and letters of liaison (函)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KINDS_BEFORE = "kind IN ('submission', 'assignment', 'enquiry')"
KINDS_NOW = "kind IN ('submission', 'assignment', 'enquiry', 'liaison')"
TABLES = (
    "link_person",
    "petition_proxy",
    "guidance_visit",
    "community_mediation",
    "guided_case",
    "proxy_matter",
    "referral",
    "station_transfer",
)


def upgrade() -> None:
    _allow(KINDS_NOW)
    _link_person()
    _petition_proxy()
    _guidance_visit()
    _community_mediation()
    _guided_case()
    _proxy_matter()
    _referral()
    _station_transfer()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("UPDATE letter SET kind = 'assignment' WHERE kind = 'liaison'")
    _allow(KINDS_BEFORE)


def _allow(kinds: str) -> None:
    """Let a letter be of these kinds."""
    with op.batch_alter_table("letter") as table:
        table.drop_constraint(op.f("ck_letter_kind"), type_="check")
        table.create_check_constraint(op.f("ck_letter_kind"), kinds)


def _link_person() -> None:
    op.create_table(
        "link_person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("organ", sa.String(length=15), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("organ IN ('court', 'procuratorate')", name=op.f("ck_link_person_organ")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_link_person_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_link_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_person")),
    )
    op.create_index("ix_link_person_list", "link_person", ["unit_id", "valid_to"], unique=False)


def _petition_proxy() -> None:
    op.create_table(
        "petition_proxy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_petition_proxy_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_petition_proxy_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_proxy")),
    )
    op.create_index("ix_petition_proxy_list", "petition_proxy", ["unit_id", "valid_to"], unique=False)


def _guidance_visit() -> None:
    op.create_table(
        "guidance_visit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_guidance_visit_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["link_person.id"], name=op.f("fk_guidance_visit_person_id_link_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_guidance_visit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_visit")),
    )
    op.create_index("ix_guidance_visit_list", "guidance_visit", ["unit_id", "visited_on", "id"], unique=False)
    op.create_index("ix_guidance_visit_person_id", "guidance_visit", ["person_id"], unique=False)


def _community_mediation() -> None:
    op.create_table(
        "community_mediation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("photo_id", KEY, nullable=True),
        sa.Column("shown_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("all_consent", sa.Boolean(), nullable=False),
        sa.Column("covered_id", KEY, nullable=True),
        sa.Column("covered_by", KEY, nullable=True),
        sa.Column("covered_on", sa.Date(), nullable=True),
        sa.Column("publishing", sa.String(length=12), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_where", sa.String(length=200), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "publishing IN ('none', 'ready', 'published', 'taken_down')",
            name=op.f("ck_community_mediation_publishing"),
        ),
        sa.CheckConstraint(
            "covered_id IS NULL OR covered_by IS NOT NULL",
            name=op.f("ck_community_mediation_a_cover_is_declared"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_community_mediation_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["covered_by"], ["staff_account.id"], name=op.f("fk_community_mediation_covered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["covered_id"], ["stored_file.id"], name=op.f("fk_community_mediation_covered_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_community_mediation_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["link_person.id"], name=op.f("fk_community_mediation_person_id_link_person")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["stored_file.id"], name=op.f("fk_community_mediation_photo_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["stored_file.id"], name=op.f("fk_community_mediation_record_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_community_mediation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_mediation")),
        sa.UniqueConstraint("person_id", "case_id", name=op.f("uq_community_mediation_person_id_case_id")),
    )
    op.create_index("ix_community_mediation_case_id", "community_mediation", ["case_id"], unique=False)
    op.create_index(
        "ix_community_mediation_list", "community_mediation", ["unit_id", "held_on", "id"], unique=False
    )


def _guided_case() -> None:
    op.create_table(
        "guided_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_guided_case_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["guidance_visit.id"], name=op.f("fk_guided_case_visit_id_guidance_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guided_case")),
        sa.UniqueConstraint("visit_id", "case_id", name=op.f("uq_guided_case_visit_id_case_id")),
    )
    op.create_index("ix_guided_case_case_id", "guided_case", ["case_id"], unique=False)


def _proxy_matter() -> None:
    op.create_table(
        "proxy_matter",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("proxy_id", KEY, nullable=False),
        sa.Column("petitioner", sa.String(length=100), nullable=False),
        sa.Column("resident_id", KEY, nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("story_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("petition_number", sa.String(length=80), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("authority", sa.String(length=10), nullable=False),
        sa.Column("power_on", sa.Date(), nullable=False),
        sa.Column("power_until", sa.Date(), nullable=True),
        sa.Column("power_id", KEY, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("authority IN ('general', 'special')", name=op.f("ck_proxy_matter_authority")),
        sa.CheckConstraint(
            "state <> 'case' OR case_id IS NOT NULL", name=op.f("ck_proxy_matter_a_case_is_named")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'case', 'answered', 'handed_on', 'withdrawn')",
            name=op.f("ck_proxy_matter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_proxy_matter_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_proxy_matter_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["power_id"], ["stored_file.id"], name=op.f("fk_proxy_matter_power_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["proxy_id"], ["petition_proxy.id"], name=op.f("fk_proxy_matter_proxy_id_petition_proxy")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_proxy_matter_resident_id_resident")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proxy_matter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_matter")),
    )
    op.create_index("ix_proxy_matter_case_id", "proxy_matter", ["case_id"], unique=False)
    op.create_index("ix_proxy_matter_list", "proxy_matter", ["unit_id", "taken_on", "id"], unique=False)
    op.create_index("ix_proxy_matter_proxy_id", "proxy_matter", ["proxy_id"], unique=False)
    op.create_index("ix_proxy_matter_resident_id", "proxy_matter", ["resident_id"], unique=False)


def _referral() -> None:
    op.create_table(
        "referral",
        sa.Column("id", KEY, nullable=False),
        sa.Column("direction", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=True),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("entrusting", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("officer", sa.String(length=100), nullable=False),
        sa.Column("officer_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("consents_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("extended_because", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason_code", sa.String(length=12), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("leniency_asked_on", sa.Date(), nullable=True),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.Column("recalled_because", sa.String(length=300), nullable=False),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "direction = 'out' OR received_on IS NOT NULL", name=op.f("ck_referral_received_day")
        ),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_referral_direction")),
        sa.CheckConstraint(
            "entrusting = '' OR kind = 'court'", name=op.f("ck_referral_only_a_court_entrusts")
        ),
        sa.CheckConstraint("entrusting IN ('', 'before', 'after')", name=op.f("ck_referral_entrusting")),
        sa.CheckConstraint(
            "kind IN ('court', 'police', 'petition', 'procuratorate', 'administrative', 'arbitration', 'street')",
            name=op.f("ck_referral_kind"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'agreed', 'failed', 'refused', 'time_over')", name=op.f("ck_referral_outcome")
        ),
        sa.CheckConstraint(
            "reason_code IN ('', 'not_ours', 'entrusted')", name=op.f("ck_referral_reason_code")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["unit.id"], name=op.f("fk_referral_body_id_unit")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_referral_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_referral_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_referral_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_referral_letter_id_letter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_referral_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_body_id", "referral", ["body_id"], unique=False)
    op.create_index("ix_referral_case_id", "referral", ["case_id"], unique=False)
    op.create_index("ix_referral_due", "referral", ["direction", "due_on"], unique=False)
    op.create_index("ix_referral_letter_id", "referral", ["letter_id"], unique=False)
    op.create_index("ix_referral_register", "referral", ["unit_id", "entered_on", "id"], unique=False)


def _station_transfer() -> None:
    op.create_table(
        "station_transfer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("station", sa.String(length=100), nullable=False),
        sa.Column("room", sa.String(length=100), nullable=False),
        sa.Column("court", sa.String(length=100), nullable=False),
        sa.Column("consents_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'agreed', 'failed', 'withdrawn')",
            name=op.f("ck_station_transfer_state"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["unit.id"], name=op.f("fk_station_transfer_area_id_unit")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["mediation_case.id"], name=op.f("fk_station_transfer_case_id_mediation_case")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_station_transfer_letter_id_letter")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_station_transfer_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_station_transfer_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_transfer")),
    )
    op.create_index("ix_station_transfer_case_id", "station_transfer", ["case_id"], unique=False)
    op.create_index("ix_station_transfer_letter_id", "station_transfer", ["letter_id"], unique=False)
    op.create_index(
        "ix_station_transfer_list", "station_transfer", ["unit_id", "state", "due_on"], unique=False
    )
