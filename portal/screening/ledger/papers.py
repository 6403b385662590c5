"""The frozen facts of what goes up at once: a report of a grave matter (重大矛盾纠纷专报: 首报、续报、终报), and the record of a
danger that was told to the police (报告公安记录)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind

PAPER_TITLE, PAPER_SEAL = "重大矛盾纠纷专报", "单位公章"
PAPER_DANGER = "报告公安记录"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the police was told: which danger, when, which station, who took it."""

    danger: str = said("危险情形")
    moment: str = said("报告时间")
    station: str = said("派出所")
    receiver: str = said("接报人")


@dataclass(frozen=True, kw_only=True)
class GravePaper(PaperFacts):
    """One report of a grave matter."""

    kind: str = said("报告类别")
    number: str = said("纠纷编号")
    title: str = said("纠纷名称")
    unit: str = said("所属单位")
    receiver: str = said("报送对象")
    category: str = said("纠纷类别")
    risk: str = said("风险等级")
    found_on: dt.date
    place: str = said("发生地点", default="")
    parties: str = said("主要当事人", default="")
    people: int
    amount: str = said("涉及金额", default="")
    tendencies: str = said("激化倾向", default="")
    responsible: str = said("责任单位和责任人", default="")
    leader: str = said("包案领导", default="")
    noticed: str = said("发现时间")
    reported: str = said("报告时间")
    late: str = said("迟报说明", default="")
    next_due: str = said("下次续报", default="")
    text: str = said("报告内容")
    police: tuple[Told, ...] = said("报告公安情况", default=())
    reporter: str = said("报告人")
    phone: str = said("联系电话", default="")
    made_on: dt.date


KIND = define_kind(
    "screening_grave",
    PAPER_TITLE,
    GravePaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission="screening.read_dispute",
).code


@dataclass(frozen=True, kw_only=True)
class DangerPaper(PaperFacts):
    """One danger at a screened dispute, and how the police was told of it."""

    report: int
    number: str = said("纠纷编号")
    title: str = said("纠纷名称")
    place: str = said("发生地点", default="")
    parties: str = said("当事人", default="")
    danger: str = said("危险情形")
    noticed: str = said("发现时间")
    reported: str = said("报告时间")
    station: str = said("报告单位（派出所）")
    receiver: str = said("接报人")
    way: str = said("报告方式")
    happened: str = said("情况和已采取措施")
    reported_by: str = said("报告人")
    made_on: dt.date


DANGER = define_kind(
    "screening_danger",
    PAPER_DANGER,
    DangerPaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission="screening.read_dispute",
).code
