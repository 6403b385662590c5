"""Numbering lines: what the writer set one under the other gets numbers, what he numbered himself stays."""

from __future__ import annotations

import pytest

from portal.mediation.numbering import CHINESE, numbered


@pytest.mark.parametrize(
    ("typed", "style", "wanted"),
    [
        (["修好管道", "", "赔偿"], "digits", ("1. 修好管道", "2. 赔偿")),
        (["甲赔偿乙", "乙撤回"], CHINESE, ("一、甲赔偿乙", "二、乙撤回")),
        (["只有一条"], CHINESE, ("只有一条",)),
        (["一、甲", "二、乙"], CHINESE, ("一、甲", "二、乙")),
        (["1.甲", "2.乙"], CHINESE, ("1.甲", "2.乙")),
        (["（一）甲", "接上一行"], "digits", ("（一）甲", "接上一行")),
        (["3.5万元由甲给付", "余款另议"], CHINESE, ("一、3.5万元由甲给付", "二、余款另议")),
        (["一次付清", "双方和好"], CHINESE, ("一、一次付清", "二、双方和好")),
    ],
)
def test_numbers_what_bears_none(typed: list[str], style: str, wanted: tuple[str, ...]) -> None:
    assert numbered(typed, style) == wanted


def test_counts_beyond_ten() -> None:
    lines = numbered(["甲"] * 21, CHINESE)
    assert (lines[9], lines[10], lines[19], lines[20]) == ("十、甲", "十一、甲", "二十、甲", "二十一、甲")
