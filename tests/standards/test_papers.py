"""Identity documents other than the citizen card: what each number may look like, and what it must not contradict."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.standards.invalid import Invalid, InvalidPaper
from portal.standards.papers import PAPERS, Paper, check_paper, disagreements

TODAY = dt.date(2026, 11, 22)

FITTING = [
    ("citizen", "11990119500515049x", "11990119500515049X"),
    ("citizen", "119901650301003", "119901650301003"),
    ("residence_permit_hmt", "810000199001010019", "810000199001010019"),
    ("foreign_permanent", "932682198501010017", "932682198501010017"),
    ("foreign_permanent", "can110000800101", "CAN110000800101"),
    ("travel_permit_hk_macau", "h00000001", "H00000001"),
    ("travel_permit_hk_macau", "M0000000101", "M0000000101"),
    ("travel_permit_taiwan", "00000001", "00000001"),
    ("travel_permit_taiwan", "0000000101(B)", "0000000101(B)"),
    ("passport", "ｅ00 000000", "E00000000"),
    ("officer_card", "军字第0000001号", "军字第0000001号"),
    ("household_register", "350000001", "350000001"),
    ("birth_certificate", "z000000001", "Z000000001"),
    ("none", "", ""),
]

UNFIT = [
    ("citizen", "810000199001010019", "港澳台居民居住证"),
    ("citizen", "932682198501010017", "外国人永久居留身份证"),
    ("residence_permit_hmt", "119901196611220018", "居民身份证"),
    ("residence_permit_hmt", "119901650301003", "居民身份证"),
    ("foreign_permanent", "932682198501010018", "校验码"),
    ("foreign_permanent", "CA1110000800101", "只能是数字"),
    ("travel_permit_hk_macau", "A00000001", "H或M"),
    ("travel_permit_taiwan", "0000001", "8位"),
    ("passport", "E" * 21, "20位"),
    ("passport", "", "没有填写"),
    ("officer_card", "军字第号某", "没有数字"),
    ("officer_card", "军字第<b>1", "汉字"),
    ("birth_certificate", "000000001", "1个字母加9位数字"),
    ("none", "123", "无证件"),
]


class TestCheckPaper:
    @pytest.mark.parametrize(("kind", "typed", "kept"), FITTING)
    def test_keeps_a_fitting_number(self, kind: str, typed: str, kept: str) -> None:
        found = check_paper(kind, typed, TODAY)
        assert (found.kind, found.normalised) == (kind, kept)

    @pytest.mark.parametrize(("kind", "typed", "sentence"), UNFIT)
    def test_says_why_a_number_does_not_fit(self, kind: str, typed: str, sentence: str) -> None:
        with pytest.raises(Invalid, match=sentence):
            check_paper(kind, typed, TODAY)

    def test_knows_every_kind_of_the_counter(self) -> None:
        assert list(PAPERS) == [
            "citizen",
            "residence_permit_hmt",
            "foreign_permanent",
            "travel_permit_hk_macau",
            "travel_permit_taiwan",
            "passport",
            "officer_card",
            "household_register",
            "birth_certificate",
            "none",
        ]
        assert [code for code, kind in PAPERS.items() if kind.needs_reason] == ["none"]

    @pytest.mark.parametrize("kind", ["citizen", "residence_permit_hmt", "foreign_permanent"])
    def test_derives_birth_and_sex_where_the_number_tells(self, kind: str) -> None:
        number = next(typed for code, typed, _ in FITTING if code == kind)
        found = check_paper(kind, number, TODAY)
        assert PAPERS[kind].derives
        assert found.birth is not None
        assert found.sex in ("1", "2")

    def test_derives_nothing_from_an_old_foreigners_card(self) -> None:
        found = check_paper("foreign_permanent", "CAN110000800101", TODAY)
        assert (found.birth, found.sex) == (None, None)
        assert found.warnings

    def test_offers_the_new_form_of_an_old_citizen_number(self) -> None:
        assert check_paper("citizen", "119901650301003", TODAY).suggestion == "11990119650301003X"

    def test_does_not_know_other_kinds(self) -> None:
        with pytest.raises(KeyError):
            check_paper("driving_licence", "1", TODAY)

    def test_names_a_refusal_for_translation(self) -> None:
        with pytest.raises(InvalidPaper) as caught:
            check_paper("citizen", "810000199001010019", TODAY)
        assert caught.value.params == {"label": "港澳台居民居住证"}


class TestDisagreements:
    paper = check_paper("citizen", "119901196611220018", TODAY)

    def test_names_each_field_that_contradicts_the_number(self) -> None:
        assert set(disagreements(self.paper, dt.date(1966, 11, 23), "2")) == {"birth", "sex"}
        assert set(disagreements(self.paper, dt.date(1966, 11, 22), "9")) == {"sex"}

    def test_is_silent_where_nothing_was_typed_or_nothing_is_known(self) -> None:
        assert disagreements(self.paper, None, None) == {}
        assert disagreements(self.paper, dt.date(1966, 11, 22), "1") == {}
        assert disagreements(Paper("passport", "E00000000"), dt.date(1966, 11, 23), "2") == {}
