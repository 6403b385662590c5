"""Amounts in capitals: the reference's vectors, the examples printed in the rule itself, and reading them back."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.amounts import (
    MOST_FEN,
    amounts_agree,
    capitals,
    explain_amount,
    fen_of,
    figures,
)
from portal.standards.invalid import InvalidAmount

VECTORS = [
    ("0.05", "伍分"),
    ("0.50", "伍角整"),
    ("10.00", "壹拾元整"),
    ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("10001", "壹万零壹元整"),
    ("20030", "贰万零叁拾元整"),
    ("1000000.10", "壹佰万元壹角整"),
    ("269730", "贰拾陆万玖仟柒佰叁拾元整"),
    ("3720", "叁仟柒佰贰拾元整"),
    ("3732", "叁仟柒佰叁拾贰元整"),
    ("128760", "壹拾贰万捌仟柒佰陆拾元整"),
    ("17291009", "壹仟柒佰贰拾玖万壹仟零玖元整"),
    ("592764", "伍拾玖万贰仟柒佰陆拾肆元整"),
    ("239005.86", "贰拾叁万玖仟零伍元捌角陆分"),
    ("640", "陆佰肆拾元整"),
    ("192", "壹佰玖拾贰元整"),
    ("200000000.01", "贰亿元零壹分"),
    ("0", "零元整"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("100000001", "壹亿零壹元整"),
    ("100001000", "壹亿零壹仟元整"),
    ("100010000", "壹亿零壹万元整"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]

ALSO_LEGAL = [
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("107000.53", "壹拾万零柒仟元伍角叁分"),
    ("1000000.10", "壹佰万元零壹角"),
    ("10.00", "人民币 壹拾圆正"),
]

_DIGIT = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_PLACE = {"仟": 1000, "佰": 100, "拾": 10, "": 1}


def read_back(text: str) -> int:
    """The fen that capitals say, by a reading that shares nothing with the writing."""
    match = re.fullmatch("人民币(?:(?:(.*)亿)?(?:(.*)万)?(.*)元)?零?(?:(.)角)?零?(?:(.)分)?整?", text)
    assert match is not None, text
    billion, million, units, jiao, fen = (part or "" for part in match.groups())
    yuan = _section(billion) * 10**8 + _section(million) * 10**4 + _section(units)
    return yuan * 100 + _DIGIT.get(jiao, 0) * 10 + _DIGIT.get(fen, 0)


def _section(text: str) -> int:
    return sum(
        _DIGIT[digit] * _PLACE[place]
        for digit, place in re.findall("([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)", text)
    )


class TestCapitals:
    @pytest.mark.parametrize(("amount", "written"), VECTORS)
    def test_writes_the_vectors(self, amount: str, written: str) -> None:
        assert capitals(amount) == "人民币" + written
        assert capitals(Decimal(amount)) == "人民币" + written
        assert capitals(fen_of(amount)) == "人民币" + written

    @settings(max_examples=100)
    @given(st.integers(0, MOST_FEN))
    def test_reads_back(self, fen: int) -> None:
        assert read_back(capitals(fen)) == fen

    @settings(max_examples=100)
    @given(st.lists(st.sampled_from("0001"), min_size=1, max_size=14).map("".join))
    def test_reads_back_where_zeros_abound(self, digits: str) -> None:
        written = capitals(int(digits))
        assert read_back(written) == int(digits)
        assert "零零" not in written


class TestAmountsAgree:
    @pytest.mark.parametrize(("amount", "written"), VECTORS + ALSO_LEGAL)
    def test_knows_every_legal_form(self, amount: str, written: str) -> None:
        assert amounts_agree(amount, written)

    @pytest.mark.parametrize(
        ("amount", "written"),
        [
            ("10.00", "拾元整"),
            ("10.00", "壹拾元"),
            ("10.01", "壹拾元壹分"),
            ("10.05", "壹拾元零伍分整"),
            ("10001", "壹万壹元整"),
            ("1234.50", "壹仟贰佰叁拾肆元伍分"),
            ("10", ""),
            ("10", "[元]"),
        ],
    )
    def test_sees_what_differs(self, amount: str, written: str) -> None:
        assert not amounts_agree(amount, written)

    @settings(max_examples=100)
    @given(st.integers(0, MOST_FEN), st.integers(0, MOST_FEN))
    def test_holds_for_the_same_amount_only(self, one: int, other: int) -> None:
        assert amounts_agree(one, capitals(one))
        assert amounts_agree(one, capitals(other)) == (one == other)


class TestFenOf:
    @pytest.mark.parametrize(
        ("value", "fen"),
        [
            ("1234.50", 123450),
            ("1,234.5", 123450),
            ("¥1,234.50", 123450),
            ("￥１２３４．５０元", 123450),
            (" 1 234.50 ", 123450),
            (Decimal("1234.500"), 123450),
            (Decimal("1.2E3"), 120000),
            (123450, 123450),
            ("0", 0),
        ],
    )
    def test_reads_fen_and_yuan(self, value: int | Decimal | str, fen: int) -> None:
        assert fen_of(value) == fen

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ("-1", "不能为负数"),
            (-1, "不能为负数"),
            (Decimal("-0.01"), "不能为负数"),
            ("1.005", "最多两位小数"),
            (Decimal("1.005"), "最多两位小数"),
            (Decimal("1.00000000000000000000000000000000001"), "最多两位小数"),
            ("1000000000000", "不能超过"),
            (Decimal("1E+1000000"), "不能超过"),
            (10**14, "不能超过"),
            ("1,23.50", "应写成数字"),
            ("1e3", "应写成数字"),
            ("壹元", "应写成数字"),
            (".5", "应写成数字"),
            ("", "应写成数字"),
            (Decimal("NaN"), "不是数字"),
            (Decimal("Infinity"), "不是数字"),
            (True, "不是数字"),
            (1.5, "不是数字"),
        ],
    )
    def test_says_what_is_wrong(self, value: int | Decimal | str, sentence: str) -> None:
        with pytest.raises(InvalidAmount, match=sentence):
            fen_of(value)


class TestExplainAmount:
    def test_answers_with_figures_and_capitals(self) -> None:
        assert explain_amount("1234.50") == {"figures": "1234.50", "capitals": "人民币壹仟贰佰叁拾肆元伍角整"}

    def test_writes_figures_with_two_decimals(self) -> None:
        assert figures(5) == "0.05"
        assert figures("10") == "10.00"
