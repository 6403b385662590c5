"""What the papers of a mediation say (frozen facts) about committee, case and parties, and the papers up to the acceptance.

After the forms of 司法部 (司发通〔2010〕239号, reference A.3). `office` is the committee, never the street office; no fee is ever
printed but “不收费”. Papers of sessions, agreements and volumes are defined beside what they are about.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind
from portal.mediation.numbers import ACCEPTANCE, REFUSAL, TERMINATION

READ = "mediation.read_case"
COMMITTEE_SEAL = "人民调解委员会印章"


@dataclass(frozen=True, kw_only=True)
class PartyLine:
    """One party as the forms print it; `age` is that of the paper's day, an organisation has its representative and code."""

    side: str = said("当事人地位", default="")
    name: str = said("当事人姓名（名称）")
    is_person: bool = True
    sex: str = said("性别", default="")
    ethnic_group: str = said("民族", default="")
    age: str = said("年龄", default="")
    job: str = said("职业或职务", default="")
    phone: str = said("联系方式", default="")
    address: str = said("单位或住址", default="")
    legal_representative: str = said("法定代表人", default="")
    credit_code: str = said("统一社会信用代码", default="")
    cannot_read: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseFacts(PaperFacts):
    """What every paper of a case says. `office` is the committee; `nature` decides head and remedies (人民调解, never mixed)."""

    nature: str = said("调解性质", default="人民调解")
    case_number: str = said("案号", default="")
    title: str = said("纠纷名称", default="")
    category: str = said("纠纷类型", default="")
    parties: tuple[PartyLine, ...] = said("当事人", default=())

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return "、".join(party.name for party in self.parties[:3])


@dataclass(frozen=True, kw_only=True)
class ApplicationForm(CaseFacts):
    """1 人民调解申请书: parties, what happened, what is asked for, the fixed sentence of the voluntary application."""

    story: str = said("纠纷简要情况")
    demands: tuple[str, ...] = said("当事人申请事项", default=())
    applied_on: dt.date


@dataclass(frozen=True, kw_only=True)
class AcceptanceForm(CaseFacts):
    """2 人民调解受理登记表. `sources` are the choices printed, `source` the one that is ticked."""

    accepted_on: dt.date
    is_initiative: bool = False
    source: str = said("案件来源")
    source_note: str = said("来源说明", default="")
    sources: tuple[str, ...] = said("案件来源", default=())
    story: str = said("纠纷简要情况")
    registered_by: str = said("登记人")


@dataclass(frozen=True, kw_only=True)
class RightsNotice(CaseFacts):
    """3 当事人权利义务告知书 (人民调解法 arts. 3, 4, 23, 24, 31, 33): to whom it was told, how, when and by whom."""

    way: str = said("告知方式")
    told_on: dt.date
    told_time: str = said("告知时间")
    told_by: str = said("告知人")


@dataclass(frozen=True, kw_only=True)
class AcceptanceNotice(CaseFacts):
    """受理通知书, with its stub: to whom, the matter, the day, the mediator, and what to bring."""

    addressees: str = said("受通知人")
    source: str = said("案件来源", default="当事人申请")
    applied_on: dt.date
    accepted_on: dt.date
    due_on: dt.date
    mediator: str = said("调解员", default="")
    bring: str = said("请携带的材料", default="")


@dataclass(frozen=True, kw_only=True)
class RefusalNotice(CaseFacts):
    """不予受理通知书, with its stub: the list of reasons with the one that holds, and the other ways that are open."""

    addressees: str = said("受通知人")
    applied_on: dt.date
    reasons: tuple[str, ...] = said("不予受理理由", default=())
    reason: str = said("不予受理理由")
    explanation: str = said("说明", default="")
    remedies: str = said("其他途径")
    decided_on: dt.date


@dataclass(frozen=True, kw_only=True)
class TerminationNotice(CaseFacts):
    """终止调解通知书, with its stub: accepted when, ended why, and the other ways that are open (人民调解法 art. 26)."""

    addressees: str = said("受通知人")
    accepted_on: dt.date
    reason: str = said("终止理由")
    explanation: str = said("说明", default="")
    remedies: str = said("其他途径")
    ended_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One party's consent to a longer time: when and in which way it was given."""

    name: str = said("当事人姓名")
    day: dt.date
    way: str = said("同意方式")


@dataclass(frozen=True, kw_only=True)
class ExtensionPaper(CaseFacts):
    """延期调解申请（决定）: why, who consented when, from which day to which."""

    accepted_on: dt.date
    reason: str = said("延期理由")
    consents: tuple[Consent, ...] = said("当事人同意情况", default=())
    old_due_on: dt.date
    new_due_on: dt.date
    asked_on: dt.date
    decided_on: dt.date
    decided_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class WithdrawalForm(CaseFacts):
    """撤回调解申请书: who takes the application back, and why."""

    asked_by: str = said("撤回人")
    reason: str = said("撤回理由")
    asked_on: dt.date


@dataclass(frozen=True, kw_only=True)
class RecusalPaper(CaseFacts):
    """回避申请（决定）书: whom it is about, who asked and why, what the chair decided."""

    mediator: str = said("被申请回避的调解员")
    asked_by: str = said("申请人")
    asked_on: dt.date
    reason: str = said("申请理由")
    is_granted: bool
    decision_note: str = said("决定理由", default="")
    decided_by: str = said("决定人")
    decided_on: dt.date


@dataclass(frozen=True, kw_only=True)
class SuspensionNotice(CaseFacts):
    """中止调解告知书: why, from when, and how the mediation goes on."""

    addressees: str = said("受通知人")
    accepted_on: dt.date
    reason: str = said("中止理由")
    suspended_on: dt.date


@dataclass(frozen=True, kw_only=True)
class DangerRecord(CaseFacts):
    """报告公安记录 (人民调解法 art. 25): what was noticed when, and that the police was told: when, where, whom, how.

    `report` is the key of the report, so that each is printed once.
    """

    report: int
    danger: str = said("危险情形")
    happened: str = said("情况和已采取措施")
    noticed: str = said("发现时间")
    reported: str = said("报告时间")
    station: str = said("派出所")
    receiver: str = said("接报人")
    way: str = said("报告方式")
    reported_by: str = said("报告人")
    made_on: dt.date


for _code, _title, _facts, _number in (
    ("mediation_application", "人民调解申请书", ApplicationForm, None),
    ("mediation_acceptance_form", "人民调解受理登记表", AcceptanceForm, None),
    ("mediation_rights", "当事人权利义务告知书", RightsNotice, None),
    ("mediation_acceptance", "受理通知书", AcceptanceNotice, ACCEPTANCE.code),
    ("mediation_refusal", "不予受理通知书", RefusalNotice, REFUSAL.code),
    ("mediation_termination", "终止调解通知书", TerminationNotice, TERMINATION.code),
    ("mediation_extension", "延期调解申请（决定）书", ExtensionPaper, None),
    ("mediation_withdrawal", "撤回调解申请书", WithdrawalForm, None),
    ("mediation_recusal", "回避申请（决定）书", RecusalPaper, None),
    ("mediation_suspension", "中止调解告知书", SuspensionNotice, None),
    ("mediation_danger", "报告公安记录", DangerRecord, None),
):
    define_kind(
        _code,
        _title,
        _facts,
        template=_code,
        formats=("a4",),
        number_kind=_number,
        seal="" if _code in {"mediation_application", "mediation_withdrawal"} else COMMITTEE_SEAL,
        permission=READ,
    )
