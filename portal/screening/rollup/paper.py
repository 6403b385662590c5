"""Putting a street's report on paper: the frozen figures in the words of the form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock
from portal.screening.ledger.queries import cares_of
from portal.screening.ledger.scale import Level, levels, short_of
from portal.screening.ledger_models import DisputeCare
from portal.screening.models import ReportLine, ScreeningReport
from portal.screening.moments import moment_words
from portal.screening.receiving import receiver_of
from portal.screening.rollup.chain import CHAIN
from portal.screening.rollup.papers import KeyDispute, RollUpPaper, UnitRow
from portal.screening.shares import shares_of
from portal.screening.telling import lateness_of, tell_alike
from portal.units.queries import get_unit

PAPER_KINDS = {"half_month": "半月报", "month": "月报", "year": "年报"}
PAPER_AS_OF = "本期尚未结束，数字截至{moment}"
PAPER_CORRECTION = "第{edition}版，更正原因：{reason}"
PAPER_CLOCK = "签发时计算机时间有倒退，按此前最近一次报送的时间记"
PAPER_TALLY = "应报{owed}份，已报{reported}份（其中零报告{zero}份、迟报{late}份），未报{missing}份"
PAPER_CARRIED = "上期补报{count}件：{numbers}"
PAPER_ISSUE = "{year}年第{number}期"
PAPER_COMMA, PAPER_BETWEEN = "、", "；"
MOST_NUMBERS = 20
KEY_RISKS = ("red", "orange")


def paper_of(report: ScreeningReport) -> RollUpPaper:
    """The report as its paper says it; every figure is the frozen one."""
    duty, more = report.duty, report.figures
    street, day = get_unit(duty.unit_id), clock.today()
    tally, shares, scale = more["tally"], shares_of(report), levels(duty.unit_id, duty.last)
    return RollUpPaper(
        **tell_alike(report, CHAIN),
        office=street.name_on(day),
        office_phone=street.phone,
        office_address=street.address,
        kind=PAPER_KINDS[duty.kind],
        period=duty.label,
        addressee=receiver_of(street, day),
        issue=PAPER_ISSUE.format(year=duty.year, number=duty.number),
        as_of=PAPER_AS_OF.format(moment=moment_words(report.as_of)) if report.as_of else "",
        correction=_correction(report),
        clock_note=PAPER_BETWEEN.join(
            one for one in (lateness_of(report), PAPER_CLOCK if report.clock_was_back else "") if one
        ),
        rate=shares.settled_share,
        overdue_share=shares.overdue_share,
        is_zero=report.is_zero,
        reported=PAPER_TALLY.format(**tally, missing=tally["owed"] - tally["reported"]),
        carried=_carried(more["carried"]),
        units=tuple(_unit_row(row) for row in more["units"]),
        key_levels=PAPER_COMMA.join(short_of(risk, scale) for risk in KEY_RISKS if risk in scale),
        disputes=tuple(_key_disputes(report, scale)),
        phone=report.phone or street.phone,
        drawn_on=day,
    )


def _correction(report: ScreeningReport) -> str:
    if report.edition == 1 or not report.reason:
        return ""
    return PAPER_CORRECTION.format(edition=report.edition, reason=report.reason)


def _carried(numbers: list[str]) -> str:
    if not numbers:
        return ""
    return PAPER_CARRIED.format(count=len(numbers), numbers=PAPER_COMMA.join(numbers[:MOST_NUMBERS]))


def _unit_row(row: dict[str, Any]) -> UnitRow:
    kept = {key: value for key, value in row.items() if key != "unit_id"}
    return UnitRow(**{**kept, "silent": row["owed"] - row["reported"]})


def _key_disputes(report: ScreeningReport, scale: dict[str, Level]) -> list[KeyDispute]:
    lines = [line for line in report.lines if line.in_closing and line.facts["risk"] in KEY_RISKS]
    cares = cares_of([line.dispute_id for line in lines])
    last = report.duty.last
    units = {key: get_unit(key).short_name_on(last) for key in {line.facts["unit_id"] for line in lines}}
    return [
        _key_dispute(line, cares.get(line.dispute_id), scale, units[line.facts["unit_id"]]) for line in lines
    ]


def _key_dispute(
    line: ReportLine, care: DisputeCare | None, scale: dict[str, Level], unit: str
) -> KeyDispute:
    """One open dispute of high risk, at its unit of the period's last day, with who answers for it until when, as that stands
    when the paper is issued."""
    facts = line.facts
    return KeyDispute(
        number=facts["number"],
        title=facts["title"],
        unit=unit,
        category=facts["category"],
        risk=short_of(facts["risk"], scale),
        found_on=dt.date.fromisoformat(facts["found_on"]),
        people=facts["people"],
        responsible=PAPER_COMMA.join(one for one in (care.responsible_unit, care.responsible_person) if one)
        if care
        else "",
        leader=care.leader if care else "",
        limit_on=care.limit_on if care else None,
    )
