"""A street's report: made from the records, read anew, reviewed, issued, sent; corrected when its ground has moved.

Making it freezes figures, lines and the editions that it rests on; whatever changes before the leader signs strikes the
signatures. What was sent is never changed: a correction is the next edition, with its reason.
"""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.screening import freezing
from portal.screening.calendar.standings import standings
from portal.screening.figures import sum_by_unit
from portal.screening.kinds import STREET_PERIODS
from portal.screening.models import ReportDuty, ReportSource, ScreeningReport
from portal.screening.moments import moment
from portal.screening.phones import read_contact_phone
from portal.screening.rollup import ground, zero
from portal.screening.rollup.chain import CHAIN
from portal.screening.rollup.paper import paper_of
from portal.screening.rollup.papers import KIND
from portal.screening.rollup.units import in_force, tally, units_of
from portal.screening.stamping import as_of, lacks_late_reason, must_explain_lateness, seconds_late, stamp
from portal.signoffs import clear, is_complete, sign

MAKE = "screening.make_roll_up"
LONGEST_TEXT, LONGEST_REASON = 3000, 300
TEXTS = ("overview", "problems", "next_steps", "wants_help")


def make_roll_up(
    actor: Actor,
    duty: ReportDuty,
    *,
    version: int | None = None,
    because: str = "",
    zero_said: bool = False,
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Draw up the report of a street's period from the records, and sign as 制表. One that was sent is corrected, with a reason.

    Raises RuleBroken for a period that has not begun, one that is being written already, at `because`, and at `zero_said`
    for a zero that was not said or has no ground (see `zero.say`).
    """
    actor.must(MAKE)
    held = freezing.lock_duty(duty.id)
    held.expect_version(version)
    if held.kind not in STREET_PERIODS:
        raise RuleBroken(None, N_("这是社区的报告，请在排查日历里打开。"))
    if held.first > clock.today():
        raise RuleBroken(None, N_("这一期还没有开始，不能上报。"))
    if freezing.draft_of(held) is not None:
        raise RuleBroken(None, N_("这一期的报告正在填写，请打开它继续。"))
    before = freezing.report_in_force(held)
    if before is not None and not because.strip():
        raise RuleBroken("because", N_("这一期已经签发。请写明为什么要更正。"))
    made = ScreeningReport(
        duty=held,
        edition=freezing.next_edition(held),
        reason_code="correction" if before is not None else "first",
        reason=because.strip()[:300],
        made_by=actor.account_id,
    )
    if before is not None:
        for name in TEXTS:
            setattr(made, name, getattr(before, name))
    session.add(made)
    session.flush()
    _read_records(made, at or moment())
    zero.say(made, zero_said)
    audit.record(actor, MAKE, made, unit=held.unit_id, period=held.label, edition=made.edition)
    sign(actor, made, chain=CHAIN, step="make")
    return made


def read_anew(
    actor: Actor,
    report: ScreeningReport,
    *,
    version: int | None,
    zero_said: bool = False,
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Read the records anew into a report that is not issued yet; signatures given so far are struck, 制表 is signed again.

    A zero is said anew. Raises RuleBroken at `zero_said`, Conflict.
    """
    actor.must(MAKE)
    report.expect_version(version)
    _must_be_draft(report)
    _read_records(report, at or moment())
    zero.say(report, zero_said)
    clear(actor, report, chain=CHAIN, reason=N_("重新读取数据"))
    sign(actor, report, chain=CHAIN, step="make")
    report.touch()
    session.flush()
    audit.record(actor, "screening.read_anew", report, period=report.duty.label, edition=report.edition)
    return report


def write_texts(
    actor: Actor, report: ScreeningReport, *, version: int | None, phone: str = "", **texts: str
) -> ScreeningReport:
    """Write the report's words (总体情况、突出问题、下步措施、需上级协调); signed as 制表 anew, later signatures are struck.

    Raises RuleBroken at the text or at `phone`, Conflict.
    """
    actor.must(MAKE)
    report.expect_version(version)
    _must_be_draft(report)
    for name in TEXTS:
        words = texts.get(name, "").strip()
        if len(words) > LONGEST_TEXT:
            raise RuleBroken(name, N_("最多 %(most)s 个字。"), most=LONGEST_TEXT)
        setattr(report, name, words or None)
    report.phone = read_contact_phone(phone)
    clear(actor, report, chain=CHAIN, reason=N_("修改了文字"))
    sign(actor, report, chain=CHAIN, step="make")
    report.touch()
    session.flush()
    audit.record(actor, "screening.write_texts", report, period=report.duty.label)
    return report


def sign_roll_up(
    actor: Actor,
    report: ScreeningReport,
    *,
    version: int | None,
    step: str,
    note: str = "",
    late_reason: str = "",
    at: dt.datetime | None = None,
) -> ScreeningReport:
    """Sign the next step; with the leader's the report is in force and frozen. Refused while its ground has moved.

    Raises RuleBroken, at `late_reason` where the first report of a period is issued late and nobody said why; Forbidden,
    Conflict.
    """
    report.expect_version(version)
    duty = freezing.lock_duty(report.duty_id)
    _must_be_draft(report)
    if ground.look_at(report).has_moved:
        raise RuleBroken(None, N_("制表以后数据已经变化，请先“重新读取数据”，再签。"))
    sign(actor, report, chain=CHAIN, step=step, note=note)
    report.touch()
    if late_reason.strip():
        report.late_reason = late_reason.strip()[:LONGEST_REASON]
    if is_complete(report, CHAIN):
        _put_in_force(actor, duty, report, at or moment())
    session.flush()
    return report


def wants_late_reason(report: ScreeningReport, at: dt.datetime | None = None) -> bool:
    """Whether the period's first report would be issued late now, and nobody has said why."""
    return lacks_late_reason(report.duty, report.late_reason, stamp(at or moment())[0])


def send_roll_up(
    actor: Actor, report: ScreeningReport, *, version: int | None, on: dt.date
) -> ScreeningReport:
    """Note on which day the issued report went to the district; from then on only a correction changes what is said.

    Raises RuleBroken at `on`, Conflict.
    """
    actor.must("screening.send_roll_up")
    report.expect_version(version)
    if report.state != "filed":
        raise RuleBroken(None, N_("报告要先由分管领导签发，才能报送。"))
    issued = clock.office_time(report.filed_at).date() if report.filed_at else on
    if not issued <= on <= clock.today():
        raise RuleBroken("on", N_("报送日期须在签发之后，不能晚于今天。"))
    report.state, report.sent_on = "sent", on
    session.flush()
    audit.record(actor, "screening.send_roll_up", report, period=report.duty.label, day=on)
    return report


def send_back(actor: Actor, report: ScreeningReport, *, version: int | None, reason: str) -> ScreeningReport:
    """Who reviews or issues hands the draft back with a reason: all signatures are struck, the desk mends it."""
    if not actor.can("screening.issue_roll_up"):
        actor.must("screening.review_roll_up")
    report.expect_version(version)
    _must_be_draft(report)
    clear(actor, report, chain=CHAIN, reason=reason)
    report.touch()
    session.flush()
    audit.record(actor, "screening.send_back", report, period=report.duty.label, reason=reason)
    return report


def drop_draft(actor: Actor, report: ScreeningReport, *, version: int | None, reason: str) -> ScreeningReport:
    """Put a draft aside; it stays readable as withdrawn, and the period can be drawn up again. Raises RuleBroken at `reason`."""
    actor.must(MAKE)
    report.expect_version(version)
    _must_be_draft(report)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明理由。"))
    report.state, report.ended_at, report.reason = "withdrawn", moment(), reason.strip()[:300]
    session.flush()
    audit.record(actor, "screening.drop_draft", report, period=report.duty.label, reason=reason)
    return report


def _put_in_force(actor: Actor, duty: ReportDuty, report: ScreeningReport, at: dt.datetime) -> None:
    before = freezing.report_in_force(duty)
    report.filed_at, report.clock_was_back = stamp(at)
    must_explain_lateness(duty, report.late_reason, report.filed_at)
    report.filed_by, report.signed_at = actor.account_id, report.filed_at
    if before is not None:
        before.state, before.ended_at = "superseded", report.filed_at
        report.late_seconds, report.late_reason = before.late_seconds, before.late_reason
    else:
        report.late_seconds = seconds_late(report.filed_at, duty.due_at)
    report.as_of = as_of(at, duty.last)
    session.flush()
    report.state = "filed"
    session.flush()
    report.document = issue_document(
        actor,
        kind=KIND,
        facts=paper_of(report),
        unit_id=duty.street_id,
        subject=report,
        replaces=before.document if before is not None else None,
    )
    session.flush()
    audit.record(
        actor,
        "screening.issue_roll_up",
        report,
        period=duty.label,
        edition=report.edition,
        found=report.found,
    )


def _read_records(report: ScreeningReport, at: dt.datetime) -> None:
    """Freeze figures, lines, the table of units and the editions that were in force."""
    duty = report.duty
    units = units_of(duty.unit_id, duty.first, duty.last)
    ids = [unit.id for unit in units]
    freezing.freeze(report, ids)
    owed = zero.owed_by(duty, at)
    for row in list(report.sources):
        session.delete(row)
    report.sources.clear()
    session.flush()
    told = standings(owed, at)
    for one in owed:
        report.sources.append(ReportSource(duty=one, source=in_force(one), state=told[one.id].state))
    sums = sum_by_unit(ids, duty.first, duty.last)
    rows = []
    for unit in units:
        mine = tally(told[one.id] for one in owed if one.unit_id == unit.id)
        rows.append({"unit_id": unit.id, "name": unit.name_on(duty.last), **sums[unit.id], **mine.plain()})
    carried = ground.carried_over(duty, ids)
    report.figures = {
        **report.figures,
        "units": rows,
        "tally": tally(told.values()).plain(),
        "carried": [one.number for one in carried],
    }
    session.flush()


def _must_be_draft(report: ScreeningReport) -> None:
    if report.state != "draft":
        raise RuleBroken(None, N_("这份报告已经签发或撤回，不能再改。要改请办理更正。"))
