"""The letter to a household whose sum was adjusted (标准调整通知书): what it says, its number and its seal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind

KIND = "adjustment_notice"


@dataclass(frozen=True, kw_only=True)
class AdjustmentNotice(PaperFacts):
    """标准调整通知书: the household by name and file number, both standards, the calculation, from when, arrears, remedies.

    Sums are fen a month; `arrears_months` months come to `arrears`, 0 where nothing is to be paid afterwards. No identity
    number, address or account stands on it (57号 art. 24).
    """

    head_name: str = said("户主姓名")
    file_number: str = said("户号")
    scheme: str = said("救助类别")
    is_by_household: bool = False
    persons: int = 0
    old_standard: int = 0
    new_standard: int = 0
    income: int = 0
    old_base: int = 0
    new_base: int = 0
    old_extra: int = 0
    new_extra: int = 0
    old_total: int = 0
    new_total: int = 0
    from_month: dt.date
    run_month: dt.date
    arrears_months: int = 0
    arrears: int = 0
    basis: str = said("依据")
    remedies: str = said("救济途径", default="")
    decided_on: dt.date


define_kind(
    KIND,
    "标准调整通知书",
    AdjustmentNotice,
    formats=("a5",),
    seal="业务专用章",
    permission="assistance.read_file",
)
