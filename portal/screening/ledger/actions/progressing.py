"""What was done about a dispute, a dated entry each (进展), visits among them. A wrong one is struck with its reason."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.disputes.kinds import NOT_COUNTED
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening.ledger import queries
from portal.screening.ledger.actions.holding import must_be_past, word
from portal.screening.ledger.scale import level_of, visit_from
from portal.screening.ledger_models import DisputeProgress

LONGEST = 2000


def add_progress(
    actor: Actor,
    dispute: Dispute,
    *,
    on: dt.date,
    text: str,
    is_visit: bool = False,
    is_answer: bool = False,
) -> DisputeProgress:
    """Write down what was done on a day; a visit moves the next one, an answer from above ends the wait for it.

    Two people may write at once: nothing of the other is lost. Raises RuleBroken at the field.
    """
    queries.must_keep(actor, dispute)
    must_be_past(dispute, on)
    if dispute.state in NOT_COUNTED:
        raise RuleBroken(None, N_("这件纠纷已不计，不能再登记进展。"))
    row = write_progress(
        actor, dispute, on=on, text=word(text, "text", LONGEST, wanted=True), is_visit=is_visit
    )
    care = queries.care_of(dispute)
    if care is not None and is_visit:
        nearest = visit_from(level_of(dispute.risk, dispute.unit_id), on)
        if nearest is None or care.next_visit_on is None or nearest > care.next_visit_on:
            care.next_visit_on = nearest
    if care is not None and is_answer:
        care.escalation_due_on = None
    session.flush()
    audit.record(actor, "screening.add_progress", dispute, number=dispute.number, day=on)
    return row


def write_progress(
    actor: Actor, dispute: Dispute, *, on: dt.date, text: str, is_visit: bool = False
) -> DisputeProgress:
    """Lay down an entry whose right and words were checked; what another verb did may stand among the progress."""
    row = DisputeProgress(dispute_id=dispute.id, on=on, is_visit=is_visit, entered_by=actor.account_id)
    row.text = text
    session.add(row)
    return row


def strike_progress(actor: Actor, row: DisputeProgress, *, reason: str) -> DisputeProgress:
    """An entry was wrong: it stays to be read, with the reason. Raises RuleBroken at `reason`."""
    queries.must_keep(actor, row.dispute)
    if row.struck_at is not None:
        raise RuleBroken(None, N_("这一条已经划去。"))
    row.struck_because = word(reason, "reason", 200, wanted=True)
    row.struck_at = clock.now()
    session.flush()
    audit.record(actor, "screening.strike_progress", row.dispute, number=row.dispute.number)
    return row
