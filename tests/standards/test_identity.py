"""Identity numbers: every vector of the domain reference, the sentences of refusal, and the round trip of the check digit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.standards.identity import (
    check_digit,
    check_identity,
    explain_identity,
    mask_identity,
    to_18,
)
from portal.standards.invalid import InvalidIdentity

TODAY = dt.date(2026, 11, 22)

VALID = [
    ("11010519491231002X", "citizen", "1949-12-31", "2"),
    ("119901196611220018", "citizen", "1966-11-22", "1"),
    ("119901196611220026", "citizen", "1966-11-22", "2"),
    ("11990119661123011X", "citizen", "1966-11-23", "1"),
    ("119901196402290132", "citizen", "1964-02-29", "1"),
    ("119901196802290246", "citizen", "1968-02-29", "2"),
    ("119901195611220056", "citizen", "1956-11-22", "1"),
    ("119901194611220043", "citizen", "1946-11-22", "2"),
    ("119901192611220028", "citizen", "1926-11-22", "2"),
    ("119901202611010027", "citizen", "2026-11-01", "2"),
    ("119901202611010043", "citizen", "2026-11-01", "2"),
    ("119901202611010019", "citizen", "2026-11-01", "1"),
    ("119901198507040139", "citizen", "1985-07-04", "1"),
    ("119901198806150266", "citizen", "1988-06-15", "2"),
    ("119901201509010157", "citizen", "2015-09-01", "1"),
    ("11990119500515049X", "citizen", "1950-05-15", "1"),
    ("11990119731008028X", "citizen", "1973-10-08", "2"),
    ("810000199001010019", "residence_permit_hmt", "1990-01-01", "1"),
    ("820000199001010029", "residence_permit_hmt", "1990-01-01", "2"),
    ("830000199001010039", "residence_permit_hmt", "1990-01-01", "1"),
    ("810000199408230021", "residence_permit_hmt", "1994-08-23", "2"),
    ("830000199201300022", "residence_permit_hmt", "1992-01-30", "2"),
    ("932682198501010017", "foreign_permanent", "1985-01-01", "1"),
    ("911124198108030024", "foreign_permanent", "1981-08-03", "2"),
]

REFUSED = [
    ("119901196611220019", "校验码不符"),
    ("119901196613220011", "出生月份是13"),
    ("119901196600220011", "出生月份是00"),
    ("119901196702290011", "1967年2月29日，没有这一天"),
    ("119901196611310021", "1966年11月31日，没有这一天"),
    ("119901202701010012", "晚于今天"),
    ("11990119661122001", "现为17位"),
    ("1199011966112200180", "现为19位"),
    ("1199O1196611220018", "第5位是“O”(U+004F)，身份号码前17位只能是数字"),
    ("11990119661122001Y", "最后一位是“Y”(U+0059)，只能是数字或X"),
    ("1199011966112200X8", "第17位是“X”"),
    ("119901٩96611220018", "第7位"),
    ("11990165030100X", "15位旧号只能是数字"),
    ("119901651301003", "出生月份是13"),
    ("", "没有填写"),
    (" 　", "没有填写"),
    ("119901019001010019", "出生年份是0190年"),
    ("119901196611220\ud800018"[:18], "第16位是U+D800"),
]


class TestCheckIdentity:
    @pytest.mark.parametrize(("number", "kind", "birth", "sex"), VALID)
    def test_reads_what_the_number_tells(self, number: str, kind: str, birth: str, sex: str) -> None:
        found = check_identity(number, TODAY)
        assert (found.normalised, found.kind, found.birth.isoformat(), found.sex) == (
            number,
            kind,
            birth,
            sex,
        )
        assert found.region == number[:6]
        assert found.warnings == ()
        assert found.suggestion is None

    @pytest.mark.parametrize(("number", "sentence"), REFUSED)
    def test_says_what_is_wrong(self, number: str, sentence: str) -> None:
        with pytest.raises(InvalidIdentity) as caught:
            check_identity(number, TODAY)
        assert sentence in str(caught.value)
        assert str(caught.value).encode("utf-8"), "a message must be fit for a page"

    @pytest.mark.parametrize(
        "typed",
        [
            "11990119500515049x",
            "１１９９０１１９５００５１５０４９Ｘ",
            " 119901 19500515\u3000049X\n",
            "\ufeff11990119500515049X\u200b",
        ],
    )
    def test_mends_how_it_was_typed(self, typed: str) -> None:
        assert check_identity(typed, TODAY).normalised == "11990119500515049X"

    def test_reads_full_width(self) -> None:
        assert (
            check_identity("１１０１０５１９４９１２３１００２Ｘ", TODAY).normalised == "11010519491231002X"
        )

    @pytest.mark.parametrize("number", ["11990118500101001X", "440524188001010014"])
    def test_accepts_the_very_old_with_a_warning(self, number: str) -> None:
        found = check_identity(number, TODAY)
        assert found.kind == "citizen"
        assert any("130岁" in warning for warning in found.warnings)

    def test_offers_the_18_digit_form_of_an_old_number(self) -> None:
        found = check_identity("119901650301003", TODAY)
        assert found.kind == "citizen_15"
        assert found.normalised == "119901650301003"
        assert found.suggestion == "11990119650301003X"
        assert (found.birth, found.sex) == (dt.date(1965, 3, 1), "1")
        assert any("核对" in warning for warning in found.warnings)

    def test_reads_centenarian_sequences_into_the_19th_century(self) -> None:
        found = check_identity("119901980301997", TODAY)
        assert found.birth == dt.date(1898, 3, 1)
        assert found.suggestion is not None
        assert found.suggestion[6:10] == "1898"
        assert check_identity("119901980301995", TODAY).birth == dt.date(1998, 3, 1)

    def test_accepts_a_birth_today_and_refuses_tomorrow(self) -> None:
        number = "119901202611010027"
        assert check_identity(number, dt.date(2026, 11, 1)).birth == dt.date(2026, 11, 1)
        with pytest.raises(InvalidIdentity, match="晚于今天"):
            check_identity(number, dt.date(2026, 10, 31))

    def test_tells_the_nationality_on_a_foreigners_card(self) -> None:
        assert check_identity("932682198501010017", TODAY).nationality == "682"
        assert check_identity("11010519491231002X", TODAY).nationality is None

    def test_keeps_the_message_and_its_parameters_apart_for_translation(self) -> None:
        with pytest.raises(InvalidIdentity) as caught:
            check_identity("123", TODAY)
        assert "%(count)s" in caught.value.message
        assert caught.value.params == {"count": 3}
        assert caught.value.message % caught.value.params == str(caught.value)

    @settings(max_examples=100)
    @given(
        st.integers(110000, 799999),
        st.dates(dt.date(1900, 1, 1), TODAY),
        st.integers(0, 999),
    )
    def test_round_trips_every_made_number(self, region: int, birth: dt.date, sequence: int) -> None:
        first = f"{region}{birth:%Y%m%d}{sequence:03d}"
        found = check_identity(first + check_digit(first), TODAY)
        assert (found.birth, found.sex) == (birth, "1" if sequence % 2 else "2")

    @settings(max_examples=100)
    @given(st.sampled_from([row[0] for row in VALID]), st.integers(0, 17), st.integers(1, 9))
    def test_refuses_every_single_wrong_digit(self, number: str, place: int, shift: int) -> None:
        old = 10 if number[place] == "X" else int(number[place])
        wrong = number[:place] + str((old + shift) % 10) + number[place + 1 :]
        if wrong == number:
            return
        with pytest.raises(InvalidIdentity):
            check_identity(wrong, TODAY)

    @settings(max_examples=100)
    @given(st.text(max_size=24))
    def test_never_fails_otherwise_than_by_refusing(self, text: str) -> None:
        answer = explain_identity(text, TODAY)
        assert answer["valid"] or answer["message"]

    @settings(max_examples=50)
    @given(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 995))
    def test_converts_old_numbers_to_valid_new_ones(self, birth: dt.date, sequence: int) -> None:
        new = to_18(f"119901{birth:%y%m%d}{sequence:03d}")
        assert check_identity(new, TODAY).birth == birth


class TestExplainIdentity:
    def test_answers_with_plain_values(self) -> None:
        assert explain_identity("11990119500515049x", TODAY) == {
            "valid": True,
            "kind": "citizen",
            "birth": "1950-05-15",
            "sex": "1",
            "normalised": "11990119500515049X",
            "message": "",
        }

    def test_gives_the_18_digit_form_of_an_old_number(self) -> None:
        answer = explain_identity("119901650301003", TODAY)
        assert (answer["valid"], answer["kind"]) == (True, "citizen_15")
        assert answer["normalised"] == "11990119650301003X"
        assert "15位" in answer["message"]

    def test_refuses_with_the_reason(self) -> None:
        answer = explain_identity("119901196613220011", TODAY)
        assert answer["valid"] is False
        assert "月份" in answer["message"]
        assert answer["birth"] is None


class TestMaskIdentity:
    @pytest.mark.parametrize(
        ("number", "masked"),
        [
            ("119901196611220018", "119901********0018"),
            ("119901650301003", "119901*****1003"),
            ("H12345678", "H1*****78"),
            ("E1", "**"),
            ("", ""),
        ],
    )
    def test_hides_the_middle(self, number: str, masked: str) -> None:
        assert mask_identity(number) == masked

    def test_can_show_less(self) -> None:
        assert mask_identity("119901196611220018", first=0, last=4) == "**************0018"
        assert mask_identity("119901196611220018", first=1, last=0) == "1" + "*" * 17
