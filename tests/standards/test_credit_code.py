"""Unified social credit codes: both check digits, the edge of remainder 0, and the sentences of refusal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.credit_code import (
    ALPHABET,
    check_credit_code,
    credit_check_digit,
    organisation_check_digit,
)
from portal.standards.invalid import InvalidCreditCode

VALID = [
    "91350100M000100Y43",
    "91440300708461136T",
    "91110108551385082Q",
    "11119901MB0A00018U",
    "11119901MB00000270",
]


def made(first_16: str) -> str:
    """A whole code for its first sixteen places."""
    first_17 = first_16 + organisation_check_digit(first_16[8:])
    return first_17 + credit_check_digit(first_17)


class TestCheckCreditCode:
    @pytest.mark.parametrize("code", VALID)
    def test_accepts_known_codes(self, code: str) -> None:
        found = check_credit_code(code)
        assert found.normalised == code
        assert found.authority + found.category + found.division + found.organisation + code[-1] == code

    @pytest.mark.parametrize(
        "typed", ["91350100m000100y43", "９１３５０１００Ｍ０００１００Ｙ４３", "9135 0100 M000100Y-43"]
    )
    def test_mends_how_it_was_typed(self, typed: str) -> None:
        assert check_credit_code(typed).normalised == "91350100M000100Y43"

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("", "没有填写"),
            ("91350100M000100Y4", "现为17位"),
            ("M000100Y4", "组织机构代码"),
            ("M000100Y-4", "组织机构代码"),
            ("350100000000001", "注册号"),
            ("91350100M000100Y44", "最后一位"),
            ("91350100M000100Y53", "第17位"),
            ("9135010OM000100Y43", "第8位是字母O"),
            ("9135A100M000100Y43", "第3至8位"),
            ("91350100M000*00Y43", "第13位是“*”"),
        ],
    )
    def test_says_what_is_wrong(self, code: str, sentence: str) -> None:
        with pytest.raises(InvalidCreditCode) as caught:
            check_credit_code(code)
        assert sentence in str(caught.value)

    def test_accepts_departments_with_a_letter(self) -> None:
        assert check_credit_code(made("N2119901MF000000")).authority == "N"

    @settings(max_examples=100)
    @given(st.text(alphabet=ALPHABET, min_size=8, max_size=8), st.integers(0, 999999))
    def test_round_trips_every_made_code(self, organisation: str, division: int) -> None:
        code = made(f"54{division:06d}{organisation}")
        assert check_credit_code(code).organisation == code[8:17]

    @settings(max_examples=100)
    @given(st.sampled_from(VALID), st.integers(8, 17), st.sampled_from(ALPHABET))
    def test_refuses_every_single_wrong_place(self, code: str, place: int, other: str) -> None:
        wrong = code[:place] + other + code[place + 1 :]
        if wrong == code:
            return
        with pytest.raises(InvalidCreditCode):
            check_credit_code(wrong)
