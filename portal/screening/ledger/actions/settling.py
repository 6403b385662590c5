"""A dispute is settled (化解), opens again, ends unsettled (终结), or was settled by mistake."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.actor import Actor
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.disputes.reach import handlings_of
from portal.errors import N_, RuleBroken
from portal.screening.ledger import queries
from portal.screening.ledger.actions.holding import hold, must_be_open, note, word
from portal.screening.ledger.actions.progressing import write_progress
from portal.screening.ledger.following import begin_care

LONGEST_OUTCOME = 2000
PAPER_OUTCOME = "当时的化解结果：{words}"


def settle(
    actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date, way: str, outcome: str
) -> Dispute:
    """The dispute is settled on a day, by a way, with what came out. A mediation that is running is ended at the case first.

    Raises RuleBroken at the field, Conflict.
    """
    _begin(actor, dispute, version)
    must_be_open(dispute)
    words = word(outcome, "outcome", LONGEST_OUTCOME, wanted=True)
    standing.resolve(actor, dispute, on=on, way=way)
    care = queries.care_of(dispute)
    if care is None:
        care = begin_care(actor, dispute, unit_id=standing.unit_now(dispute))
    care.outcome, care.suspended_on, care.suspended_because = words, None, ""
    return note(actor, "screening.settle", dispute, day=on)


def open_again(actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date, reason: str) -> Dispute:
    """A settled dispute breaks out again from a day on; its limit is counted anew. Raises RuleBroken, Conflict."""
    _begin(actor, dispute, version)
    why = word(reason, "reason", 300, wanted=True)
    if dispute.state != "resolved" or dispute.resolved_on is None:
        raise RuleBroken(None, N_("只有已化解的纠纷才能登记重新激化。"))
    if not dispute.resolved_on <= on <= clock.today():
        raise RuleBroken("on", N_("日期不能早于化解日期，也不能晚于今天。"))
    _lay_outcome_aside(actor, dispute, dispute.resolved_on)
    standing.reopen(actor, dispute, on=on, note=why)
    return note(actor, "screening.open_again", dispute, day=on, reason=why)


def _lay_outcome_aside(actor: Actor, dispute: Dispute, on: dt.date) -> None:
    """What came out the first time is history now: it goes to the progress of its day, and the place is free for the next."""
    care = queries.care_of(dispute)
    if care is not None and care.outcome:
        write_progress(actor, dispute, on=on, text=PAPER_OUTCOME.format(words=care.outcome))
        care.outcome = None


def take_back(actor: Actor, dispute: Dispute, *, version: int | None, reason: str) -> Dispute:
    """The entry that a dispute is settled, went on or ended was wrong: its step counts no more. What a committee's
    agreement settled is not taken back here. Raises RuleBroken, Conflict."""
    _begin(actor, dispute, version)
    why = word(reason, "reason", 300, wanted=True)
    body = queries.settled_by(dispute, handlings_of([dispute.id]).get(dispute.id, []))
    if body:
        raise RuleBroken(None, N_("化解是%(body)s的调解结果，请由调解委员会在案件中更正。"), body=body)
    if standing.take_back(actor, dispute, reason=why) is None:
        raise RuleBroken(None, N_("没有可以撤销的办结登记。"))
    return note(actor, "screening.take_back", dispute, reason=why)


def end(actor: Actor, dispute: Dispute, *, version: int | None, on: dt.date, reason: str) -> Dispute:
    """The dispute ended unsettled: nothing is left to do here. Raises RuleBroken, Conflict."""
    _begin(actor, dispute, version)
    why = word(reason, "reason", 300, wanted=True)
    standing.end(actor, dispute, on=on, note=why)
    return note(actor, "screening.end", dispute, day=on, reason=why)


def must_not_be_mediated(dispute: Dispute) -> None:
    """Raise RuleBroken while a committee works on the dispute: its own end settles it, and nobody else's word does."""
    running = [one for one in handlings_of([dispute.id]).get(dispute.id, []) if one.is_open]
    if running:
        raise RuleBroken(None, N_("%(body)s正在调解，请由调解委员会办结。"), body=running[-1].body)


def _begin(actor: Actor, dispute: Dispute, version: int | None) -> None:
    hold(actor, dispute, version)
    must_not_be_mediated(dispute)
