"""The grid of units and periods that opens each cell, and the zero reports that disputes contradict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import N_
from portal.screening.calendar import grid as grids
from portal.screening.calendar import truth
from portal.screening.calendar.routes.base import TONES, blueprint
from portal.screening.calendar.states import Standing
from portal.screening.kinds import DUTY_MARKS, DUTY_STATES
from portal.screening.rollup.routes.reports import find_places
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.filters import translate
from portal.web.htmx import render

WEEKS = (12, 26, 52)
# One sign a cell, so that a year fits on the page; the whole words stand beside it for whoever cannot see it.
SIGNS = {
    "coming": N_("—"),
    "expected": N_("应"),
    "drafted": N_("填"),
    "reported": N_("报"),
    "nothing_new": N_("存"),
    "zero": N_("零"),
    "unreported": N_("未"),
    "missing": N_("漏"),
}
# Of a period that runs: who has not reported is not late yet.
NOW = N_("应报%(owed)s 已报%(reported)s（含零报告%(zero)s） 尚未报%(silent)s")
MARK_SIGNS = {
    "late": N_("迟"),
    "corrected": N_("更"),
    "as_of": N_("截"),
    "moved": N_("变"),
    "disputed": N_("异"),
    "unsigned": N_("签"),
}


class Look(NamedTuple):
    """How all cells of one period look that stand alike: colour, sign, the signs of its marks, the whole of it in words.

    `signs`: what is seen where it has marks, since a name that is read out holds what is seen.
    """

    tone: str
    sign: str
    marks: tuple[str, ...]
    words: str
    signs: str


@blueprint.get("/screening")
@requires("screening.read_calendar")
def read_grid() -> str:
    """How every unit stands in every week (or day of a special period), the newest on the right."""
    actor = current_actor()
    streets = grids.list_streets(actor)
    street = grids.pick_street(streets, asked_number("street"))
    kind = "day" if request.args.get("kind") == "day" else "week"
    weeks = asked_number("weeks") or WEEKS[0]
    span = weeks if weeks in WEEKS else WEEKS[0]
    today = clock.today()
    first = today - dt.timedelta(days=7 * (span - 1) if kind == "week" else 30)
    found = grids.read_grid(actor, street, kind, first, today + dt.timedelta(days=7))
    return render(
        "screening/calendar/read_grid.html",
        grid=found,
        streets=streets,
        span=span,
        spans=WEEKS,
        lines=_lines(found),
        address=url_for("filing.read_duty", duty_id=0).removesuffix("0"),
        states=DUTY_STATES,
        marks=DUTY_MARKS,
        signs=SIGNS,
        mark_signs=MARK_SIGNS,
        tones=TONES,
        words=NOW,
        now=next((head for head in found.heads if head.first <= today <= head.last), None),
    )


def _lines(
    found: grids.Grid,
) -> Iterator[tuple[str, Iterator[tuple[grids.Cell | None, dict[Standing, Look]]]]]:
    """Each unit's name, and its cells beside the looks of their period: a year of sixty units has three thousand cells."""
    columns = list(zip(*(row.cells for row in found.rows), strict=True))
    alike = [{cell.standing for cell in column if cell is not None} for column in columns]
    plain = {standing: _look(standing) for standing in set().union(*alike)}
    looks = [
        {one: plain[one]._replace(words=f"{head.label} {plain[one].words}") for one in standings}
        for head, standings in zip(found.heads, alike, strict=True)
    ]
    return ((row.unit.name, zip(row.cells, looks, strict=True)) for row in found.rows)


def _look(standing: Standing) -> Look:
    marks = tuple(translate(MARK_SIGNS[mark]) for mark in standing.marks)
    sign = translate(SIGNS[standing.state])
    words = [
        translate(DUTY_STATES[standing.state]),
        *(translate(DUTY_MARKS[mark]) for mark in standing.marks),
    ]
    seen = [sign + "".join(marks)] if marks else []
    return Look(TONES[standing.state], sign, marks, " ".join(words), " ".join(["", *seen]))


@blueprint.get("/screening/doubts")
@requires("screening.read_truth")
def list_doubts() -> str:
    """Disputes that fall in periods reported as zero and were entered afterwards."""
    today = clock.today()
    first, is_wrong = _asked_day("from", today - dt.timedelta(days=182))
    last, is_wrong_too = _asked_day("to", today + dt.timedelta(days=7))
    found = truth.list_doubts(current_actor(), first, last)
    places = find_places(one.dispute for one in found)
    return render(
        "screening/calendar/list_doubts.html",
        doubts=[(one, places.get(one.dispute.id, "")) for one in found],
        first=first,
        last=last,
        is_wrong=is_wrong or is_wrong_too,
        wrong=_("日期没有写对，写成 2026-11-22 的样式。"),
    )


def _asked_day(name: str, otherwise: dt.date) -> tuple[dt.date, bool]:
    text = request.args.get(name, "")
    try:
        return (dt.date.fromisoformat(text), False) if text else (otherwise, False)
    except ValueError:
        return otherwise, True
