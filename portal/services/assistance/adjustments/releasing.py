"""A single exception of a batch that was carried out: adjusted after all once what held it is cleared, by two people, or settled
by itself with a reason. A household is never left in a list that nobody answers for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance.adjustments import applying, drawing, reading
from portal.services.assistance.adjustments.actions import APPROVE, PREPARE
from portal.services.assistance.adjustments.figures import ASKED, EXCEPTIONS, SETTLED
from portal.services.assistance.adjustments.models import CHANGE, EXCEPTION, Adjustment, AdjustmentLine
from portal.services.assistance.adjustments.queries import expected_run_month
from portal.services.assistance.months import add_months, month_text, months_from
from portal.services.assistance.rules.terms import Terms

LONGEST = 300


@dataclass(frozen=True)
class Release:
    """What a household would get if it were adjusted now: its line, and the months whose difference is owed."""

    line: drawing.DrawnLine
    months: int


def draw_release(line: AdjustmentLine) -> Release:
    """An exception as it stands now; raises RuleBroken while something holds it, or where it is at the new standard already."""
    now = _as_of_now(line.adjustment)
    row = next((one for one in reading.rows_in_force(now) if one.file_id == line.file_id), None)
    terms = Terms.from_plain(line.adjustment.terms or {})
    drawn = drawing.line_of(now, terms, row) if row is not None else None
    if drawn is None:
        raise RuleBroken(None, N_("这一户已按新标准发放或者不在保，不用随批调整，请选“逐户处理完毕”。"))
    if drawn.kind == EXCEPTION:
        raise RuleBroken(
            None, N_("还不能随批调整：%(reason)s。请先办结，再提出。"), reason=EXCEPTIONS[drawn.reason]
        )
    months = months_from(now.effective_month, now.run_month)
    ahead = [add_months(now.effective_month, n) for n in range(months)]
    workings = drawn.workings or {"months": [[month_text(month), drawn.delta_fen] for month in ahead]}
    return Release(replace(drawn, workings=workings), months)


def ask_release(actor: Actor, line: AdjustmentLine, *, version: int | None, reason: str) -> AdjustmentLine:
    """Propose that one exception is adjusted after all; another person decides. Raises RuleBroken at `reason`, Conflict."""
    actor.must(PREPARE)
    _begin(line, version, "", reason)
    _put(line, draw_release(line).line)
    line.outcome, line.asked_by, line.note = ASKED, actor.account_id, reason.strip()[:LONGEST]
    return _done(actor, line, "ask_release")


def refuse_release(actor: Actor, line: AdjustmentLine, *, version: int | None) -> AdjustmentLine:
    """Leave the exception as one."""
    actor.must(APPROVE)
    _begin(line, version, ASKED)
    line.outcome, line.asked_by, line.note = "", None, ""
    return _done(actor, line, "refuse_release")


def approve_release(actor: Actor, line: AdjustmentLine, *, version: int | None) -> AdjustmentLine:
    """Decide as the second person: the decision and the arrears of this household are written, as the batch would have.

    Raises RuleBroken when the household has moved since it was proposed, Conflict.
    """
    actor.must(APPROVE)
    _begin(line, version, ASKED)
    actor.must_differ_from("assistance.approve_release", line.asked_by)
    release = draw_release(line)
    kept = (line.decision_id, line.new_total_fen, line.arrears_fen)
    if kept != (release.line.decision_id, release.line.new_total_fen, release.line.arrears_fen):
        raise RuleBroken(None, N_("提出以后这一户有变动，请不同意，由经办人重新提出。"))
    line.kind, line.reason, line.outcome = CHANGE, "", ""
    line.settled_by, line.settled_on = actor.account_id, clock.today()
    session.flush()
    applying.apply_release(actor, line.adjustment, months=release.months)
    session.refresh(line)
    return _done(actor, line, "approve_release")


def settle_exception(
    actor: Actor, line: AdjustmentLine, *, version: int | None, reason: str
) -> AdjustmentLine:
    """Say that an exception was settled by itself, and how. Raises RuleBroken at `reason`, Conflict."""
    actor.must(PREPARE)
    _begin(line, version, "", reason)
    line.outcome, line.note = SETTLED, reason.strip()[:LONGEST]
    line.settled_by, line.settled_on = actor.account_id, clock.today()
    return _done(actor, line, "settle_exception")


def _begin(line: AdjustmentLine, version: int | None, outcome: str, reason: str | None = None) -> None:
    line.adjustment.expect_version(version)
    if line.kind != EXCEPTION or line.outcome != outcome or line.adjustment.state != "applied":
        raise RuleBroken(None, N_("这一户现在不能这样办理：批次执行以后，例外户逐户处理一次。"))
    if reason is not None and not reason.strip():
        raise RuleBroken("reason", N_("请写明情况。"))


def _done(actor: Actor, line: AdjustmentLine, verb: str) -> AdjustmentLine:
    line.adjustment.touch()
    session.flush()
    audit.record(actor, f"assistance.{verb}", line.adjustment, number=line.number, reason=line.note)
    return line


def _put(line: AdjustmentLine, drawn: drawing.DrawnLine) -> None:
    for name in drawing.NAMES:
        if name not in {"kind", "reason"}:
            setattr(line, name, getattr(drawn, name))


def _as_of_now(adjustment: Adjustment) -> Adjustment:
    """The batch as it would be entered now: the same standards, from the first month that is not paid. It is never stored."""
    return Adjustment(
        street_id=adjustment.street_id,
        scheme=adjustment.scheme,
        area=adjustment.area,
        old_fen=adjustment.old_fen,
        new_fen=adjustment.new_fen,
        effective_month=adjustment.effective_month,
        run_month=expected_run_month(adjustment.street_id, adjustment.scheme, adjustment.effective_month),
    )
