"""The papers on the way from application to grant: what each says, its number and its seal. Who fills them is `documents`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind, define_number_kind
from portal.documents.papers import ApplicationFacts
from portal.errors import N_


@dataclass(frozen=True, kw_only=True)
class FamilyLine:
    """One member of the family on paper; the number comes masked, and whole (`identity_number`) only where another body is to
    check this very person. `note` says who signs, or why somebody is not counted."""

    name: str = said("家庭成员姓名")
    relation: str = said("与申请人关系", default="")
    identity_masked: str = said("证件号码", default="")
    identity_number: str = said("完整证件号码", default="")
    age: str = said("年龄", default="")
    situation: str = said("情况", default="")
    note: str = said("备注", default="")


@dataclass(frozen=True, kw_only=True)
class ReckoningLine:
    """One line of the calculation: what it is, how it was found, the sum in yuan as text."""

    label: str = said("计算项目")
    text: str = said("计算过程", default="")
    amount: str = said("金额", default="")


@dataclass(frozen=True, kw_only=True)
class SignerLine:
    """One signature: the place in the chain, name, post and day."""

    label: str = said("签署环节")
    name: str = said("签署人")
    post: str = said("岗位", default="")
    day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class HouseholdFacts(ApplicationFacts):
    """What every paper of a household's application adds: number of the case, community, members."""

    application_number: str = said("受理编号", default="")
    community: str = said("社区", default="")
    members: tuple[FamilyLine, ...] = said("家庭成员", default=())


@dataclass(frozen=True, kw_only=True)
class CheckAuthorisationForm(HouseholdFacts):
    """家庭经济状况核对授权书: purpose, scope and term; every adult signs, a guardian for a minor.

    Numbers stand whole: the checking body finds by them those who authorise it, and nobody else.
    """

    identity_number: str = said("申请人完整证件号码", default="")
    purpose: str = said("授权目的")
    scope: str = said("授权范围")
    valid_from: dt.date
    valid_until: dt.date


@dataclass(frozen=True, kw_only=True)
class InvestigationForm(HouseholdFacts):
    """入户调查表: two investigators and a member of the family sign."""

    address: str = said("居住地址", default="")
    visited_on: dt.date
    first_name: str = said("调查人")
    second_name: str = said("调查人")
    signed_by: str = said("在场家庭成员", default="")
    housing: str = said("住房情况", default="")
    living: str = said("生活情况", default="")
    differences: str = said("与申报不同之处", default="")
    opinion: str = said("调查意见", default="")


@dataclass(frozen=True, kw_only=True)
class CheckResultNotice(ApplicationFacts):
    """核对结果告知书: what differs, and how to object."""

    application_number: str = said("受理编号", default="")
    report_number: str = said("核对报告文号", default="")
    differences: str = said("不一致的内容")
    how_to_object: str = said("提出异议的办法")
    told_on: dt.date
    told_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class ApprovalForm(HouseholdFacts):
    """申请审批表: the family, the calculation, the preliminary opinion, and everybody who signed."""

    category: str = said("类别", default="")
    scheme: str = said("救助种类", default="")
    reasons: str = said("致困原因", default="")
    reckoning: tuple[ReckoningLine, ...] = said("计算过程", default=())
    persons: int = 0
    amount: str = said("月保障金", default="")
    opinion: str = said("初审意见")
    written_on: dt.date
    signers: tuple[SignerLine, ...] = said("签署", default=())


@dataclass(frozen=True, kw_only=True)
class RefusalLetter(HouseholdFacts):
    """不予确认同意告知书 (57号 art. 21, 社会救助法 art. 45): facts, both numbers compared, articles, result, remedies."""

    accepted_on: dt.date
    facts: str = said("认定的事实")
    reckoning: tuple[ReckoningLine, ...] = said("计算过程", default=())
    comparison: str = said("收入与标准比较", default="")
    article: str = said("依据条款")
    result: str = said("决定")
    remedies: str = said("救济途径")
    decided_on: dt.date


define_number_kind("minimum_living_notice", N_("低保核对结果告知书编号"), "核告")
define_number_kind("minimum_living_refusal", N_("低保不予确认同意告知书编号"), "不确")

RIGHT = "services.read_application"
define_kind(
    "check_authorisation",
    "家庭经济状况核对授权书",
    CheckAuthorisationForm,
    version=2,
    formats=("a4",),
    permission=RIGHT,
    has_whole_numbers=True,
)
define_kind("investigation_form", "入户调查表", InvestigationForm, formats=("a4",), permission=RIGHT)
define_kind(
    "check_result_notice",
    "核对结果告知书",
    CheckResultNotice,
    formats=("a4",),
    number_kind="minimum_living_notice",
    seal="业务专用章",
    permission=RIGHT,
)
define_kind(
    "approval_form",
    "申请审批表",
    ApprovalForm,
    version=2,
    formats=("a4",),
    seal="业务专用章",
    permission=RIGHT,
)
define_kind(
    "refusal_letter",
    "不予确认同意告知书",
    RefusalLetter,
    formats=("a4",),
    number_kind="minimum_living_refusal",
    seal="业务专用章",
    permission=RIGHT,
)
