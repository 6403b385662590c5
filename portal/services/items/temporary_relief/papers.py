"""The papers of temporary relief (frozen facts): 临时救助审批表, and the notice to the person (临时救助告知书)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_


@dataclass(frozen=True, kw_only=True)
class ReliefSigner:
    """Who signed: step, name, post and day."""

    label: str = said("签批步骤")
    name: str = said("签署人")
    post: str = said("签署人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class ReliefFacts(PaperFacts):
    """What both papers say: who, which type, the sum in figures and capitals, in which form."""

    applicant: str = said("申请人")
    identity_masked: str = said("证件号码", default="")
    application_number: str = said("受理编号", default="")
    kind: str = said("救助类型")
    event_on: dt.date
    reason: str = said("困难原因")
    form: str = said("救助方式")
    goods: str = said("实物或服务", default="")
    figures: str = said("金额小写")
    capitals: str = said("金额大写")
    decided_on: dt.date

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.applicant


@dataclass(frozen=True, kw_only=True)
class ReliefApproval(ReliefFacts):
    """临时救助审批表: how the sum was found, who signed, the district's answer, whether aid came first."""

    place: str = said("困难发生地", default="")
    need: str = said("需要的帮助")
    persons: int
    reckoning: str = said("金额计算")
    first: str = said("先行救助情况", default="")
    district: str = said("区级审批意见", default="")
    signers: tuple[ReliefSigner, ...] = said("签署", default=())


@dataclass(frozen=True, kw_only=True)
class ReliefNotice(ReliefFacts):
    """临时救助告知书: the decision for the person, with the remedies."""

    remedies: str = said("救济途径")


define_number_kind("relief_notice", N_("临时救助告知书编号"), "临救")
RIGHT = "services.read_application"
define_kind(
    "relief_approval", "临时救助审批表", ReliefApproval, formats=("a4",), seal="业务专用章", permission=RIGHT
)
define_kind(
    "relief_notice",
    "临时救助告知书",
    ReliefNotice,
    formats=("a5", "a4"),
    number_kind="relief_notice",
    seal="业务专用章",
    permission=RIGHT,
)
