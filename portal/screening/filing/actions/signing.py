"""Signing a report (签发): a draft comes into force, and an edition that came by itself gets the secretary's signature."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document, void_document
from portal.documents.models import Document
from portal.errors import N_, RuleBroken
from portal.screening import freezing
from portal.screening.filing import rules
from portal.screening.filing.chain import AUTOMATIC, CHAIN, SIGN
from portal.screening.filing.documents import kind_for, paper_of
from portal.screening.filing.marking import mark_streets
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.stamping import as_of, must_explain_lateness, seconds_late, stamp
from portal.signoffs import sign

PAPER_REPLACED = "已更正为第{edition}版"


def sign_report(
    actor: Actor,
    report: ScreeningReport,
    *,
    version: int | None,
    zero_said: bool = False,
    seen: str = "",
    late_reason: str = "",
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Sign what waits for the secretary: the draft, which is filed with it, or an edition that came by itself.

    The figures are counted anew; a draft that said zero is refused when a dispute was found since. `zero_said` is wanted for
    an edition that came by itself and has nothing new, for a zero is said by a person. Raises RuleBroken, Conflict.
    """
    actor.must(SIGN)
    duty, now = freezing.lock_duty(report.duty_id), at or moment()
    session.refresh(report)
    if report.state == "filed" and report.signed_at is None:
        report.expect_version(version)
        return _sign_automatic(actor, duty, report, zero_said, now)
    if report.state != "draft":
        rules.must_not_be_filed(duty)
        raise RuleBroken(None, N_("这一版已经不是现行的报告，请打开最新的一版。"))
    report.expect_version(version)
    _must_still_hold(duty, report, seen)
    if late_reason.strip():
        report.late_reason = late_reason.strip()[:300]
    must_explain_lateness(duty, report.late_reason, now)
    sign(actor, report, chain=CHAIN, step="sign")
    _put_in_force(actor, duty, report, now)
    _issue(actor, duty, report)
    audit.record(
        actor,
        SIGN,
        report,
        unit=duty.unit_id,
        period=duty.label,
        edition=report.edition,
        found=report.found,
        is_zero=report.is_zero,
        late=report.late_seconds,
    )
    return report


def void_paper(actor: Actor, report: ScreeningReport, reason: str) -> None:
    """The paper of an edition that holds no longer is void: whoever checks it is told so."""
    if report.document is not None and report.document.status == "valid":
        void_document(actor, report.document, reason=reason)


def _must_still_hold(duty: ReportDuty, report: ScreeningReport, seen: str) -> None:
    """What was filled in is still true: the zero is one, or the find still counts; the signer saw these figures."""
    said = report.is_zero
    figures = freezing.freeze(report, [duty.unit_id])
    if said and figures.found:
        rules.must_agree(figures, zero_said=True, field=None)
    if not said and not figures.found:
        raise RuleBroken(None, N_("填报以后，本期的新增已经没有了。请重新填报，没有新增的勾选零报告。"))
    if seen and seen != rules.fingerprint(figures):
        raise RuleBroken(None, N_("您打开页面以后，本期的数字变了。下面已经是新的数字，请核对后再签。"))
    if report.is_zero:
        rules.must_have_looked(duty, report)


def _put_in_force(actor: Actor, duty: ReportDuty, report: ScreeningReport, at: dt.datetime) -> None:
    before = freezing.report_in_force(duty)
    report.filed_at, report.clock_was_back = stamp(at)
    report.filed_by, report.signed_at = actor.account_id, report.filed_at
    report.as_of = as_of(at, duty.last)
    if before is None:
        report.late_seconds = seconds_late(report.filed_at, duty.due_at)
    else:
        report.late_seconds = before.late_seconds
        before.state, before.ended_at = "superseded", report.filed_at
        void_paper(actor, before, PAPER_REPLACED.format(edition=report.edition))
    session.flush()
    report.state = "filed"
    session.flush()
    mark_streets(duty)


def _sign_automatic(
    actor: Actor, duty: ReportDuty, report: ScreeningReport, zero_said: bool, at: dt.datetime
) -> ScreeningReport:
    if report.found == 0:
        if not zero_said:
            raise RuleBroken("zero_said", N_("这一版没有新增。确实没有的，请勾选零报告的这句话再签发。"))
        rules.must_have_looked(duty, report)
        report.is_zero = True
    sign(actor, report, chain=AUTOMATIC, step="sign")
    report.signed_at = at
    report.touch()
    session.flush()
    _issue(actor, duty, report)
    audit.record(actor, SIGN, report, unit=duty.unit_id, period=duty.label, edition=report.edition)
    return report


def _issue(actor: Actor, duty: ReportDuty, report: ScreeningReport) -> None:
    """The paper of the edition, in the unit's own name; it says which one before it is void."""
    paper = issue_document(
        actor,
        kind=kind_for(report),
        facts=paper_of(report),
        unit_id=duty.unit_id,
        subject=report,
        replaces=_paper_before(duty),
    )
    report.document = paper
    session.flush()


def _paper_before(duty: ReportDuty) -> Document | None:
    return session.scalars(
        select(Document)
        .join(ScreeningReport, ScreeningReport.document_id == Document.id)
        .where(ScreeningReport.duty_id == duty.id)
        .order_by(Document.id.desc())
        .limit(1)
    ).first()
