"""The slip of a proxy, beside the picture that a person approved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.services.rosters.papers import ProxyReceipt
from tests.documents import sample
from tests.documents.looks import must_look

SLIP = ProxyReceipt(
    **sample.OFFICE,
    roster="示街办慰册〔2026〕1号",
    round="2027年元旦春节慰问困难群众",
    position=128,
    community="示范街道经济技术开发区第三居民委员会",
    name="张䶮",
    identity_masked="**************0018",
    why="最低生活保障在保户（B类），户号示街办低保〔2026〕12号",
    proxy_name="李代领",
    proxy_relation="女儿",
    figures="1,500.00",
    capitals="人民币壹仟伍佰元整",
    goods="大米 2袋；食用油 1桶；棉被 1床",
    received_on=dt.date(2026, 12, 28),
    handed_by="测试01",
)


def test_the_slip_of_a_proxy(tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = Path(__file__).with_name("approved") / "proxy_receipt.png"
    must_look(sample.order("proxy_receipt", SLIP, "a5"), kept, tmp_path_factory)
