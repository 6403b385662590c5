"""A street's report as a workbook: the figures, the table of units, categories and disputes, all as they were frozen."""

from __future__ import annotations

from portal.screening.models import ScreeningReport
from portal.screening.shares import shares_of
from portal.screening.telling import category_rows
from portal.screening.workbook import Cell, SheetTable, write_workbook

PAPER_FIGURES = {
    "opening": "期初未化解",
    "found": "本期新增",
    "came_in": "转入、重新激化",
    "resolved": "本期化解",
    "went_out": "移交、上报、转出",
    "closing": "期末未化解",
    "acts": "排查次数",
    "hands": "排查人次",
}
PAPER_SHARES = (
    ("handled", "调处数"),
    ("handled_share", "调处率"),
    ("success_share", "成功率"),
    ("settled_share", "化解率"),
    ("overdue_share", "超期办结率"),
)
PAPER_UNITS = ("单位", "期初", "新增", "转入", "化解", "移交", "期末", "应报", "已报", "零报告", "迟报")
PAPER_CATEGORIES = ("纠纷类别", "新增", "化解", "期末")
PAPER_DISPUTES = ("纠纷名称", "编号", "类别", "排查日期", "涉及人数", "期初", "新增", "化解", "期末")
PAPER_SHEETS = ("总体数字", "各单位情况", "类别情况", "纠纷明细")
PAPER_HEADS = ("项目", "数字")
_UNIT = (
    "name",
    "opening",
    "found",
    "came_in",
    "resolved",
    "went_out",
    "closing",
    "owed",
    "reported",
    "zero",
    "late",
)


def report_workbook(report: ScreeningReport, title: str) -> bytes:
    """The workbook of one edition."""
    figures: list[list[Cell]] = [[words, getattr(report, name)] for name, words in PAPER_FIGURES.items()]
    shares = shares_of(report)
    figures += [[words, getattr(shares, name)] for name, words in PAPER_SHARES]
    units = [[row[key] for key in _UNIT] for row in report.figures["units"]]
    categories: list[list[Cell]] = [
        [row.name, row.found, row.resolved, row.closing] for row in category_rows(report.figures["justice"])
    ]
    disputes: list[list[Cell]] = [
        [
            line.facts["title"],
            line.facts["number"],
            line.facts["category"],
            line.facts["found_on"],
            line.facts["people"],
            int(line.in_opening),
            int(line.in_found),
            int(line.in_resolved),
            int(line.in_closing),
        ]
        for line in report.lines
    ]
    return write_workbook(
        title,
        [
            SheetTable(PAPER_SHEETS[0], PAPER_HEADS, figures),
            SheetTable(PAPER_SHEETS[1], PAPER_UNITS, units),
            SheetTable(PAPER_SHEETS[2], PAPER_CATEGORIES, categories),
            SheetTable(PAPER_SHEETS[3], PAPER_DISPUTES, disputes),
        ],
    )
