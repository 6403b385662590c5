"""The frozen facts of a street's report (矛盾纠纷排查化解情况报告表): figures, table of units, key disputes, signers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One unit in the table: its six figures and how it reported."""

    name: str = said("单位")
    opening: int
    found: int
    resolved: int
    went_out: int
    came_in: int
    closing: int
    owed: int
    reported: int
    zero: int
    late: int


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """One category: found, resolved, still open."""

    name: str = said("类别")
    found: int
    resolved: int
    closing: int


@dataclass(frozen=True, kw_only=True)
class KeyDispute:
    """One dispute of high risk that is still open."""

    number: str = said("编号")
    title: str = said("纠纷名称")
    unit: str = said("所属单位", default="")
    category: str = said("类别", default="")
    risk: str = said("风险等级", default="")
    found_on: dt.date
    people: int


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed: 制表、审核、签发."""

    label: str = said("签批步骤")
    name: str = said("签批人")
    post: str = said("签批人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class RollUpPaper(PaperFacts):
    """排查情况报告 of a street for a half-month, month or year."""

    kind: str = said("报告类型")
    period: str = said("期间")
    addressee: str = said("报送对象")
    issue: str = said("期号", default="")
    as_of: str = said("截至", default="")
    correction: str = said("更正说明", default="")
    clock_note: str = said("时间说明", default="")
    opening: int
    found: int
    resolved: int
    went_out: int
    came_in: int
    closing: int
    acts: int
    hands: int
    people: int
    amount: str = said("涉及金额", default="")
    mass: int
    criminal: int
    grave: int
    by_people: int
    by_administration: int
    by_courts: int
    rate: str = said("化解率", default="")
    reported: str = said("上报情况", default="")
    carried: str = said("上期补报", default="")
    units: tuple[UnitRow, ...] = said("各单位情况", default=())
    categories: tuple[CategoryRow, ...] = said("类别情况", default=())
    disputes: tuple[KeyDispute, ...] = said("重点纠纷", default=())
    overview: str = said("本期总体情况", default="")
    problems: str = said("突出问题", default="")
    next_steps: str = said("下步措施", default="")
    wants_help: str = said("需上级协调", default="")
    phone: str = said("联系电话", default="")
    drawn_on: dt.date
    signers: tuple[Signer, ...] = said("签批", default=())


PAPER_TITLE, PAPER_SEAL = "矛盾纠纷排查化解情况报告", "公章"
KIND = define_kind(
    "screening_roll_up",
    PAPER_TITLE,
    RollUpPaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission="screening.read_calendar",
).code
