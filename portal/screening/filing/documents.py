"""A filed report turned into the frozen facts of its paper. Nothing here issues a paper."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from portal import clock, settings
from portal.screening import practice
from portal.screening.filing.chain import chain_for
from portal.screening.filing.papers import (
    KIND_REPORT,
    KIND_ZERO,
    ActLine,
    DisputeLine,
    UnitReport,
)
from portal.screening.filing.queries import list_acts_of
from portal.screening.ledger.scale import Level, levels, short_of
from portal.screening.models import ReportDuty, ReportLine, ScreeningReport
from portal.screening.moments import moment_words
from portal.screening.telling import lateness_of, tell_alike
from portal.standards.periods import AGAIN
from portal.units.queries import get_unit

PAPER_KINDS = {"week": "周报", "day": "日报（特殊时段）"}
PAPER_ISSUE = {"week": "{year}年第{number}期", "day": "{year}年日报第{number}期"}
PAPER_WAYS = {
    "daily": "两排查（日排查）",
    "round": "集中排查",
    "visit": "入户走访",
    "desk": "来访接待",
    "special": "专项排查",
}
PAPER_OUTCOMES = (
    ("in_resolved", "已化解"),
    ("in_went_out", "已移交、上报或转出"),
    ("in_closing", "在化解"),
)
PAPER_NEW = "本期新增，"
PAPER_CAME = "本期转入，"
PAPER_NOTHING_NEW = "无新增，在化解{closing}件。"
PAPER_AS_OF = "本期尚未结束，数字截至{moment}。"
PAPER_CLOCK = "报送时计算机时间有倒退，按此前最近一次报送的时间记。"
PAPER_CORRECTION = "第{edition}版。更正原因：{reason}。此前各版留存备查。"
PAPER_DAY = "{0.year}年{0.month}月{0.day}日"
PAPER_FROM_TO = "{first}至{last}"
PAPER_SHORT_DAY = "{0.month}月{0.day}日"
PAPER_COMMA = "、"
PAPER_MORE = "等{count}处"
LONGEST_PLACES = 60


def kind_for(report: ScreeningReport) -> str:
    """Which paper an edition is: a zero report sheet, or the report with its figures."""
    return KIND_ZERO if report.is_zero else KIND_REPORT


def paper_of(report: ScreeningReport) -> UnitReport:
    """The edition as its paper says it; every figure is the frozen one."""
    duty = report.duty
    unit, filed = get_unit(duty.unit_id), report.filed_at or clock.now()
    day, alike = clock.office_time(filed).date(), tell_alike(report, chain_for(report.is_automatic))
    return UnitReport(
        **alike,
        office=unit.name_on(day),
        office_phone=unit.phone,
        office_address=unit.address,
        report_kind=PAPER_KINDS[duty.kind],
        period=duty.label,
        issue=PAPER_ISSUE[duty.kind].format(year=duty.year, number=duty.number)
        + (AGAIN if AGAIN in duty.label else ""),
        addressee=get_unit(duty.street_id).name_on(day),
        statement=zero_sentence(duty, report.as_of) if report.is_zero else "",
        nothing_new=_nothing_new(report),
        as_of=PAPER_AS_OF.format(moment=moment_words(report.as_of)) if report.as_of else "",
        lateness=lateness_of(report),
        clock_note=PAPER_CLOCK if report.clock_was_back else "",
        correction=PAPER_CORRECTION.format(edition=report.edition, reason=report.reason)
        if report.edition > 1 and report.reason
        else "",
        scope=report.scope,
        screeners=report.screeners,
        act_lines=_act_lines(duty),
        disputes=_disputes(report),
        phone=report.phone or unit.phone,
        filed=moment_words(filed),
        filed_on=day,
        filled_on=alike["signers"][0].day if alike["signers"] else None,
    )


def zero_sentence(duty: ReportDuty, as_of: dt.datetime | None) -> str:
    """The fixed sentence of a zero report with its days, as the street has worded it (零报告的固定文字).

    `as_of` is the instant up to which the figures go (截至) where the period is not over: nobody answers for days to come.
    Of one day, that day is said once.
    """
    text: str = settings.value(practice.ZERO_TEXT.key, on=duty.last, unit_id=duty.street_id)
    until = duty.last if as_of is None else min(duty.last, clock.office_time(as_of).date())
    if until == duty.first:
        text = text.replace(PAPER_FROM_TO, "{first}")
    last = (PAPER_SHORT_DAY if duty.first.year == until.year else PAPER_DAY).format(until)
    return text.replace("{first}", PAPER_DAY.format(duty.first)).replace("{last}", last)


def _nothing_new(report: ScreeningReport) -> str:
    if not report.is_zero or not report.closing:
        return ""
    return PAPER_NOTHING_NEW.format(closing=report.closing)


def _act_lines(duty: ReportDuty) -> tuple[ActLine, ...]:
    """One line for each kind of screening, with its places as far as there is room."""
    times: dict[str, int] = defaultdict(int)
    hands: dict[str, int] = defaultdict(int)
    places: dict[str, list[str]] = defaultdict(list)
    for act in list_acts_of(duty):
        times[act.kind] += act.times
        hands[act.kind] += act.hands
        if act.place not in places[act.kind]:
            places[act.kind].append(act.place)
    return tuple(
        ActLine(kind=label, times=times[kind], hands=hands[kind], places=_some(places[kind]))
        for kind, label in PAPER_WAYS.items()
        if times[kind]
    )


def _some(places: list[str]) -> str:
    """The places one after the other; where they are too many, as many as there is room for, and how many there are."""
    shown = PAPER_COMMA.join(places)
    if len(shown) <= LONGEST_PLACES:
        return shown
    return shown[:LONGEST_PLACES].rsplit(PAPER_COMMA, 1)[0] + PAPER_MORE.format(count=len(places))


def _disputes(report: ScreeningReport) -> tuple[DisputeLine, ...]:
    """The disputes behind the figures, with the level as the street names it (重大 where it uses three)."""
    scale = levels(report.duty.street_id, report.duty.last)
    return tuple(_dispute(line, scale) for line in report.lines)


def _dispute(line: ReportLine, scale: dict[str, Level]) -> DisputeLine:
    facts = line.facts
    outcome = next((words for name, words in PAPER_OUTCOMES if getattr(line, name)), "")
    before = PAPER_NEW if line.in_found else PAPER_CAME if line.in_came_in else ""
    return DisputeLine(
        number=facts["number"],
        title=facts["title"],
        category=facts["category"],
        found_on=dt.date.fromisoformat(facts["found_on"]),
        people=facts["people"],
        risk=short_of(facts["risk"], scale),
        outcome=before + outcome,
    )
