"""The papers of a destitute person's case (frozen facts): 救助供养审批表 with the self-care assessment, and the refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind, define_number_kind
from portal.documents.papers import ApplicationFacts
from portal.errors import N_


@dataclass(frozen=True, kw_only=True)
class ConditionLine:
    """One of the three conditions: whether it holds and why."""

    label: str = said("认定条件")
    answer: str = said("是否符合")
    why: str = said("认定情况")


@dataclass(frozen=True, kw_only=True)
class SelfCareLine:
    """One of the six everyday things, and whether it is done alone."""

    label: str = said("评估项目")
    answer: str = said("评估结果")


@dataclass(frozen=True, kw_only=True)
class DestituteSigner:
    """Who signed: step, name, post and day."""

    label: str = said("签批步骤")
    name: str = said("签署人")
    post: str = said("签署人岗位", default="")
    day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class DestituteFacts(ApplicationFacts):
    """What both papers say: the case, the community, what was found."""

    application_number: str = said("受理编号", default="")
    community: str = said("社区", default="")
    conditions: tuple[ConditionLine, ...] = said("认定条件", default=())
    decided_on: dt.date


@dataclass(frozen=True, kw_only=True)
class DestituteForm(DestituteFacts):
    """特困人员救助供养审批表: conditions, self-care, care, sum, opinion, signatures."""

    visit: str = said("调查情况")
    self_care: tuple[SelfCareLine, ...] = said("生活自理能力评估", default=())
    care_level: str = said("照料护理档次")
    care: str = said("供养方式和照料人")
    reckoning: str = said("供养标准", default="")
    figures: str = said("每月金额", default="")
    opinion: str = said("初审意见")
    signers: tuple[DestituteSigner, ...] = said("签署", default=())


@dataclass(frozen=True, kw_only=True)
class DestituteRefusal(DestituteFacts):
    """不予确认同意告知书 (社会救助法 art. 45): facts, articles, result, remedies."""

    accepted_on: dt.date
    article: str = said("依据条款")
    result: str = said("决定")
    remedies: str = said("救济途径")


define_number_kind("destitute_refusal", N_("特困人员不予确认同意告知书编号"), "特不确")
RIGHT = "services.read_application"
define_kind(
    "destitute_form",
    "特困人员救助供养审批表",
    DestituteForm,
    formats=("a4",),
    seal="业务专用章",
    permission=RIGHT,
)
define_kind(
    "destitute_refusal",
    "不予确认同意告知书",
    DestituteRefusal,
    formats=("a4",),
    number_kind="destitute_refusal",
    seal="业务专用章",
    permission=RIGHT,
)
