"""The papers of the counter as pictures that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.services.deliveries.documents import PAPER_METHODS
from portal.services.deliveries.papers import DeliveryReceipt
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
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_paper_looks_as_approved(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    must_look(sample.order(name, SAMPLES[name]), APPROVED / f"{name}.png", tmp_path_factory)
