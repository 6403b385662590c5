"""A statistical report is drawn up (which freezes it), signed by three persons, and sent with the last signature."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.mediation.registers import freezing, statistics, team
from portal.mediation.registers.chain import CHAIN
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.models import StatisticsReport
from portal.mediation.registers.papers import (
    KIND,
    ReportLine,
    ReportSection,
    ReportSigner,
    StatisticsPaper,
)
from portal.signoffs import clear, is_complete, printed_signers, sign
from portal.units.models import Unit

DRAW_UP = "mediation.draw_up_statistics"
PAPER_CORRECTS = "本表更正{day}报送的同期报表：{reason}"
MOST_BY_HAND = 1_000_000


def draw_up_statistics(
    actor: Actor,
    *,
    unit: Unit,
    period: Period,
    addressee: str,
    by_hand: Mapping[str, int | None],
    because: str = "",
) -> StatisticsReport:
    """Freeze the figures of a unit and a period, and sign as 填表人. A period that was sent already is corrected, with a reason.

    Raises RuleBroken at `last`, `addressee`, `because` or the figure by hand, Forbidden.
    """
    actor.must(DRAW_UP)
    today = clock.today()
    if period.first > today or period.last < period.first:
        raise RuleBroken("last", N_("统计期的截止日不能早于起始日，起始日不能晚于今天。"))
    if not addressee.strip():
        raise RuleBroken("addressee", N_("请填写报送哪个单位。"))
    for code, value in by_hand.items():
        if value is not None and not 0 <= value <= MOST_BY_HAND:
            raise RuleBroken(code, N_("请填写不小于 0 的整数。"))
    corrects = _to_correct(unit, period, because)
    figures = freezing.freeze(
        statistics.read_statistics(actor, period, unit),
        team.read_team(actor, min(period.last, today), unit),
        by_hand,
    )
    made = StatisticsReport(
        unit_id=unit.id,
        first=period.first,
        last=period.last,
        figures=figures,
        addressee=addressee.strip()[:100],
        drawn_on=today,
        drawn_by=actor.account_id,
        corrects=corrects,
        because=because.strip()[:300],
    )
    session.add(made)
    session.flush()
    audit.record(actor, DRAW_UP, made, unit=unit.id, first=period.first, last=period.last)
    sign(actor, made, chain=CHAIN, step="fill")
    return made


def sign_statistics(
    actor: Actor, report: StatisticsReport, *, version: int | None, step: str, note: str = ""
) -> StatisticsReport:
    """Sign the next step; with the last one the paper is made and the report is sent. Raises RuleBroken, Forbidden, Conflict."""
    report.expect_version(version)
    _must_be_signing(report)
    sign(actor, report, chain=CHAIN, step=step, note=note)
    report.touch()
    if is_complete(report, CHAIN):
        report.state, report.sent_on = "sent", clock.today()
        paper = issue_document(
            actor, kind=KIND, facts=paper_of(report), unit_id=report.unit_id, subject=report
        )
        report.document_id = paper.id
        audit.record(actor, "mediation.send_statistics", report, addressee=report.addressee)
    session.flush()
    return report


def discard_statistics(
    actor: Actor, report: StatisticsReport, *, version: int | None, reason: str
) -> StatisticsReport:
    """Put aside a report that was not sent: figures to mend, or the wrong period. Raises RuleBroken at `reason`, Conflict."""
    actor.must(DRAW_UP)
    report.expect_version(version)
    _must_be_signing(report)
    clear(actor, report, chain=CHAIN, reason=reason)
    report.state, report.because = "discarded", reason.strip()[:300]
    session.flush()
    audit.record(actor, "mediation.discard_statistics", report, reason=report.because)
    return report


def paper_of(report: StatisticsReport) -> StatisticsPaper:
    """The frozen figures as the paper says them."""
    unit, before = report.unit, report.corrects
    figures = report.figures
    return StatisticsPaper(
        office=unit.name_on(report.drawn_on),
        office_phone=unit.phone,
        office_address=unit.address,
        period=statistics.period_words(Period(report.first, report.last)),
        addressee=report.addressee,
        cases=_sections(figures["cases"]),
        team=_sections(figures["team"]),
        team_on=min(report.last, report.drawn_on),
        definitions=tuple(figures["definitions"]),
        corrects=PAPER_CORRECTS.format(day=before.sent_on, reason=report.because) if before else "",
        drawn_on=report.drawn_on,
        signers=tuple(
            ReportSigner(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(report, CHAIN)
        ),
    )


def _sections(plain: list[list[object]]) -> tuple[ReportSection, ...]:
    return tuple(
        ReportSection(
            title=title,
            lines=tuple(
                ReportLine(label=one.label, figure=one.words, unit=one.unit, depth=one.depth) for one in lines
            ),
        )
        for title, lines in freezing.thawed(plain)
    )


def _to_correct(unit: Unit, period: Period, because: str) -> StatisticsReport | None:
    """The report of the same unit and period that was sent, which this one corrects; an unfinished one must be ended first."""
    statement = (
        select(StatisticsReport)
        .where(
            StatisticsReport.unit_id == unit.id,
            StatisticsReport.first == period.first,
            StatisticsReport.last == period.last,
            StatisticsReport.state != "discarded",
        )
        .order_by(StatisticsReport.id.desc())
    )
    before = session.scalars(statement).first()
    if before is not None and before.state == "signing":
        raise RuleBroken(None, N_("这个单位同一统计期的报表正在签名。请先办完，或者作废后重新填表。"))
    if before is not None and not because.strip():
        raise RuleBroken("because", N_("这个单位同一统计期的报表已经报送。确需更正的，请写明原因。"))
    return before


def _must_be_signing(report: StatisticsReport) -> None:
    if report.state != "signing":
        raise RuleBroken(None, N_("这份报表已经报送或者作废，不能再改。需要更正的，请重新填表并写明原因。"))
