"""The risk scale as an office writes it, what is refused in it, and how names are masked."""

from __future__ import annotations

import pytest

from portal.errors import RuleBroken
from portal.screening.ledger.masks import mask_name
from portal.screening.ledger.scale import PAPER_SCALE, SCALE

RED, YELLOW = "red | 一级 | 3 | 1 | 包案 | 区", "yellow | 三级 | 60 | 0 | 不用 | 不用"


def test_an_office_may_use_three_levels() -> None:
    assert SCALE.parse(f"{RED}\n{YELLOW}")[0][1] == "一级"
    assert SCALE.parse(SCALE.text(PAPER_SCALE)) == PAPER_SCALE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RED, "不能去掉"),
        (f"{RED}\n{RED}\n{YELLOW}", "各一行"),
        (f"{RED}\n{YELLOW}\ngreen | 四级 | 9 | 9 | 不用 | 不用", "各一行"),
        (f"{RED.replace('3', '0')}\n{YELLOW}", "1 至 365"),
        (f"{RED.replace('包案', '要')}\n{YELLOW}", "领导一格"),
        (f"{RED.replace('一级', ' ')}\n{YELLOW}", "名称"),
    ],
)
def test_what_makes_no_scale_is_refused(text: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        SCALE.parse(text)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张示例", "张**"),
        ("欧阳示例", "欧阳**"),
        ("阿卜杜拉·买买提", "阿***·*"),
        ("王", "王*"),
    ],
)
def test_a_masked_name_keeps_the_family_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked
