"""Statistics by category: the page whose figures each open their list, that list, and the workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from portal import clock
from portal.disputes.kinds import SCHEMES, STATES
from portal.errors import N_
from portal.screening.rollup import statistics
from portal.screening.rollup.routes.base import blueprint, workbook_answer
from portal.screening.rollup.routes.reports import find_places
from portal.screening.workbook import Cell, SheetTable, write_workbook
from portal.units.models import Unit
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.filters import translate
from portal.web.htmx import render

PAPER_TITLE = "矛盾纠纷排查化解统计表"
WRONG = N_("日期没有写对：起始日不能晚于截止日，都写成 2026-11-22 的样式。下面是今年的数字。")
# The columns, in their order.
HEADS = {
    "found": N_("排查数"),
    "handled": N_("调处数"),
    "resolved": N_("化解数"),
    "closing": N_("期末未化解"),
    "year_found": N_("本年累计排查"),
    "year_handled": N_("本年累计调处"),
    "year_resolved": N_("本年累计化解"),
}
CATEGORY = N_("纠纷类别")
NO_CATEGORY = N_("未对应类别")
TOTAL = N_("合计")


@dataclass(frozen=True)
class Question:
    """What the address asks for."""

    unit: Unit
    first: dt.date
    last: dt.date
    scheme: str
    is_wrong: bool

    def address(self, endpoint: str, **more: Any) -> str:
        """An address that asks the same."""
        values: dict[str, Any] = {
            "unit": self.unit.id,
            "scheme": self.scheme,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
        }
        return url_for(endpoint, **values, **more)


@blueprint.get("/screening/statistics")
@requires("screening.read_calendar")
def read_statistics() -> str:
    """The table by category, with bars that print."""
    asked = _asked()
    found = statistics.read_statistics(asked.unit, asked.first, asked.last, asked.scheme)

    def lead(figure: str, code: str | None) -> str:
        more = {} if code is None else {"code": code}
        return asked.address("rollups.list_behind", figure=figure, **more)

    most = max((row.found for row in found.rows), default=0)
    return render(
        "screening/rollup/statistics.html",
        asked=asked,
        found=found,
        lead=lead,
        most=most,
        heads=HEADS,
        category=CATEGORY,
        schemes=SCHEMES,
        units=statistics.list_choosable(current_actor()),
        wrong=WRONG,
        workbook=asked.address("rollups.export_statistics"),
        no_category=NO_CATEGORY,
    )


@blueprint.get("/screening/statistics/list")
@requires("screening.read_calendar")
def list_behind() -> str:
    """The disputes behind one figure."""
    asked, figure = _asked(), request.args.get("figure", "found")
    code = request.args.get("code")
    found = statistics.list_behind(asked.unit, asked.first, asked.last, asked.scheme, figure, code)
    places = find_places(found)
    return render(
        "screening/rollup/list_behind.html",
        asked=asked,
        disputes=[(one, places.get(one.id, "")) for one in found],
        states=STATES,
        back=asked.address("rollups.read_statistics"),
    )


@blueprint.get("/screening/statistics.xlsx")
@requires("screening.read_calendar")
def export_statistics() -> Response:
    """The same as a workbook."""
    asked = _asked()
    found = statistics.read_statistics(asked.unit, asked.first, asked.last, asked.scheme)
    title = f"{PAPER_TITLE} {asked.unit.name} {asked.first.isoformat()}—{asked.last.isoformat()}"
    rows: list[list[Cell]] = [
        [name, *(getattr(row, figure) for figure in HEADS)]
        for name, row in (
            *((row.name or translate(NO_CATEGORY), row) for row in found.rows),
            (translate(TOTAL), found.total),
        )
    ]
    heads = [translate(CATEGORY), *(translate(head) for head in HEADS.values())]
    table = SheetTable(translate(SCHEMES[asked.scheme]), heads, rows)
    return workbook_answer(write_workbook(title, [table]), f"{title}.xlsx")


def _asked() -> Question:
    """What is asked; this year so far, the scheme of mediation and the first unit in reach where nothing is said."""
    unit = statistics.find_unit(current_actor(), asked_number("unit"))
    today = clock.today()
    scheme = request.args.get("scheme", "")
    wanted = scheme if scheme in SCHEMES else "justice"
    given = (request.args.get("from", ""), request.args.get("to", ""))
    if not any(given):
        return Question(unit, dt.date(today.year, 1, 1), today, wanted, False)
    try:
        first, last = (dt.date.fromisoformat(one) for one in given)
    except ValueError:
        first, last = today, today - dt.timedelta(days=1)
    if first > last:
        return Question(unit, dt.date(today.year, 1, 1), today, wanted, True)
    return Question(unit, first, last, wanted, False)
