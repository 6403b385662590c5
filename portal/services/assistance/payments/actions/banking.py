"""The file for the bank (送银行): full account numbers leave the house here, with a permission of their own and a reason."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services.assistance.payments import bank, documents
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.states import APPROVED, PAID, SENT
from portal.standards.amounts import figures

LONGEST_REASON = 200


def export_bank_file(actor: Actor, batch: PaymentMonth, *, version: int | None, reason: str) -> PaymentMonth:
    """Make the file of an approved batch, keep its digest, and note in the trail who took it along and why.

    A second export is the same file to the byte; raises RuleBroken where it would not be, and at `reason`.
    """
    actor.must("payments.export_bank_file")
    batch.expect_version(version)
    if batch.state not in (APPROVED, SENT, PAID):
        raise RuleBroken(None, N_("审批以后才能导出银行文件。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明导出用途，会记入操作留痕。"))
    file = bank.make_file(batch)
    if batch.file_digest:
        bank.must_be_the_same(batch, file)
    is_first = not batch.file_digest
    batch.file_digest, batch.export_reason = file.digest, reason.strip()[:LONGEST_REASON]
    batch.exported_at, batch.exported_by = clock.now(), actor.account_id
    if batch.state == APPROVED:
        batch.state = SENT
    session.flush()
    audit.record(
        actor,
        "payments.export_bank_file",
        batch,
        number=batch.number,
        rows=file.rows,
        sum=figures(file.fen),
        digest=file.digest,
        reason=reason.strip(),
    )
    if is_first:
        issue_document(
            actor,
            kind="payment_control_slip",
            facts=documents.control_slip(batch, file, made_by=actor.name),
            unit_id=batch.street_id,
            subject=batch,
        )
    return batch


def note_download(actor: Actor, batch: PaymentMonth) -> None:
    """Note that the file is taken along; raises RuleBroken for somebody who has not given a reason of their own."""
    actor.must("payments.export_bank_file")
    if not batch.file_digest or batch.exported_by != actor.account_id:
        raise RuleBroken(None, N_("请先填写用途，再下载代发文件。"))
    audit.record_afterwards(
        actor,
        "payments.read_bank_file",
        batch,
        number=batch.number,
        digest=batch.file_digest,
        reason=batch.export_reason,
    )
