"""What must hold before a report is filled in or signed: its time has begun, a zero is a zero, lateness is explained."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.disputes.models import Dispute
from portal.errors import N_, RuleBroken
from portal.screening.figures import SIX, Figures, count_figures
from portal.screening.filing.actions.acts import plain_words
from portal.screening.freezing import count_acts, load_disputes, report_in_force
from portal.screening.kinds import UNIT_PERIODS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.screening.phones import read_contact_phone

LONGEST_TEXT = 3000
TEXTS = ("overview", "problems", "next_steps", "wants_help")
MOST_LISTED = 12
PAPER_BETWEEN = "；"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a person adds to the figures, as it was typed."""

    scope: str = ""
    screeners: str = ""
    phone: str = ""
    late_reason: str = ""
    overview: str = ""
    problems: str = ""
    next_steps: str = ""
    wants_help: str = ""


def write_words(report: ScreeningReport, words: Words) -> None:
    """Write what was typed into a draft; raises RuleBroken at the field."""
    report.scope = plain_words(words.scope, "scope", 300)
    report.screeners = plain_words(words.screeners, "screeners", 200)
    report.phone = read_contact_phone(words.phone)
    report.late_reason = plain_words(words.late_reason, "late_reason", 300)
    for name in TEXTS:
        typed = getattr(words, name).strip()
        if len(typed) > LONGEST_TEXT:
            raise RuleBroken(name, N_("最多 %(most)s 个字。"), most=LONGEST_TEXT)
        setattr(report, name, typed or None)


def must_be_a_unit_s(duty: ReportDuty) -> None:
    """Raise RuleBroken for a street's report, which is drawn up elsewhere."""
    if duty.kind not in UNIT_PERIODS:
        raise RuleBroken(None, N_("这是街道的报告，请在“半月报、月报、年报”里办理。"))


def must_have_begun(duty: ReportDuty, at: dt.datetime) -> None:
    """Raise RuleBroken for a period that lies ahead."""
    if duty.first > clock.office_time(at).date():
        raise RuleBroken(
            None, N_("%(period)s从 %(day)s 才开始，不能提前上报。"), period=duty.label, day=duty.first
        )


def must_not_be_filed(duty: ReportDuty) -> None:
    """Raise RuleBroken, saying who filed and when, where a report is in force."""
    there = report_in_force(duty)
    if there is not None:
        raise RuleBroken(
            None,
            N_("%(period)s已由%(who)s于 %(when)s 上报（第 %(edition)s 版），没有再报一次。要改请办理更正。"),
            period=duty.label,
            who=there.filer.name if there.filer else "",
            when=f"{clock.office_time(there.filed_at):%Y-%m-%d %H:%M}",
            edition=there.edition,
        )


def figures_of(duty: ReportDuty) -> Figures:
    """The figures of the duty's unit as its disputes stand now."""
    return count_figures([duty.unit_id], duty.first, duty.last)


def fingerprint(figures: Figures) -> str:
    """The six figures as a form carries them, to tell whether they changed while its reader was looking."""
    six = figures.six()
    return "-".join(str(six[name]) for name in SIX)


def found_in(figures: Figures) -> list[Dispute]:
    """The disputes that were found in the period: what stands against a zero report."""
    keys = figures.of("found")
    disputes = load_disputes(keys)
    return [disputes[key] for key in keys]


def must_agree(figures: Figures, zero_said: bool, field: str | None = "zero_said") -> None:
    """A zero report is said by a person, and only where nothing was found. Raises RuleBroken with the records against it."""
    if figures.found and zero_said:
        found = found_in(figures)
        listed = PAPER_BETWEEN.join(f"{one.found_on} {one.number} {one.title}" for one in found[:MOST_LISTED])
        raise RuleBroken(
            field,
            N_(
                "不能零报告：本期已登记 %(n)s 件纠纷（%(listed)s）。请如实上报；登记有误的，在列表里对那一件提出异议。"
            ),
            n=len(found),
            listed=listed,
        )
    if not figures.found and not zero_said:
        raise RuleBroken(
            field, N_("本期没有登记新的纠纷。确实没有的，请勾选零报告的这句话；有的，请先登记纠纷。")
        )


def must_have_looked(duty: ReportDuty, said: Words | ScreeningReport) -> None:
    """Nobody reports zero who did not look: at least one screening act, its scope and who took part. Raises RuleBroken."""
    if not count_acts([duty.unit_id], duty.first, duty.last)[0]:
        raise RuleBroken(
            "act_place", N_("零报告必须有排查记录：请先登记本期至少一次排查（时间、地点、次数）。")
        )
    for name in ("scope", "screeners"):
        if not getattr(said, name).strip():
            raise RuleBroken(name, N_("零报告必须写明排查范围和排查人员。"))


def last_report(unit_id: int, before: dt.date) -> ScreeningReport | None:
    """The unit's newest week that was filed before a period: its scope and screeners are likely the same again."""
    return session.scalars(
        select(ScreeningReport)
        .join(ReportDuty)
        .where(
            ReportDuty.unit_id == unit_id,
            ReportDuty.kind.in_(sorted(UNIT_PERIODS)),
            ReportDuty.first < before,
            ScreeningReport.filed_at.is_not(None),
            ScreeningReport.scope != "",
        )
        .order_by(ReportDuty.first.desc(), ScreeningReport.edition.desc())
        .limit(1)
    ).first()
