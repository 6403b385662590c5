"""The job that draws up a payment list, with progress; what it does is in `listing`."""

from __future__ import annotations

from portal import audit
from portal.db import session
from portal.errors import N_
from portal.jobs.registry import define_job
from portal.jobs.running import Task
from portal.services.assistance.payments.actions.preparing import JOB
from portal.services.assistance.payments.listing import draw_up
from portal.services.assistance.payments.models import PaymentMonth
from portal.standards.amounts import figures


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


define_job(JOB, N_("编制发放名单"), run, permission="payments.prepare_month")
