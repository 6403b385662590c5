"""Telephone and bank account numbers: what is mended, what is refused, what only warns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.bank import check_bank_account, mask_bank_account
from portal.standards.invalid import InvalidAccount, InvalidPhone
from portal.standards.phones import check_phone, mask_phone


class TestCheckPhone:
    @pytest.mark.parametrize(
        ("typed", "kept", "kind"),
        [
            ("13900000000", "13900000000", "mobile"),
            ("139 0000 0000", "13900000000", "mobile"),
            ("139-0000-0000", "13900000000", "mobile"),
            ("+86 13900000000", "13900000000", "mobile"),
            ("+86-139-0000-0000", "13900000000", "mobile"),
            ("008613900000000", "13900000000", "mobile"),
            ("8613900000000", "13900000000", "mobile"),
            ("１３９００００００００", "13900000000", "mobile"),
            ("19900000000", "19900000000", "mobile"),
            ("0591-87650000", "0591-87650000", "landline"),
            ("059187650000", "0591-87650000", "landline"),
            ("(0591)87650000", "0591-87650000", "landline"),
            ("（010）87650000", "010-87650000", "landline"),
            ("01087650000", "010-87650000", "landline"),
            ("0376-8765000", "0376-8765000", "landline"),
            ("0591-87650000-123", "0591-87650000-123", "landline"),
            ("0591-87650000转123", "0591-87650000-123", "landline"),
            ("+86 591 87650000", "0591-87650000", "landline"),
            ("+86 10 87650000", "010-87650000", "landline"),
        ],
    )
    def test_keeps_one_form(self, typed: str, kept: str, kind: str) -> None:
        found = check_phone(typed)
        assert (found.normalised, found.kind) == (kept, kind)
        assert check_phone(found.normalised) == found

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "没有填写"),
            ("1390000000", "现为10位"),
            ("12900000000", "第二位为3至9"),
            ("87650000", "加区号"),
            ("0591-876500", "不是手机号"),
            ("1390000000a", "只能有数字"),
            ("5551234567890", "不是手机号"),
        ],
    )
    def test_says_what_is_wrong(self, typed: str, sentence: str) -> None:
        with pytest.raises(InvalidPhone, match=sentence):
            check_phone(typed)

    @settings(max_examples=50)
    @given(st.integers(13_000_000_000, 19_999_999_999))
    def test_accepts_every_operator(self, number: int) -> None:
        assert check_phone(str(number)).kind == "mobile"


class TestMaskPhone:
    @pytest.mark.parametrize(
        ("number", "masked"),
        [
            ("13900000000", "139****0000"),
            ("0591-87650001", "0591-****0001"),
            ("0591-87650001-12", "0591-****0001"),
            ("12345", "***45"),
            ("1", "*"),
        ],
    )
    def test_hides_the_middle(self, number: str, masked: str) -> None:
        assert mask_phone(number) == masked


class TestCheckBankAccount:
    @pytest.mark.parametrize("number", ["6222000000000000004", "6217000000000000004", "4111111111111111"])
    def test_is_content_when_luhn_holds(self, number: str) -> None:
        found = check_bank_account(number)
        assert (found.luhn_holds, found.warnings) == (True, ())

    def test_only_warns_when_luhn_fails(self) -> None:
        found = check_bank_account("6222 0000 0000 0000 001")
        assert found.normalised == "6222000000000000001"
        assert not found.luhn_holds
        assert "存折" in found.warnings[0]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "没有填写"),
            ("62220000000", "现为11位"),
            ("6" * 31, "现为31位"),
            ("62220000000X", "只能是数字"),
        ],
    )
    def test_refuses_another_shape(self, typed: str, sentence: str) -> None:
        with pytest.raises(InvalidAccount, match=sentence):
            check_bank_account(typed)

    def test_shows_only_the_last_four_when_masked(self) -> None:
        assert mask_bank_account("6222000000000000004") == "***************0004"
