"""Withdrawing a report (撤回): the period is silent again, and what was said stays readable."""

from __future__ import annotations

from sqlalchemy import select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.screening import freezing
from portal.screening.filing import rules
from portal.screening.filing.actions.acts import plain_words
from portal.screening.filing.actions.signing import void_paper
from portal.screening.filing.marking import mark_streets
from portal.screening.models import ReportSource, ScreeningReport
from portal.screening.moments import moment

WITHDRAW = "screening.withdraw_report"
PAPER_WITHDRAWN = "已撤回：{reason}"


def withdraw_report(
    actor: Actor, report: ScreeningReport, *, version: int | None, reason: str
) -> ScreeningReport:
    """Take a filed report back: the unit owes it again (应报、未报), the edition stays readable, its paper is void.

    Refused once the street has sent a report that rests on it: then only a correction is open. Raises RuleBroken, Conflict.
    """
    actor.must(WITHDRAW)
    duty = freezing.lock_duty(report.duty_id)
    session.refresh(report)
    rules.must_be_a_unit_s(duty)
    if report.state != "filed":
        raise RuleBroken(None, N_("这一版已经不是现行的报告，请打开最新的一版。"))
    report.expect_version(version)
    why = plain_words(reason, "reason", 300, must=True)
    if is_used(report):
        raise RuleBroken(None, N_("街道已经用这份报告报送了区里，不能撤回。数字有误的，请办理更正。"))
    report.state, report.ended_at = "withdrawn", moment()
    report.reason = why
    void_paper(actor, report, PAPER_WITHDRAWN.format(reason=why))
    session.flush()
    mark_streets(duty)
    audit.record(
        actor,
        WITHDRAW,
        report,
        unit=duty.unit_id,
        period=duty.label,
        edition=report.edition,
        reason=why,
    )
    return report


def is_used(report: ScreeningReport) -> bool:
    """Whether a report that the street has sent rests on this edition, or on an earlier one of its period."""
    statement = (
        select(ReportSource.id)
        .join(ScreeningReport, ReportSource.report_id == ScreeningReport.id)
        .where(
            ReportSource.duty_id == report.duty_id,
            ReportSource.source_id.is_not(None),
            ScreeningReport.sent_on.is_not(None),
        )
    )
    return session.scalar(statement.limit(1)) is not None
