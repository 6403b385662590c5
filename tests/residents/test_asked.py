"""What the search box reads, and which texts must never stand in an address."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.residents.asked import may_be_number, read_asked
from portal.residents.numbers import forms_of, holds_number
from portal.residents.spelling import grams_of, letters_range, order_of, plain_name
from portal.standards.identity import to_18
from portal.standards.names import SEPARATOR_VARIANTS

NUMBERS = ("119901196611220018", "11990119500515049X", "119901650301003", "13900000000")
NAME = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


class TestReadAsked:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("", "nothing"),
            ("　", "nothing"),
            ("张", "name"),
            ("张zhang", "name"),
            ("lü", "pinyin"),
            ("xi'an", "pinyin"),
            ("119901196611220018", "identity"),
            ("11990119500515049x", "identity"),
            ("+86 139-0000-0000", "phone"),
            ("001X", "tail"),
            ("001", "incomplete"),
            ("11990119661122", "document"),
            ("H12345678", "document"),
            ("H 12345678", "document"),
            ("示字第1199001号", "other"),
            ("示街办受〔2026〕12号", "other"),
            ("%", "other"),
            ("٣٤٥٦", "other"),
        ],
    )
    def test_each_text_is_what_a_clerk_means(self, text: str, kind: str) -> None:
        assert read_asked(text).kind == kind

    def test_a_name_may_be_narrowed_down(self) -> None:
        assert read_asked("王伟 1966").year == 1966
        assert read_asked("王伟　１９６６").year == 1966
        assert read_asked("王伟 19661122").birth == dt.date(1966, 11, 22)
        assert read_asked("王伟 001X").tail == "001X"
        assert read_asked("王伟 19661322").kind == "other"
        assert read_asked("王伟 0018").year is None

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=300))
    def test_no_text_breaks_it(self, text: str) -> None:
        assert read_asked(text).kind
        assert may_be_number(text) in {True, False}


class TestMayBeNumber:
    @settings(max_examples=100, deadline=None)
    @given(
        st.sampled_from(NUMBERS),
        st.text("张三 　·()（）:：", max_size=6),
        st.text("李四 　·。，", max_size=6),
    )
    def test_a_number_is_noticed_wherever_it_stands(self, number: str, before: str, after: str) -> None:
        assert may_be_number(before + number + after)
        assert holds_number(before + number + after)

    @pytest.mark.parametrize(
        "text",
        [
            "0018",
            "1390000",
            "1 1 9 9 0 1",
            "+8613900000000",
            "(0591)87650000",
            "E11990001",
            "１１９９０１１９６６１１２２００１８",
        ],
    )
    def test_parts_and_other_documents_are_noticed(self, text: str) -> None:
        assert may_be_number(text)

    @pytest.mark.parametrize(
        "text",
        ["张三", "zs", "王伟 1966", "示街办受〔2026〕12号", "S-2026-000012", "SL20261122000012", "", "12"],
    )
    def test_names_and_receipt_numbers_are_not(self, text: str) -> None:
        assert not may_be_number(text)


class TestFormsOf:
    @given(
        st.integers(0, 99_99_99), st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 995)
    )
    def test_both_forms_lead_to_each_other(self, region: int, birth: dt.date, sequence: int) -> None:
        short = f"{region:06}{birth:%y%m%d}{sequence:03}"
        assert forms_of(short) == (short, to_18(short))
        assert forms_of(to_18(short)) == (to_18(short), short)

    def test_a_number_of_this_century_has_one_form(self) -> None:
        assert forms_of("119901202611010027") == ("119901202611010027",)
        assert forms_of("E11990001") == ("E11990001",)


class TestGramsOf:
    @settings(max_examples=100, deadline=None)
    @given(NAME)
    def test_every_part_of_a_name_finds_it(self, name: str) -> None:
        grams = grams_of(name)
        assert set(name) <= grams
        assert {name[i : i + 2] for i in range(len(name) - 1)} <= grams
        assert all(0 < len(gram) <= 60 for gram in grams)

    @given(NAME, st.sampled_from(SEPARATOR_VARIANTS))
    @settings(max_examples=50, deadline=None)
    def test_separators_make_no_difference(self, name: str, separator: str) -> None:
        middle = len(name) // 2
        if 0 < middle < len(name):
            assert plain_name(name[:middle] + separator + name[middle:]) == plain_name(name)

    def test_a_range_holds_what_begins_with_the_letters(self) -> None:
        first, past = letters_range("zh")
        assert first <= "zh" < past
        assert first <= "zhangsan" < past
        assert not first <= "zi" < past

    def test_the_order_is_by_syllables(self) -> None:
        assert order_of("张三") < order_of("张三丰") < order_of("张思")
