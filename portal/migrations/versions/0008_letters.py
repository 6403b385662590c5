"""Signatures of an office's chain, letters to bodies outside with their answers, public notices and published lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.migrations.columns import INSTANT, KEY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("signoff", "letter", "public_notice", "published_list", "letter_answer", "notice_objection")


def upgrade() -> None:
    _signoff()
    _letter()
    _public_notice()
    _published_list()
    _letter_answer()
    _notice_objection()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _signoff() -> None:
    op.create_table(
        "signoff",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("signer_name", sa.String(length=100), nullable=False),
        sa.Column("post_label", sa.String(length=150), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_outside", sa.Boolean(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("struck_at", INSTANT, nullable=True),
        sa.Column("struck_by", KEY, nullable=True),
        sa.Column("struck_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(struck_at IS NULL) = (struck_reason = '')", name=op.f("ck_signoff_struck_with_reason")
        ),
        sa.CheckConstraint("(account_id IS NULL) = is_outside", name=op.f("ck_signoff_outside")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_signoff_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_signoff_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_signoff_post_id_post")),
        sa.ForeignKeyConstraint(
            ["struck_by"], ["staff_account.id"], name=op.f("fk_signoff_struck_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signoff")),
    )
    op.create_index("ix_signoff_account_id", "signoff", ["account_id"], unique=False)
    op.create_index("ix_signoff_subject", "signoff", ["subject_type", "subject_id", "chain"], unique=False)
    op.create_index(
        "uq_signoff_standing",
        "signoff",
        ["subject_type", "subject_id", "chain", "step"],
        unique=True,
        sqlite_where=sa.text("struck_at IS NULL"),
        postgresql_where=sa.text("struck_at IS NULL"),
    )


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("addressee_id", KEY, nullable=True),
        sa.Column("addressee", sa.String(length=100), nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("subject_label", sa.String(length=150), nullable=False),
        sa.Column("subject_href", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("enclosures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_number_id", KEY, nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("drafted_by", KEY, nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", KEY, nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("way_note", sa.String(length=100), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", KEY, nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (sent_on IS NULL) OR state = 'withdrawn'", name=op.f("ck_letter_sent_day")
        ),
        sa.CheckConstraint("kind IN ('submission', 'assignment', 'enquiry')", name=op.f("ck_letter_kind")),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'answered', 'withdrawn')", name=op.f("ck_letter_state")
        ),
        sa.CheckConstraint(
            "way IN ('', 'messenger', 'post', 'electronic', 'fax')", name=op.f("ck_letter_way")
        ),
        sa.ForeignKeyConstraint(["addressee_id"], ["unit.id"], name=op.f("fk_letter_addressee_id_unit")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_letter_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["staff_account.id"], name=op.f("fk_letter_drafted_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["issued_number_id"], ["issued_number.id"], name=op.f("fk_letter_issued_number_id_issued_number")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["staff_account.id"], name=op.f("fk_letter_sent_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["staff_account.id"], name=op.f("fk_letter_withdrawn_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_number")),
    )
    op.create_index("ix_letter_addressee_id", "letter", ["addressee_id"], unique=False)
    op.create_index("ix_letter_list", "letter", ["unit_id", "state", "due_on"], unique=False)
    op.create_index("ix_letter_sent_on", "letter", ["sent_on"], unique=False)
    op.create_index("ix_letter_subject", "letter", ["subject_type", "subject_id"], unique=False)


def _public_notice() -> None:
    op.create_table(
        "public_notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("subject_label", sa.String(length=150), nullable=False),
        sa.Column("subject_href", sa.String(length=200), nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opinion", sa.String(length=500), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("channel_phone", sa.String(length=60), nullable=False),
        sa.Column("channel_place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("post_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("until_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("announced_by", KEY, nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_by", KEY, nullable=True),
        sa.Column("posted_photo_id", KEY, nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", KEY, nullable=True),
        sa.Column("removed_photo_id", KEY, nullable=True),
        sa.Column("slip_document_id", KEY, nullable=True),
        sa.Column("slip_on", sa.Date(), nullable=True),
        sa.Column("slip_result", sa.String(length=12), nullable=False),
        sa.Column("slip_note", sa.String(length=500), nullable=False),
        sa.Column("slip_file_id", KEY, nullable=True),
        sa.Column("slip_by", KEY, nullable=True),
        sa.Column("cancelled_because", sa.String(length=500), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "slip_result IN ('', 'none', 'objections')", name=op.f("ck_public_notice_slip_result")
        ),
        sa.CheckConstraint(
            "state IN ('to_post', 'posted', 'removed', 'reported', 'replaced', 'cancelled')",
            name=op.f("ck_public_notice_state"),
        ),
        sa.CheckConstraint("until > post_on", name=op.f("ck_public_notice_until_after_posting")),
        sa.ForeignKeyConstraint(
            ["announced_by"], ["staff_account.id"], name=op.f("fk_public_notice_announced_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_public_notice_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by"], ["staff_account.id"], name=op.f("fk_public_notice_posted_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["posted_photo_id"], ["stored_file.id"], name=op.f("fk_public_notice_posted_photo_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["staff_account.id"], name=op.f("fk_public_notice_removed_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["removed_photo_id"],
            ["stored_file.id"],
            name=op.f("fk_public_notice_removed_photo_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["public_notice.id"], name=op.f("fk_public_notice_replaces_id_public_notice")
        ),
        sa.ForeignKeyConstraint(
            ["slip_by"], ["staff_account.id"], name=op.f("fk_public_notice_slip_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["slip_document_id"], ["document.id"], name=op.f("fk_public_notice_slip_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["slip_file_id"], ["stored_file.id"], name=op.f("fk_public_notice_slip_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_public_notice_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
    )
    op.create_index("ix_public_notice_subject", "public_notice", ["subject_type", "subject_id"], unique=False)
    op.create_index("ix_public_notice_work", "public_notice", ["unit_id", "state", "post_on"], unique=False)
    op.create_index(
        "uq_public_notice_current",
        "public_notice",
        ["subject_type", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'replaced' AND state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'replaced' AND state <> 'cancelled'"),
    )


def _published_list() -> None:
    op.create_table(
        "published_list",
        sa.Column("id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_published_list_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_account.id"], name=op.f("fk_published_list_made_by_staff_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_published_list_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_list")),
    )
    op.create_index(
        "ix_published_list_source", "published_list", ["unit_id", "source", "as_of"], unique=False
    )


def _letter_answer() -> None:
    op.create_table(
        "letter_answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("signer_post", sa.String(length=100), nullable=False),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('agreed', 'disagreed', 'done', 'not_done', 'confirmed', 'differs', 'no_record', 'returned', 'interim')",
            name=op.f("ck_letter_answer_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff_account.id"], name=op.f("fk_letter_answer_entered_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_letter_answer_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_answer_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_answer")),
    )
    op.create_index("ix_letter_answer_letter_id", "letter_answer", ["letter_id"], unique=False)


def _notice_objection() -> None:
    op.create_table(
        "notice_objection",
        sa.Column("id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("finding_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("record_key", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (outcome = '')", name=op.f("ck_notice_objection_settled_with_outcome")
        ),
        sa.CheckConstraint(
            "channel IN ('phone', 'visit', 'letter', 'online', 'other')",
            name=op.f("ck_notice_objection_channel"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'unfounded', 'again', 'refuse')", name=op.f("ck_notice_objection_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["public_notice.id"], name=op.f("fk_notice_objection_notice_id_public_notice")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["staff_account.id"], name=op.f("fk_notice_objection_recorded_by_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff_account.id"], name=op.f("fk_notice_objection_settled_by_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_objection")),
    )
    op.create_index("ix_notice_objection_notice_id", "notice_objection", ["notice_id"], unique=False)
