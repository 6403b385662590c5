"""The office's own papers: what each says (frozen facts), its number and its seal. A room fills the facts and never the template.

Field lists follow the practice of 行政许可法 art. 32, 38 and 42 (reference F.1, F.2). Personal numbers come in masked by the room
that fills them, except on the card face, whose purpose is to show the number. Dates are the office's days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_


@dataclass(frozen=True, kw_only=True)
class MaterialLine:
    """One material in a receipt: `form` 原件/复印件/电子件, `state` 已收/容缺/免交/核验后退还, `copies` in 份, `pages` in 页."""

    name: str = said("材料名称")
    form: str = said("材料形式", default="")
    copies: int = 1
    pages: int | None = None
    state: str = said("材料状态", default="已收")


@dataclass(frozen=True, kw_only=True)
class RequiredMaterial:
    """One material of a one-time notice; `missing` ticks it as still to be supplied, `reason` says why (未提交、已过期…)."""

    name: str = said("材料名称")
    form: str = said("材料形式", default="")
    copies: int = 1
    issuer: str = said("出具单位", default="")
    missing: bool = False
    reason: str = said("缺少原因", default="")


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing to mend in a supplement notice: what is wrong with which material, and how to cure it."""

    name: str = said("材料名称")
    problem: str = said("存在问题")
    cure: str = said("补正要求")


@dataclass(frozen=True, kw_only=True)
class PromisedMaterial:
    """One material that is promised for later (容缺): by which day and how it will be handed in."""

    name: str = said("材料名称")
    promised_by: dt.date
    way: str = said("补交方式", default="窗口提交")


@dataclass(frozen=True, kw_only=True)
class HandoverLine:
    """One line of a material hand-over list; `original_kept` with the day on which an original goes back."""

    name: str = said("材料名称")
    form: str = said("材料形式", default="")
    copies: int = 1
    pages: int | None = None
    original_kept: bool = False
    return_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts(PaperFacts):
    """What every paper of an application says about who applies for what.

    `identity_masked` and `contact_phone` come masked; `agent` with `agent_relation` when somebody else applies (代办人).
    """

    applicant: str = said("申请人")
    identity_kind: str = said("证件类型", default="居民身份证")
    identity_masked: str = said("证件号码", default="")
    contact_phone: str = said("联系电话", default="")
    agent: str = said("代办人", default="")
    agent_relation: str = said("代办人与申请人关系", default="")
    item: str = said("申请事项")
    item_code: str = said("事项编码", default="")

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.applicant


@dataclass(frozen=True, kw_only=True)
class AcceptanceReceipt(ApplicationFacts):
    """受理通知书. `due_on` is the computed last day; `due_provisional` marks a day in a year without official calendar (暂定).

    `promised_days` and `statutory_days` are working days (承诺期限, 法定期限), None where there is none.
    """

    case_type: str = said("办件类型", default="承诺件")
    applied_on: dt.date
    legal_basis: str = said("办理依据", default="")
    materials: tuple[MaterialLine, ...] = said("申请材料", default=())
    accepted_on: dt.date
    accepted_by: str = said("受理人")
    due_on: dt.date | None = None
    due_provisional: bool = False
    promised_days: int | None = None
    statutory_days: int | None = None
    fee: str = said("收费情况", default="不收费")
    note: str = said("备注", default="")


@dataclass(frozen=True, kw_only=True)
class OneTimeNotice(ApplicationFacts):
    """一次性告知书: everything needed, told once; the missing ones ticked with the reason; by when, and what remains open."""

    legal_basis: str = said("办理依据", default="")
    conditions: str = said("受理条件", default="")
    process: str = said("办理流程", default="")
    time_limit: str = said("办理时限", default="")
    fee: str = said("收费情况", default="不收费")
    place: str = said("办理地点", default="")
    materials: tuple[RequiredMaterial, ...] = said("申请材料", default=())
    special_cases: str = said("特殊情形", default="")
    supply_by: dt.date | None = None
    supply_provisional: bool = False
    effect: str = said("逾期后果", default="")
    remedies: str = said("救济途径", default="")
    told_on: dt.date
    told_by: str = said("告知人")


@dataclass(frozen=True, kw_only=True)
class SupplementNotice(ApplicationFacts):
    """补正通知书: each defect with its cure, the deadline, and what follows when it is missed.

    After acceptance `application_number` is the 受理号, `clock_note` says whether the limit runs on, `again` why it is asked once
    more.
    """

    received_on: dt.date
    application_number: str = said("受理编号", default="")
    clock_note: str = said("期限说明", default="")
    again: str = said("再次要求补正的理由", default="")
    defects: tuple[Defect, ...] = said("补正内容", default=())
    supply_by: dt.date | None = None
    supply_provisional: bool = False
    effect: str = said("逾期后果", default="")
    told_on: dt.date
    told_by: str = said("告知人")


@dataclass(frozen=True, kw_only=True)
class NonAcceptanceNotice(ApplicationFacts):
    """不予受理通知书: the reason with its article, where else to go, and the remedies with their time limits."""

    applied_on: dt.date
    reason_code: str = said("理由代码", default="")
    reason: str = said("不予受理理由")
    article: str = said("依据条款", default="")
    where_else: str = said("建议办理单位", default="")
    remedies: str = said("救济途径", default="")
    decided_on: dt.date
    decided_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class MaterialPromise(ApplicationFacts):
    """容缺承诺书: the materials promised for later, signed by the applicant. `application_number` is the 受理号."""

    application_number: str = said("受理编号", default="")
    materials: tuple[PromisedMaterial, ...] = said("容缺材料", default=())
    consequences: str = said("违诺后果", default="")
    promised_on: dt.date
    told_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class ServiceReceipt(PaperFacts):
    """居民服务回执: a consultation or small help: `asked` is the matter, `answer` what was said or done."""

    resident: str = said("居民姓名")
    contact_phone: str = said("联系电话", default="")
    service_kind: str = said("服务类型", default="来访咨询")
    asked: str = said("咨询或服务事项")
    answer: str = said("答复或办理情况", default="")
    next_step: str = said("后续安排", default="")
    served_on: dt.date
    served_by: str = said("接待人")

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.resident


@dataclass(frozen=True, kw_only=True)
class ClosingSlip(ApplicationFacts):
    """办结单 of an item done on the spot (即办件): acceptance, decision and delivery on one paper, in place of three."""

    case_type: str = said("办件类型", default="即办件")
    accepted_on: dt.date
    materials: tuple[MaterialLine, ...] = said("申请材料", default=())
    decided_on: dt.date
    result: str = said("办理结果")
    result_papers: str = said("结果名称及编号", default="")
    reasons: str = said("办理说明", default="")
    delivery: str = said("送达方式", default="窗口领取")
    handled_by: str = said("经办人")
    fee: str = said("收费情况", default="不收费")
    remedies: str = said("救济途径", default="")


@dataclass(frozen=True, kw_only=True)
class MaterialHandover(ApplicationFacts):
    """材料接收清单: what was handed over, in which form, and which originals go back on which day."""

    application_number: str = said("受理编号", default="")
    materials: tuple[HandoverLine, ...] = said("材料清单", default=())
    received_on: dt.date
    received_by: str = said("接收人")


@dataclass(frozen=True, kw_only=True)
class SeniorCardFace(PaperFacts):
    """The face of a senior card (老年优待证), 100 mm × 70 mm. `photo` is a JPEG of 25×35 mm at 300 dpi or more, or None.

    `preprinted` prints the values alone, for blank cards that carry title and labels already. `colour` (green, red or empty)
    is the type's, for cards printed whole.
    """

    card_title: str = said("证件名称", default="老年优待证")
    region: str = said("发证地区", default="")
    colour: str = ""
    name: str = said("姓名")
    sex: str = said("性别")
    ethnic_group: str = said("民族", default="")
    identity_number: str = said("身份证号")
    address: str = said("住址")
    card_number: str = said("证号")
    issued_on: dt.date
    issuer: str = said("发证机关")
    photo: bytes | None = None
    preprinted: bool = False

    @property
    def own_number(self) -> str:
        """The card's number (证号), which whoever checks the code compares with the card."""
        return self.card_number

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.name


define_number_kind("acceptance", N_("受理编号"), "受")
define_number_kind("one_time_notice", N_("一次性告知书编号"), "告")
define_number_kind("supplement", N_("补正通知书编号"), "补")
define_number_kind("non_acceptance", N_("不予受理通知书编号"), "不受")
define_number_kind("promise", N_("容缺承诺书编号"), "诺")
define_number_kind("service", N_("居民服务回执编号"), "服")

define_kind(
    "acceptance_receipt", "受理通知书", AcceptanceReceipt, number_kind="acceptance", seal="受理专用章"
)
define_kind(
    "one_time_notice", "一次性告知书", OneTimeNotice, number_kind="one_time_notice", seal="受理专用章"
)
define_kind(
    "supplement_notice",
    "补正通知书",
    SupplementNotice,
    version=2,
    number_kind="supplement",
    seal="受理专用章",
)
define_kind(
    "non_acceptance_notice",
    "不予受理通知书",
    NonAcceptanceNotice,
    number_kind="non_acceptance",
    seal="受理专用章",
)
define_kind("material_promise", "容缺承诺书", MaterialPromise, formats=("a4",), number_kind="promise")
define_kind(
    "service_receipt",
    "居民服务回执",
    ServiceReceipt,
    formats=("a5", "a4"),
    number_kind="service",
    seal="业务专用章",
)
define_kind("closing_slip", "办结单", ClosingSlip, number_kind="acceptance", seal="业务专用章")
define_kind("material_handover", "材料接收清单", MaterialHandover)
define_kind("senior_card", "老年优待证", SeniorCardFace, formats=("card",))
