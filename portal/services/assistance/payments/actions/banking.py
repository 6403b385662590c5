"""The file for the bank (送银行): full account numbers leave the house here, with a permission of their own and a reason.

Twenty thousand lines take their time, so the file is made by a job (`payments.make_bank_file`) and offered on the month's page.
"""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.jobs import actions as jobs
from portal.jobs.models import Job
from portal.jobs.queries import find_job
from portal.services.assistance.payments import bank, documents
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.states import APPROVED, PAID, SENT
from portal.standards.amounts import figures

JOB = "payments.make_bank_file"
LONGEST_REASON = 200
PAPER_TITLE = "{number} 代发文件"
_EXPORTED = frozenset({APPROVED, SENT, PAID})


def export_bank_file(actor: Actor, batch: PaymentMonth, *, version: int | None, reason: str) -> Job:
    """Ask for the file of an approved batch, with the reason; asked for twice while it is being made, it is made once.

    Raises RuleBroken before the approval and at `reason`, Conflict when out of date.
    """
    actor.must("payments.export_bank_file")
    batch.expect_version(version)
    if batch.state not in _EXPORTED:
        raise RuleBroken(None, N_("审批以后才能导出银行文件。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明导出用途，会记入操作留痕。"))
    batch.export_reason, batch.exported_by = reason.strip()[:LONGEST_REASON], actor.account_id
    title = PAPER_TITLE.format(number=batch.number)
    job = jobs.ask_for(actor, JOB, title=title, arguments={"month_id": batch.id}, total=batch.households)
    batch.bank_job_id = job.id
    session.flush()
    return job


def note_bank_file(actor: Actor, batch: PaymentMonth, file: bank.BankFile) -> None:
    """The file was made: keep its digest and who took it along why; at the first time the batch is sent and its slip issued.

    Raises RuleBroken for a file that is not the first one to the byte.
    """
    if batch.state not in _EXPORTED:
        raise RuleBroken(None, N_("审批以后才能导出银行文件。"))
    is_first = not batch.file_digest
    if not is_first:
        bank.must_be_the_same(batch, file)
    batch.file_digest, batch.exported_at = file.digest, clock.now()
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
        reason=batch.export_reason,
    )
    if is_first:
        issue_document(
            actor,
            kind="payment_control_slip",
            facts=documents.control_slip(batch, file, made_by=actor.name),
            unit_id=batch.street_id,
            subject=batch,
        )


def bank_job(batch: PaymentMonth) -> Job | None:
    """The job that makes, or made, the file of a batch last; None before the first."""
    return find_job(batch.bank_job_id) if batch.bank_job_id else None


def note_download(actor: Actor, batch: PaymentMonth) -> Job:
    """Note that the file is taken along, and give the job that has it.

    Raises RuleBroken for somebody who has not given a reason of their own, and where the file is not there (any more).
    """
    actor.must("payments.export_bank_file")
    if batch.exported_by != actor.account_id:
        raise RuleBroken(None, N_("请先填写用途，再下载代发文件。"))
    job = bank_job(batch)
    if job is None or not job.result_key:
        raise RuleBroken(None, N_("代发文件还没有生成，或者已过保存期限，请重新导出。"))
    audit.record_afterwards(
        actor,
        "payments.read_bank_file",
        batch,
        number=batch.number,
        digest=batch.file_digest,
        reason=batch.export_reason,
    )
    return job
