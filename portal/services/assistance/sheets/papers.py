"""What the calculation sheet (计算表) says as paper. Who fills it in is `filling`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind
from portal.errors import N_, RuleBroken
from portal.standards.amounts import amounts_agree
from portal.standards.invalid import InvalidAmount

KIND = "calculation_sheet"


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One line: what the figure is called, how it was found, and the sum in yuan where it is one."""

    label: str = said("计算项目")
    text: str = said("计算过程", default="")
    figures: str = said("金额", default="")


@dataclass(frozen=True, kw_only=True)
class SheetSigner:
    """A signature of the chain (制表、审核、审批) by name, post and day."""

    label: str = said("签字环节")
    name: str = said("签字人")
    post: str = said("岗位", default="")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class CalculationSheet(PaperFacts):
    """社会救助金计算表. `figures` and `capitals` are the month's sum; raises RuleBroken when they do not agree.

    `number` is the file's number or the application's, `decision_number` empty before there is a decision.
    """

    household: str = said("户主（申请人）")
    number: str = said("户号（受理编号）")
    community: str = said("所在社区", default="")
    scheme: str = said("救助种类")
    area: str = said("城乡")
    method: str = said("计算方式")
    month: str = said("执行月份")
    standard: str = said("保障标准")
    source: str = said("标准依据", default="")
    persons: int
    rows: tuple[SheetRow, ...] = said("计算项目", default=())
    figures: str = said("月保障金（小写）")
    capitals: str = said("月保障金（大写）")
    decision_number: str = said("决定文号", default="")
    signers: tuple[SheetSigner, ...] = said("签字", default=())
    made_on: dt.date

    def __post_init__(self) -> None:
        try:
            agree = amounts_agree(self.figures, self.capitals)
        except InvalidAmount:
            agree = False
        if not agree:
            raise RuleBroken(
                None,
                N_("金额的小写（%(figures)s元）与大写（%(capitals)s）不一致，不能出具文书。"),
                figures=self.figures,
                capitals=self.capitals,
            )


define_kind(KIND, "社会救助金计算表", CalculationSheet, formats=("a4",), permission="assistance.read_file")
