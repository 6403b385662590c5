"""The frozen facts of the statistical report (人民调解工作统计表): both tables, what counts as what, and who signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One line: what is counted, the figure as it is printed, and its unit; `depth` for a line below another (其中)."""

    label: str = said("统计项目")
    figure: str = said("数字")
    unit: str = said("计量单位", default="")
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class ReportSection:
    """The lines under one heading."""

    title: str = said("栏目")
    lines: tuple[ReportLine, ...] = said("统计项目", default=())


@dataclass(frozen=True, kw_only=True)
class ReportSigner:
    """Who signed: 填表人、审核人、负责人, name, post and day."""

    label: str = said("签名步骤")
    name: str = said("签名人")
    post: str = said("签名人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class StatisticsPaper(PaperFacts):
    """人民调解案件情况统计表 and 人民调解组织队伍情况统计表 of a unit for a period."""

    period: str = said("统计期")
    addressee: str = said("报送单位")
    cases: tuple[ReportSection, ...] = said("案件情况", default=())
    team: tuple[ReportSection, ...] = said("组织队伍情况", default=())
    team_on: dt.date
    definitions: tuple[str, ...] = said("统计口径", default=())
    corrects: str = said("更正说明", default="")
    drawn_on: dt.date
    signers: tuple[ReportSigner, ...] = said("签名", default=())


PAPER_TITLE, PAPER_SEAL = "人民调解工作统计表", "公章"
KIND = define_kind(
    "mediation_statistics",
    PAPER_TITLE,
    StatisticsPaper,
    formats=("a4",),
    seal=PAPER_SEAL,
    permission="mediation.read_statistics",
).code
