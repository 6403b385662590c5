"""The papers of payment months (frozen facts): the approval form 发放审批表 and the control slip 代发控制单 of the file.

Long lists (变动表, 发放台账, 签领册) are ledgers. Sums come in twice, as figures and in capitals, from the same fen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind


@dataclass(frozen=True, kw_only=True)
class UnitSum:
    """What one community comes to; `figures` is its sum in yuan."""

    name: str = said("社区")
    households: int
    persons: int
    figures: str = said("金额")


@dataclass(frozen=True, kw_only=True)
class ChangeSum:
    """One kind of difference against the month before: households, and by how much (signed, yuan)."""

    label: str = said("变动")
    households: int
    figures: str = said("增减金额")


@dataclass(frozen=True, kw_only=True)
class PaymentSigner:
    """Who signed a list: step (制表、审核、审批), name, post and day."""

    label: str = said("签批步骤")
    name: str = said("签署人")
    post: str = said("签署人岗位")
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class BatchFacts(PaperFacts):
    """What every paper of a batch says about it; `month` as 2026年11月, `pay_on` the day of payment."""

    batch: str = said("批次号")
    scheme: str = said("救助种类")
    kind: str = said("批次类别")
    month: str = said("所属月份")
    pay_on: dt.date
    figures: str = said("金额小写")
    capitals: str = said("金额大写")

    @property
    def own_number(self) -> str:
        """The batch's number, which whoever checks the code compares with the paper."""
        return self.batch


@dataclass(frozen=True, kw_only=True)
class PaymentApproval(BatchFacts):
    """发放审批表: what the list comes to, by part and by community, how it differs from last month, who signed.

    `withheld` households are not paid this month; `kept` anomalies were paid with a reason.
    """

    households: int
    persons: int
    base: str = said("基本金额")
    extra: str = said("分类施保")
    arrears: str = said("补发")
    recovery: str = said("扣回")
    units: tuple[UnitSum, ...] = said("分社区", default=())
    changes: tuple[ChangeSum, ...] = said("与上月相比", default=())
    withheld: int = 0
    withheld_figures: str = said("暂缓金额", default="0.00")
    kept: int = 0
    reason: str = said("依据", default="")
    approved_on: dt.date
    signers: tuple[PaymentSigner, ...] = said("签批", default=())


@dataclass(frozen=True, kw_only=True)
class ControlSlip(BatchFacts):
    """代发控制单: what the bank's file holds, and its SHA-256, so that the bank and the office speak of the same file."""

    file_name: str = said("文件名")
    digest: str = said("文件摘要")
    rows: int
    cash_rows: int = 0
    cash_figures: str = said("现金金额", default="0.00")
    made_on: dt.date
    made_by: str = said("经办人")


PAPER_APPROVAL, PAPER_SLIP = "救助金发放审批表", "救助金代发控制单"
PAPER_OFFICE_SEAL, PAPER_SEAL = "单位公章", "业务专用章"
RIGHT = "payments.read_payments"
define_kind(
    "payment_approval",
    PAPER_APPROVAL,
    PaymentApproval,
    formats=("a4",),
    seal=PAPER_OFFICE_SEAL,
    permission=RIGHT,
)
define_kind(
    "payment_control_slip", PAPER_SLIP, ControlSlip, formats=("a4",), seal=PAPER_SEAL, permission=RIGHT
)
