"""What a community's papers say: the zero report sheet (零报告单) and the report of a week or day (排查情况报告表, B.3).

One book of numbers for each unit; the number of the period (期号) is printed besides. The seal is the unit's own, by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_
from portal.screening.papers import CountedPaper

PAPER_WORD, PAPER_SEAL = "排查", "单位公章"
PAPER_REPORT, PAPER_ZERO = "矛盾纠纷排查情况报告表", "矛盾纠纷排查零报告单"
READ = "screening.read_dispute"
NUMBER = define_number_kind("screening_report", N_("排查情况报告编号"), PAPER_WORD)


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """One kind of screening in the period: how many times, and how many took part in all."""

    kind: str = said("排查方式")
    times: int
    hands: int
    places: str = said("排查地点", default="")


@dataclass(frozen=True, kw_only=True)
class DisputeLine:
    """One dispute: its number, name, category, day, how many are concerned, risk, and what became of it in the period."""

    number: str = said("编号")
    title: str = said("纠纷名称")
    category: str = said("纠纷类别", default="")
    found_on: dt.date
    people: int
    risk: str = said("风险等级", default="")
    outcome: str = said("本期情况", default="")


@dataclass(frozen=True, kw_only=True)
class UnitReport(CountedPaper):
    """A community's report of a week or a day. `statement` is the fixed sentence of a zero report, empty on any other."""

    report_kind: str = said("报告类型")
    statement: str = said("零报告文字", default="")
    nothing_new: str = said("无新增说明", default="")
    lateness: str = said("迟报说明", default="")
    scope: str = said("排查范围", default="")
    screeners: str = said("排查人员", default="")
    act_lines: tuple[ActLine, ...] = said("排查记录", default=())
    disputes: tuple[DisputeLine, ...] = said("纠纷情况", default=())
    filed: str = said("报送时间")
    filed_on: dt.date
    filled_on: dt.date | None = None


KIND_REPORT = define_kind(
    "screening_report",
    PAPER_REPORT,
    UnitReport,
    version=2,
    formats=("a4",),
    number_kind=NUMBER.code,
    seal=PAPER_SEAL,
    permission=READ,
).code
KIND_ZERO = define_kind(
    "screening_zero_report",
    PAPER_ZERO,
    UnitReport,
    version=2,
    formats=("a4",),
    number_kind=NUMBER.code,
    seal=PAPER_SEAL,
    permission=READ,
).code
