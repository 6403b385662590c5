"""The papers of a file's life: what each says, its number and its seal. Who fills them is `documents`.

Decision letters carry facts, calculation, articles, result and remedies (社会救助法 art. 45, 48 and 76). Amounts stand in
figures and in capitals; a paper on which the two differ cannot be made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_, RuleBroken
from portal.standards.amounts import amounts_agree
from portal.standards.invalid import InvalidAmount

FILE_NUMBER, DECISION_NUMBER = "support_file", "support_decision"
SEAL = "公章"


@dataclass(frozen=True, kw_only=True)
class CalculationLine:
    """One figure of the calculation: what it is called, how it was found, and the sum in yuan where it is one."""

    label: str = said("计算项目")
    text: str = said("计算过程", default="")
    figures: str = said("金额", default="")


@dataclass(frozen=True, kw_only=True)
class SupportPaper(PaperFacts):
    """What every paper of a file says about the household: head, number of the file, scheme, community."""

    recipient: str = said("户主")
    identity_masked: str = said("证件号码", default="")
    file_number: str = said("户号")
    scheme: str = said("救助种类")
    community: str = said("所在社区")

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.recipient


@dataclass(frozen=True, kw_only=True)
class SupportDecisionLetter(SupportPaper):
    """确认、变更、停发通知书. `figures` and `capitals` are what is paid a month from `month` on; raises RuleBroken when they
    do not agree. `addressee` is who is written to where nobody of the household is left; `pays` whether the scheme pays by the
    month at all.
    """

    addressee: str = said("受送达人", default="")
    pays: bool = True
    persons: int
    before_figures: str = said("原月保障金", default="")
    figures: str = said("月保障金（小写）")
    capitals: str = said("月保障金（大写）")
    month: str = said("生效月份")
    facts_text: str = said("事实和理由")
    calculation: tuple[CalculationLine, ...] = said("计算过程", default=())
    heard: str = said("听取意见情况", default="")
    articles: str = said("依据条款")
    result: str = said("决定内容")
    duties: str = said("告知事项", default="")
    remedies: str = said("救济途径")
    decided_on: dt.date

    @property
    def holder(self) -> str:
        """To whom it is brought."""
        return self.addressee or self.recipient

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


@dataclass(frozen=True, kw_only=True)
class HearingRecord(SupportPaper):
    """听取意见记录: the planned decision with its reasons, what was said or that nothing was, the reply; two staff sign."""

    planned: str = said("拟作出的决定")
    reasons: str = said("理由和依据")
    before_figures: str = said("原月保障金", default="")
    figures: str = said("拟定月保障金", default="")
    told_on: dt.date
    heard_on: dt.date
    way: str = said("听取方式")
    heard_name: str = said("陈述人")
    is_waived: bool = False
    opinion: str = said("意见", default="")
    evidence: str = said("提交的证据", default="")
    reply: str = said("答复", default="")
    staff_one: str = said("工作人员")
    staff_two: str = said("工作人员")


@dataclass(frozen=True, kw_only=True)
class ExitStatement(SupportPaper):
    """自愿退出声明: a blank form for the household's own hand, with its own facts printed in."""

    figures: str = said("现月保障金", default="")
    persons: int
    printed_on: dt.date


@dataclass(frozen=True, kw_only=True)
class ReviewMember:
    """One member on a review sheet, as the file has them."""

    name: str = said("姓名")
    relation: str = said("与户主关系", default="")
    since: str = said("起保月份", default="")
    counts: str = said("是否计入", default="")


@dataclass(frozen=True, kw_only=True)
class ReviewSheet(SupportPaper):
    """核查表: what the file says of the household, and room for what two people find at its home."""

    area: str = said("城乡")
    category: str = said("类别", default="")
    figures: str = said("现月保障金", default="")
    income_figures: str = said("登记的家庭月收入", default="")
    members: tuple[ReviewMember, ...] = said("家庭成员", default=())
    last_review: str = said("上次核查", default="")
    due_on: dt.date | None = None
    printed_on: dt.date


define_number_kind(FILE_NUMBER, N_("在保户号"), "保户")
define_number_kind(DECISION_NUMBER, N_("救助决定文号"), "助决")

GRANT, CHANGE, STOP = "support_grant", "support_change", "support_stop"
RIGHT = "assistance.read_file"
HEARING, EXIT, REVIEW = "support_hearing", "support_exit", "support_review"
for _code, _title in ((GRANT, "确认通知书"), (CHANGE, "变更通知书"), (STOP, "停发通知书")):
    define_kind(
        _code,
        _title,
        SupportDecisionLetter,
        template="support_letter",
        version=3,
        formats=("a4",),
        number_kind=DECISION_NUMBER,
        seal=SEAL,
        permission=RIGHT,
    )
define_kind(HEARING, "听取意见记录", HearingRecord, formats=("a4",), permission=RIGHT)
define_kind(EXIT, "自愿退出声明", ExitStatement, formats=("a4",), permission=RIGHT)
define_kind(REVIEW, "定期核查表", ReviewSheet, formats=("a4",), permission=RIGHT)
