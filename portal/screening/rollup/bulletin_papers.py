"""The frozen facts of the monthly bulletin (通报): two tables, three lists, remarks, and to whom copies go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_


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
    settled: str = said("化解率")
    bar: int


@dataclass(frozen=True, kw_only=True)
class BulletinTask:
    """One body: joint tasks sent, signed for, answered."""

    body: str = said("单位")
    sent: int
    signed: int
    answered: int
    rate: str = said("签收率")


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
    left_out: str = said("不参加通报的单位", default="")
    remarks: str = said("要求", default="")
    correction: str = said("更正说明", default="")
    issued_on: dt.date


PAPER_TITLE, PAPER_SEAL, PAPER_WORD = "矛盾纠纷排查化解工作情况通报", "公章", "通报"
NUMBER = define_number_kind("screening_bulletin", N_("排查工作通报编号"), PAPER_WORD)
KIND = define_kind(
    "screening_bulletin",
    PAPER_TITLE,
    BulletinPaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    number_kind=NUMBER.code,
    permission="screening.read_calendar",
).code
