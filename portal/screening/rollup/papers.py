"""The frozen facts of a street's report (矛盾纠纷排查化解情况报告表) and of its monthly bulletin (通报)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_
from portal.screening.papers import CountedPaper


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
    silent: int = 0


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
    responsible: str = said("责任单位和责任人", default="")
    leader: str = said("包案领导", default="")
    limit_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class RollUpPaper(CountedPaper):
    """排查情况报告 of a street for a half-month, month or year."""

    kind: str = said("报告类型")
    rate: str = said("化解率", default="")
    overdue_share: str = said("超期办结率", default="")
    is_zero: bool = False
    reported: str = said("上报情况", default="")
    carried: str = said("上期补报", default="")
    units: tuple[UnitRow, ...] = said("各单位情况", default=())
    key_levels: str = said("重点等级", default="")
    disputes: tuple[KeyDispute, ...] = said("重点纠纷", default=())
    drawn_on: dt.date


PAPER_TITLE, PAPER_SEAL = "矛盾纠纷排查化解情况报告", "公章"
KIND = define_kind(
    "screening_roll_up",
    PAPER_TITLE,
    RollUpPaper,
    version=3,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission="screening.read_calendar",
).code


@dataclass(frozen=True, kw_only=True)
class BulletinUnit:
    """One community: how it reported and what it settled; `bar` is its completion as a share of the drawn bar, 0 to 100."""

    name: str = said("单位")
    owed: int
    reported: int
    late: int
    zero: int
    silent: int
    completion: str = said("完成率")
    completion_change: str = said("较上月")
    punctual: str = said("及时率")
    handled: int
    resolved: int
    settled: str = said("办结完成率")
    bar: int
    punctual_change: str = said("及时率较上月", default="")
    settled_change: str = said("办结完成率较上月", default="")


@dataclass(frozen=True, kw_only=True)
class BulletinTask:
    """One body: joint tasks sent, signed for, answered."""

    body: str = said("单位")
    sent: int
    signed: int
    answered: int
    rate: str = said("签收率")
    rate_change: str = said("签收率较上月", default="")


@dataclass(frozen=True, kw_only=True)
class BulletinLists:
    """Who is better, poorer, and at nought by one share; each list in one sentence, 无 where nobody is on it."""

    good: str = said("较好的单位")
    poor: str = said("较差的单位")
    nought: str = said("零的单位")


@dataclass(frozen=True, kw_only=True)
class BulletinPaper(PaperFacts):
    """关于某月矛盾纠纷排查化解工作情况的通报."""

    month: str = said("月份")
    copies: str = said("抄送", default="")
    units: tuple[BulletinUnit, ...] = said("各单位情况", default=())
    tasks: tuple[BulletinTask, ...] = said("联合化解任务", default=())
    good: str = said("完成较好的单位", default="")
    poor: str = said("完成较差的单位", default="")
    nought: str = said("一份未报的单位", default="")
    settled: BulletinLists | None = None
    signed: BulletinLists | None = None
    good_from: int = 100
    poor_to: int = 50
    formula: str = said("办结完成率算法", default="")
    left_out: str = said("不参加通报的单位", default="")
    remarks: str = said("要求", default="")
    correction: str = said("更正说明", default="")
    issued_on: dt.date


BULLETIN_TITLE, BULLETIN_WORD = "矛盾纠纷排查化解工作情况通报", "通报"
NUMBER = define_number_kind("screening_bulletin", N_("排查工作通报编号"), BULLETIN_WORD)
BULLETIN = define_kind(
    "screening_bulletin",
    BULLETIN_TITLE,
    BulletinPaper,
    version=2,
    formats=("a4",),
    seal=PAPER_SEAL,
    number_kind=NUMBER.code,
    permission="screening.read_calendar",
).code
