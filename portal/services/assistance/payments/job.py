"""The jobs of payment months: drawing up a list, and making the file for the bank; what they do is in `listing` and `bank`."""

from __future__ import annotations

from portal import audit
from portal.db import session, transaction
from portal.errors import N_
from portal.jobs.registry import define_job
from portal.jobs.running import Task
from portal.services.assistance.payments import bank
from portal.services.assistance.payments.actions.banking import JOB as BANK_JOB
from portal.services.assistance.payments.actions.banking import note_bank_file
from portal.services.assistance.payments.actions.preparing import JOB
from portal.services.assistance.payments.listing import draw_up
from portal.services.assistance.payments.models import PaymentMonth
from portal.standards.amounts import figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run(task: Task) -> None:
    """Freeze the list of the batch that the job names; the trail says what it came to."""
    month_id = int(task.arguments["month_id"])
    draw_up(month_id, write=task.transaction, advance=task.advance)
    with task.transaction():
        batch = session.get_one(PaymentMonth, month_id)
        audit.record(
            task.actor,
            "payments.freeze_list",
            batch,
            number=batch.number,
            households=batch.households,
            persons=batch.persons,
            sum=figures(batch.net_fen),
        )


def make_bank_file(task: Task) -> None:
    """Make the file of the batch that the job names; a second time it is the same file, or none. Raises RuleBroken."""
    month_id = int(task.arguments["month_id"])
    with transaction("read"):
        file = bank.make_file(session.get_one(PaymentMonth, month_id), advance=task.advance)
    with task.result(file.name, XLSX) as path:
        path.write_bytes(file.content)
    with task.transaction():
        note_bank_file(task.actor, session.get_one(PaymentMonth, month_id, with_for_update=True), file)


define_job(BANK_JOB, N_("生成代发文件"), make_bank_file, permission="payments.export_bank_file")
define_job(JOB, N_("编制发放名单"), run, permission="payments.prepare_month")
