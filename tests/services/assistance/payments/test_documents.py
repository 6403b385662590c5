"""The papers of payment months: what they say, and how they look beside the pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.assistance.payments.papers import (
    ChangeSum,
    ControlSlip,
    PaymentApproval,
    PaymentSigner,
    UnitSum,
)
from tests.documents import sample
from tests.documents.looks import must_look

APPROVED = Path(__file__).with_name("approved")
DAY = dt.date(2026, 11, 12)
HEAD: dict[str, Any] = {
    **sample.OFFICE,
    "batch": "SFJD-DB-202611-00",
    "scheme": "最低生活保障",
    "kind": "月度发放",
    "month": "2026年11月",
    "pay_on": dt.date(2026, 11, 15),
}
APPROVAL = PaymentApproval(
    **HEAD,
    figures="1,093,487.50",
    capitals="人民币壹佰零玖万叁仟肆佰捌拾柒元伍角整",
    households=1783,
    persons=2929,
    base="1,051,200.00",
    extra="40,287.50",
    arrears="3,200.00",
    recovery="1,200.00",
    units=(
        UnitSum(name="和平社区", households=312, persons=520, figures="201,300.00"),
        UnitSum(
            name="示范街道经济技术开发区第三居民委员会", households=1471, persons=2409, figures="892,187.50"
        ),
    ),
    changes=(
        ChangeSum(label="新增", households=12, figures="9,840.00"),
        ChangeSum(label="停发", households=7, figures="-5,120.00"),
        ChangeSum(label="无变动", households=1764, figures="0.00"),
    ),
    withheld=3,
    withheld_figures="2,460.00",
    kept=9,
    approved_on=DAY,
    signers=tuple(
        PaymentSigner(label=label, name=name, post=f"{post}@示范街道办事处", day=DAY)
        for label, name, post in (
            ("制表", "测试01", "窗口人员"),
            ("审核", "测试02", "审核人"),
            ("审批", "测试03", "分管领导（签发）"),
        )
    ),
)
SLIP = ControlSlip(
    **HEAD,
    figures="1,091,027.50",
    capitals="人民币壹佰零玖万壹仟零贰拾柒元伍角整",
    file_name="SFJD-DB-202611-00 代发明细.xlsx",
    digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    rows=1779,
    cash_rows=4,
    cash_figures="2,460.00",
    made_on=DAY,
    made_by="测试02",
)


@pytest.mark.parametrize(("kind", "facts"), [("payment_approval", APPROVAL), ("payment_control_slip", SLIP)])
def test_the_paper_looks_as_approved(kind: str, facts: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(kind, facts, "a4"), APPROVED / f"{kind}.png", tmp_path_factory)
