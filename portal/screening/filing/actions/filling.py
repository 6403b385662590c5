"""Filling in a report: the first draft of a period, the same again by whoever opens it later, and the draft of a correction."""

from __future__ import annotations

import datetime as dt

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, Conflict, RuleBroken
from portal.screening import freezing
from portal.screening.filing import rules
from portal.screening.filing.actions.acts import plain_words
from portal.screening.filing.chain import CHAIN, FILL
from portal.screening.filing.rules import TEXTS, Words
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.moments import moment
from portal.screening.stamping import must_explain_lateness
from portal.signoffs import clear, sign

WORDS = ("scope", "screeners", "phone", "late_reason")


def fill_report(
    actor: Actor,
    duty: ReportDuty,
    *,
    version: int | None,
    words: Words,
    zero_said: bool = False,
    seen: str = "",
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Fill in the report of a period, and sign as 填报. What is there already is changed, if it is the draft that was seen.

    `version` is that of the draft, 0 or less where none was there; `seen` the figures' fingerprint that the page showed.
    Raises RuleBroken at the field, Conflict with the draft that somebody else has written meanwhile.
    """
    actor.must(FILL)
    held, now = freezing.lock_duty(duty.id), at or moment()
    rules.must_be_a_unit_s(held)
    rules.must_have_begun(held, now)
    draft = freezing.draft_of(held)
    if draft is None:
        rules.must_not_be_filed(held)
        if version is not None and version > 0:
            raise RuleBroken(None, N_("这份填报已经不在了，可能有人放弃或撤回了它。请重新打开这一期。"))
    elif version is not None and version != draft.version:
        raise Conflict(draft)
    figures = rules.figures_of(held)
    rules.must_agree(figures, zero_said)
    _must_be_as_seen(rules.fingerprint(figures), seen)
    if zero_said:
        rules.must_have_looked(held, words)
    must_explain_lateness(held, words.late_reason, now)
    report = draft or _first_draft(actor, held)
    rules.write_words(report, words)
    session.flush()
    freezing.freeze(report, [held.unit_id])
    clear(actor, report, chain=CHAIN, reason=N_("重新填报"))
    sign(actor, report, chain=CHAIN, step="fill")
    report.touch()
    session.flush()
    audit.record(
        actor, FILL, report, unit=held.unit_id, period=held.label, edition=report.edition, is_zero=zero_said
    )
    return report


def correct_report(
    actor: Actor, report: ScreeningReport, *, version: int | None, reason: str
) -> ScreeningReport:
    """Begin the correction (更正) of a report in force: a draft with its words, to be filled in and signed like the first.

    The report stays in force, and readable for ever, until the correction is signed. Raises RuleBroken at `reason`, Conflict.
    """
    actor.must(FILL)
    held = freezing.lock_duty(report.duty_id)
    session.refresh(report)
    rules.must_be_a_unit_s(held)
    if freezing.draft_of(held) is not None:
        raise RuleBroken(None, N_("这一期的更正正在填写，请打开它继续。"))
    if report.state != "filed":
        raise RuleBroken(None, N_("这一版已经不是现行的报告，请打开最新的一版。"))
    report.expect_version(version)
    why = plain_words(reason, "reason", 300, must=True)
    made = ScreeningReport(
        duty=held,
        edition=freezing.next_edition(held),
        reason_code="correction",
        reason=why,
        made_by=actor.account_id,
    )
    session.add(made)
    copy_words(report, made)
    session.flush()
    freezing.freeze(made, [held.unit_id])
    made.is_zero = False  # a zero is said anew by whoever fills the correction in
    session.flush()
    audit.record(
        actor,
        "screening.correct_report",
        made,
        unit=held.unit_id,
        period=held.label,
        edition=made.edition,
        reason=why,
    )
    return made


def drop_correction(
    actor: Actor, report: ScreeningReport, *, version: int | None, reason: str
) -> ScreeningReport:
    """Give up a correction that was not signed: it stays readable as withdrawn, the report before it stays in force."""
    actor.must(FILL)
    held = freezing.lock_duty(report.duty_id)
    session.refresh(report)
    report.expect_version(version)
    if report.state != "draft" or freezing.report_in_force(held) is None:
        raise RuleBroken(None, N_("这里没有可以放弃的更正。"))
    report.reason = plain_words(reason, "reason", 300, must=True)
    clear(actor, report, chain=CHAIN, reason=report.reason)
    report.state, report.ended_at = "withdrawn", moment()
    session.flush()
    audit.record(
        actor,
        "screening.drop_correction",
        report,
        unit=held.unit_id,
        period=held.label,
        edition=report.edition,
        reason=report.reason,
    )
    return report


def copy_words(source: ScreeningReport, target: ScreeningReport, *, texts: bool = True) -> None:
    """Take over what was typed into another edition; without `texts` only scope, screeners, phone and the reason of lateness."""
    for name in (*WORDS, *(TEXTS if texts else ())):
        setattr(target, name, getattr(source, name))


def _first_draft(actor: Actor, duty: ReportDuty) -> ScreeningReport:
    made = ScreeningReport(duty=duty, edition=freezing.next_edition(duty), made_by=actor.account_id)
    session.add(made)
    return made


def _must_be_as_seen(now: str, seen: str) -> None:
    if seen and seen != now:
        raise RuleBroken(None, N_("您打开页面以后，本期的数字变了。下面已经是新的数字，请核对后再提交。"))
