"""The statistics of any period and unit in sight: a page whose figures each open the list behind them, and a workbook."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, request, url_for

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers.heading import PAPER_PAIR
from portal.mediation.registers import freezing, statistics, team
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.figures import DEFINITIONS
from portal.mediation.registers.ledger import PLAIN
from portal.mediation.registers.routes.base import blueprint, workbook
from portal.mediation.registers.sheet import statistics_sheet
from portal.mediation.registers.team_ledgers import COMMITTEES, MEDIATORS
from portal.units.models import Unit
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.filters import translate
from portal.web.htmx import render

PAPER_TITLE = "人民调解工作统计表"
PAPER_EVERYTHING = "全部"
WRONG = N_("日期没有写对：起始日不能晚于截止日，都写成 2026-11-22 的样式。下面是今年的数字。")


@blueprint.get("/mediation/statistics")
@requires("mediation.read_statistics")
def read_statistics() -> str:
    """The figures, each a link to the cases, committees or mediators behind it."""
    actor = current_actor()
    unit = statistics.find_unit(actor, asked_number("unit"))
    period, is_wrong = _asked_period()
    found = statistics.read_statistics(actor, period, unit)
    people = team.read_team(actor, period.last, unit)
    return render(
        "mediation/register/statistics.html",
        period=period,
        unit=unit,
        is_wrong=is_wrong,
        wrong=WRONG,
        units=statistics.list_choosable_units(actor),
        periods=statistics.periods(),
        title=statistics.period_words(period),
        cases=_linked(freezing.case_lines(found, {}), period, unit, _case_list),
        team=_linked(freezing.team_lines(people), period, unit, _team_list),
        definitions=DEFINITIONS,
    )


@blueprint.get("/mediation/statistics.xlsx")
@requires("mediation.read_statistics")
def export_statistics() -> Response:
    """The same as a workbook."""
    actor = current_actor()
    unit = statistics.find_unit(actor, asked_number("unit"))
    period, _is_wrong = _asked_period()
    words = PAPER_PAIR.format(unit.name if unit else PAPER_EVERYTHING, statistics.period_words(period))
    return workbook(_sheet(actor, unit, period, f"{PAPER_TITLE} {words}"), f"{PAPER_TITLE}-{words}.xlsx")


def _sheet(actor: Actor, unit: Unit | None, period: Period, title: str) -> bytes:
    found = statistics.read_statistics(actor, period, unit)
    people = team.read_team(actor, period.last, unit)
    return statistics_sheet(
        title,
        in_words(freezing.case_lines(found, {})),
        in_words(freezing.team_lines(people)),
        [translate(one) for one in DEFINITIONS],
    )


def in_words(sections: list[tuple[str, list[freezing.Line]]]) -> list[tuple[str, list[freezing.Line]]]:
    """The lines with their marked words translated."""
    return [
        (
            translate(title),
            [
                freezing.Line(one.code, translate(one.label), one.words, translate(one.unit), one.depth)
                for one in lines
            ],
        )
        for title, lines in sections
    ]


def _asked_period() -> tuple[Period, bool]:
    """The period of the address, and whether it could not be read; this year where there is none."""
    first, last = statistics.this_year()
    given = (request.args.get("from", ""), request.args.get("to", ""))
    if not any(given):
        return Period(first, last), False
    try:
        asked = Period(dt.date.fromisoformat(given[0]), dt.date.fromisoformat(given[1]))
    except ValueError:
        return Period(first, last), True
    return (asked, False) if asked.first <= asked.last else (Period(first, last), True)


def _linked(
    sections: list[tuple[str, list[freezing.Line]]], period: Period, unit: Unit | None, lead: Any
) -> list[tuple[str, list[tuple[freezing.Line, str]]]]:
    return [
        (title, [(line, lead(line, period, unit) if line.code else "") for line in lines])
        for title, lines in sections
    ]


def _case_list(line: freezing.Line, period: Period, unit: Unit | None) -> str:
    return _ledger(PLAIN, line.code, period, unit)


def _team_list(line: freezing.Line, period: Period, unit: Unit | None) -> str:
    name = COMMITTEES if team.FIGURES[line.code].of == "committees" else MEDIATORS
    return _ledger(name, line.code, period, unit)


def _ledger(name: str, figure: str, period: Period, unit: Unit | None) -> str:
    asked: dict[str, Any] = {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "figure": figure,
    }
    if unit is not None:
        asked["of"] = str(unit.id)
    return url_for("ledgers.show_ledger", name=name, **asked)
