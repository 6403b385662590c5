"""The papers of the counter as pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.deliveries.documents import PAPER_METHODS
from portal.services.deliveries.papers import DeliveryReceipt
from portal.services.guides.papers import GuideLine, GuideMaterial, ServiceGuide
from portal.services.shifts.papers import ShiftLine, ShiftSheet
from tests.documents import sample
from tests.documents.looks import must_look
from tests.documents.sample import RARE_NAMES

APPROVED = Path(__file__).with_name("approved")
OFFICE = {
    "office": "示范街道办事处",
    "office_phone": "0999-1234567",
    "complaint_phone": "12345",
    "office_address": "示范街道示范路1号",
}
SAMPLES: dict[str, Any] = {
    "delivery_receipt": DeliveryReceipt(
        **OFFICE,
        addressee=RARE_NAMES[0],
        paper_title="最低生活保障确认通知书",
        paper_number="示街办助决〔2026〕12号",
        place="示范路2号院3号楼",
        method="留置送达",
        methods=tuple(PAPER_METHODS.values()),
        deliverer="测试01",
        second_deliverer="测试02",
        prepared_on=dt.date(2026, 11, 23),
    ),
    "service_guide": ServiceGuide(
        **OFFICE,
        item="老年优待证",
        item_code="119901001MZ-GG-0001",
        version=2,
        valid_from=dt.date(2026, 3, 1),
        basics=(
            GuideLine(label="设定依据", text="《中华人民共和国老年人权益保障法》"),
            GuideLine(label="承诺期限", text="5 个工作日"),
        ),
        conditions=("年满六十周岁", "本地户籍或者在本地居住"),
        materials=(
            GuideMaterial(
                name="身份证", necessity="必要", forms="原件、复印件", source="申请人自备", notes="核验后退还"
            ),
            GuideMaterial(name="照片", necessity="必要", forms="电子件", later="可容缺，10 个工作日内补交"),
        ),
        flow="申请—核对—制证—领取",
        steps=("申请", "核对", "制证", "领取"),
        more=(GuideLine(label="特殊情形", text="行动不便的可以上门办理。"),),
    ),
    "shift_handover": ShiftSheet(
        **OFFICE,
        day=dt.date(2026, 11, 23),
        giver="测试01",
        taker="测试02",
        cases=tuple(
            ShiftLine(
                number=f"示街办受〔2026〕{n}号",
                name=name,
                what="困难帮扶登记",
                state="已受理",
                due_on=dt.date(2026, 12, 7),
            )
            for n, name in enumerate(RARE_NAMES, start=1)
        ),
        originals=(ShiftLine(name=RARE_NAMES[0], what="房产证", state="示范派出所"),),
        note="打印机缺纸，已报修。",
    ),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(name, SAMPLES[name]), APPROVED / f"{name}.png", tmp_path_factory)
