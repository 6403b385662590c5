"""What the papers of a community's and of a street's report say alike: the figures and shares of B.3, words, who signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said


@dataclass(frozen=True, kw_only=True)
class CategoryLine:
    """One category: found, resolved, still open."""

    name: str = said("纠纷类别")
    found: int
    resolved: int
    closing: int


@dataclass(frozen=True, kw_only=True)
class ReportSigner:
    """Who signed: the step, name, post and day."""

    label: str = said("签发步骤")
    name: str = said("签名人")
    post: str = said("签名人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class CountedPaper(PaperFacts):
    """A paper with the figures of a period; what it says of them was frozen with the report."""

    period: str = said("期间")
    issue: str = said("期号", default="")
    addressee: str = said("报送对象")
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
    by_people: int
    by_administration: int
    by_courts: int
    people: int
    amount: str = said("涉及金额", default="")
    mass: int
    sizes: str = said("群体性规模", default="")
    criminal: int
    grave: int
    handled: int = 0
    handled_share: str = said("调处率", default="")
    success_share: str = said("成功率", default="")
    categories: tuple[CategoryLine, ...] = said("类别情况", default=())
    overview: str = said("本期总体情况", default="")
    problems: str = said("突出问题", default="")
    next_steps: str = said("下步措施", default="")
    wants_help: str = said("需上级协调", default="")
    phone: str = said("联系电话", default="")
    signers: tuple[ReportSigner, ...] = said("签发", default=())
