"""What the papers of agreements say (frozen facts): the forms of 司法部 (司发通〔2010〕239号, reference A.3 nos 9–12), and local
ones beside them. The seal is the committee's; nothing but “不收费” is said of fees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind
from portal.mediation.numbers import ORAL, OTHER, WRITTEN
from portal.mediation.papers import COMMITTEE_SEAL, READ, CaseFacts
from portal.mediation.records.papers import SignPlace


@dataclass(frozen=True, kw_only=True)
class OwedLine:
    """One thing owed, as the agreement lists it."""

    debtor: str = said("履行人")
    creditor: str = said("接受人", default="")
    what: str = said("履行内容")
    figures: str = said("金额", default="")
    due_on: dt.date


@dataclass(frozen=True, kw_only=True)
class AgreementFacts(CaseFacts):
    """9 人民调解协议书 and 9' 人民调解口头协议登记表. `figures` and `capitals` say the same sum, or are both empty."""

    facts_text: str = said("纠纷主要事实")
    issues: str = said("争议事项", default="")
    terms: tuple[str, ...] = said("协议内容")
    manner: str = said("履行方式、地点", default="")
    owed: tuple[OwedLine, ...] = said("履行时限", default=())
    figures: str = said("金额", default="")
    capitals: str = said("金额大写", default="")
    is_performed_at_once: bool = False
    copies: int = 3
    reached_on: dt.date
    place: str = said("调解地点", default="")
    signs: tuple[SignPlace, ...] = said("签名", default=())


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts(CaseFacts):
    """10 收条: what one party received from the other towards an agreement, of the whole sum between the two, and what is left.

    An empty `proof` leaves boxes to tick.
    """

    agreement_number: str = said("协议编号")
    payer: str = said("付款人")
    payee: str = said("收款人")
    figures: str = said("金额")
    capitals: str = said("金额大写")
    owed_figures: str = said("应付总额")
    done_figures: str = said("已付金额")
    left_figures: str = said("尚欠金额")
    proof: str = said("付款方式及凭证", default="")
    note: str = said("备注", default="")
    done_on: dt.date


@dataclass(frozen=True, kw_only=True)
class UrgingFacts(CaseFacts):
    """督促履行通知: whom it goes to, what was due by the agreement, what is left, by when, and what else is open."""

    agreement_number: str = said("协议编号")
    effective_on: dt.date
    debtor: str = said("履行人")
    creditor: str = said("接受人", default="")
    what: str = said("应履行事项")
    due_on: dt.date
    left_figures: str = said("尚欠金额", default="")
    left_capitals: str = said("尚欠金额大写", default="")
    perform_by: dt.date
    remedies: str = said("其他途径")
    urged_on: dt.date


@dataclass(frozen=True, kw_only=True)
class VisitFacts(CaseFacts):
    """11 人民调解回访记录."""

    agreement_number: str = said("调解协议编号", default="")
    visited: str = said("被回访人")
    way: str = said("回访方式")
    reason: str = said("回访事由")
    performance: str = said("履行情况")
    satisfaction: str = said("满意程度")
    situation: str = said("回访情况")
    suit: str = said("诉讼情况", default="")
    danger: str = said("隐患及措施", default="")
    visitor: str = said("回访人")
    visited_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """One of those who apply to the court together. The number is given in full, because the court asks it."""

    name: str = said("申请人姓名（名称）")
    is_person: bool = True
    sex: str = said("性别", default="")
    birth: dt.date | None = None
    ethnic_group: str = said("民族", default="")
    identity_number: str = said("证件号码", default="")
    address: str = said("住址", default="")
    phone: str = said("联系电话", default="")
    legal_representative: str = said("法定代表人", default="")
    agent: str = said("委托代理人", default="")


@dataclass(frozen=True, kw_only=True)
class ConfirmationFacts(CaseFacts):
    """12 司法确认申请书: both sides apply together, promise that they mean it, and sign together. It bears no seal."""

    applicants: tuple[Applicant, ...] = said("申请人")
    agreement_number: str = said("调解协议编号")
    agreement_form: str = said("协议形式")
    reached_on: dt.date
    effective_on: dt.date
    last_on: dt.date
    mediators: str = said("调解员", default="")
    reasons: tuple[str, ...] = said("事实与理由", default=())
    court: str = said("人民法院")
    prepared_on: dt.date


@dataclass(frozen=True, kw_only=True)
class ClosingFacts(CaseFacts):
    """结案报告表 (fields after a provincial guide, reference A.3): who did what from when to when, facts, result, opinion."""

    handled_by: str = said("承办人")
    accepted_on: dt.date | None = None
    ended_on: dt.date
    reported_on: dt.date
    source: str = said("案件来源")
    summary: str = said("简要事实")
    result: str = said("调解结果")
    agreement_number: str = said("调解协议编号", default="")
    opinion: str = said("领导意见", default="")
    opinion_by: str = said("意见签署人", default="")
    opinion_on: dt.date | None = None
    is_own_opinion: bool = False


AGREEMENT, ORAL_FORM = "mediation_agreement", "mediation_oral_agreement"
RECEIPT, URGING, VISIT = "mediation_receipt", "mediation_urging", "mediation_visit"
CONFIRMATION, CLOSING = "mediation_confirmation", "mediation_closing"

for _code, _title, _facts, _number, _seal in (
    (AGREEMENT, "人民调解协议书", AgreementFacts, WRITTEN.code, COMMITTEE_SEAL),
    (ORAL_FORM, "人民调解口头协议登记表", AgreementFacts, ORAL.code, COMMITTEE_SEAL),
    (RECEIPT, "收条", ReceiptFacts, None, ""),
    (URGING, "督促履行通知", UrgingFacts, OTHER.code, COMMITTEE_SEAL),
    (VISIT, "人民调解回访记录", VisitFacts, None, ""),
    (CONFIRMATION, "司法确认申请书", ConfirmationFacts, None, ""),
    (CLOSING, "结案报告表", ClosingFacts, None, COMMITTEE_SEAL),
):
    define_kind(
        _code,
        _title,
        _facts,
        template=_code,
        version=2 if _code == CLOSING else 1,
        formats=("a4",),
        number_kind=_number,
        seal=_seal,
        permission=READ,
    )
