"""Filling in the calculation sheet: a reckoning, or a decision's sheet as it was frozen, turned into the facts of the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from portal.errors import N_, RuleBroken
from portal.services.assistance.rules.sheet import SheetLine, yuan
from portal.services.assistance.schemes import AREAS, METHODS, SCHEMES
from portal.services.assistance.sheets.papers import CalculationSheet, SheetRow
from portal.standards.amounts import capitals

PAPER_MONTH = "{year}年{month}月"
PAPER_STANDARD = {
    "difference": "每人每月 {fen} 元",
    "tier": "每人每月 {fen} 元",
    "person": "每人每月 {fen} 元",
    "flat": "每户每月 {fen} 元",
}


def rows_of(lines: Iterable[SheetLine]) -> tuple[SheetRow, ...]:
    """The lines of a reckoning as they stand on paper."""
    return tuple(
        SheetRow(label=line.label, text=line.text, figures="" if line.fen is None else yuan(line.fen))
        for line in lines
    )


def calculation_sheet(
    *,
    office: dict[str, Any],
    household: str,
    number: str,
    scheme: str,
    area: str,
    method: str,
    month: dt.date,
    standard_fen: int,
    persons: int,
    lines: Sequence[SheetLine],
    total_fen: int,
    made_on: dt.date,
    **more: Any,
) -> CalculationSheet:
    """The facts of a sheet; `office` is what every paper says about the office, `more` the facts that need no turning.

    Raises RuleBroken where there is nothing to explain: a decision from paper has no sheet.
    """
    if not lines:
        raise RuleBroken(None, N_("这项决定没有计算表。"))
    return CalculationSheet(
        **office,
        household=household,
        number=number,
        scheme=SCHEMES[scheme].name,
        area=AREAS.get(area, ""),
        method=METHODS[method],
        month=PAPER_MONTH.format(year=month.year, month=month.month),
        standard=PAPER_STANDARD[method].format(fen=yuan(standard_fen)),
        persons=persons,
        rows=rows_of(lines),
        figures=yuan(total_fen),
        capitals=capitals(total_fen),
        made_on=made_on,
        **more,
    )
