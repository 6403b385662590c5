"""Reading notices: the State Council's sentences, lists, sheets, and what is refused with its line."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from portal.almanac.notices import NoticeDay, read_notice
from portal.almanac.sheets import lines_of
from portal.errors import RuleBroken
from tests.almanac.notice_2026 import NOTICE


def _days(rows: list[NoticeDay], is_workday: bool) -> set[dt.date]:
    return {row.day for row in rows if row.is_workday == is_workday}


class TestReadNotice:
    def test_the_notice_of_2026_gives_the_published_days(self) -> None:
        rows = read_notice(NOTICE, 2026)
        assert _days(rows, False) == {d for d in constants.holidays if d.year == 2026}
        assert _days(rows, True) == {d for d in constants.workdays if d.year == 2026}
        assert {r.reason for r in rows if r.day == dt.date(2026, 2, 14)} == {"春节调休上班"}

    def test_a_new_year_holiday_may_begin_in_the_year_before(self) -> None:
        text = "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。\n"
        text += "二、春节：1月21日至27日放假。1月28日（星期六）、1月29日（星期日）上班。"
        rows = read_notice(text, 2023)
        assert rows[0].day == dt.date(2022, 12, 31)
        assert _days(rows, True) == {dt.date(2023, 1, 28), dt.date(2023, 1, 29)}
        assert read_notice("一、元旦：12月30日至1月1日放假。", 2024)[0].day == dt.date(2023, 12, 30)

    def test_a_single_day_and_two_holidays_in_one_section(self) -> None:
        text = "一、元旦：1月1日（周三）放假1天，不调休。\n二、国庆节、中秋节："
        text += "10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"
        rows = read_notice(text, 2025)
        assert rows[0] == NoticeDay(dt.date(2025, 1, 1), False, "元旦放假")
        assert rows[-1] == NoticeDay(dt.date(2025, 10, 11), True, "国庆节、中秋节调休上班")

    def test_a_list_of_days_and_ranges(self) -> None:
        rows = read_notice("2027-01-01 至 2027-01-03 休 元旦\n\n2027/2/6,班,春节\n10月1日至7日 放假", 2027)
        assert [r.day for r in rows[:4]] == [
            dt.date(2027, 1, 1),
            dt.date(2027, 1, 2),
            dt.date(2027, 1, 3),
            dt.date(2027, 2, 6),
        ]
        assert rows[-1] == NoticeDay(dt.date(2027, 10, 7), False, "放假")

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("", "没有读到"),
            ("今年照旧", "第 1 行"),
            ("2027-01-01 休\n2027-02-30 休", "第 2 行"),
            ("2027-01-01 也许 元旦", "第 1 行"),
            ("2027-01-01 休\n2027-01-01 班", "既写了放假又写了上班"),
            ("2027-01-04 班", "本来就是工作日"),
            ("2027-01-01 至 2027-06-01 休", "第 1 行"),
            ("一、元旦：1月1日（周一）放假。", "不是星期一"),
            ("现将2026年部分节假日安排通知如下。一、元旦：1月1日放假。", "2026 年的通知"),
            ("一、元旦：照常。", "没有读到"),
        ],
    )
    def test_what_cannot_be_read_is_refused_and_named(self, text: str, word: str) -> None:
        with pytest.raises(RuleBroken, match=word) as refusal:
            read_notice(text, 2027)
        assert refusal.value.field == "text"

    @given(st.text(alphabet="一二、元旦：1月23日（周）至放假上班。年2026-0休班 \n\t", max_size=80))
    @examples(max_examples=100)
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        try:
            rows = read_notice(text, 2026)
        except RuleBroken:
            return
        assert rows == sorted(rows, key=lambda row: row.day)


class TestReadSheet:
    def test_an_excel_list_with_a_heading(self) -> None:
        book = openpyxl.Workbook()
        for row in (
            ["日期", "类别", "说明"],
            [dt.datetime(2027, 1, 1), "休", "元旦"],  # noqa: DTZ001  (Excel knows no zones)
            ["2027-02-06", "班", None],
            [None] * 3,
        ):
            book.active.append(row)
        packed = io.BytesIO()
        book.save(packed)
        rows = read_notice(lines_of(packed.getvalue()), 2027)
        assert rows == [
            NoticeDay(dt.date(2027, 1, 1), False, "元旦"),
            NoticeDay(dt.date(2027, 2, 6), True, "调休上班"),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_a_csv_list_in_the_usual_encodings(self, encoding: str) -> None:
        rows = read_notice(lines_of("日期,类别,说明\r\n2027-01-01,休,元旦\r\n".encode(encoding)), 2027)
        assert rows == [NoticeDay(dt.date(2027, 1, 1), False, "元旦")]

    @pytest.mark.parametrize(
        "content", [b"PK\x03\x04 broken", b"\xff\xfe\0\0", b"\x89PNG\r\n\x1a\n\0\0", b"x" * (3 * 1024 * 1024)]
    )
    def test_other_files_are_refused(self, content: bytes) -> None:
        with pytest.raises(RuleBroken) as refusal:
            lines_of(content)
        assert refusal.value.field == "file"

    def test_a_packed_file_that_unpacks_without_end_is_refused(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"\0" * (30 * 1024 * 1024))
        with pytest.raises(RuleBroken, match="太大"):
            lines_of(packed.getvalue())

    def test_a_zip_that_is_no_sheet_is_refused(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.txt", "2027-01-01")
        with pytest.raises(RuleBroken, match="Excel"):
            lines_of(packed.getvalue())
