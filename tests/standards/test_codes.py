"""Code tables, dates in words and division names: whole, unique, and forgiving of old files."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.standards import codes
from portal.standards.chinese_dates import (
    chinese_date,
    chinese_datetime,
    chinese_month,
    chinese_range,
    chinese_time,
    chinese_weekday,
)
from portal.standards.divisions import division_of

TABLES = {
    "SEX": (codes.SEX, 4, 1),
    "MARITAL": (codes.MARITAL, 8, 2),
    "ETHNIC_GROUPS": (codes.ETHNIC_GROUPS, 58, 2),
    "EDUCATION": (codes.EDUCATION, 9, 2),
    "RELATIONS": (codes.RELATIONS, 84, 2),
    "DISABILITY_KINDS": (codes.DISABILITY_KINDS, 7, 1),
    "DISABILITY_GRADES": (codes.DISABILITY_GRADES, 4, 1),
}


class TestCodes:
    @pytest.mark.parametrize("name", TABLES)
    def test_tables_are_whole_and_in_order(self, name: str) -> None:
        table, size, width = TABLES[name]
        assert len(table) == size
        assert len(set(table.values())) == size
        assert list(table) == sorted(table)
        assert {len(code) for code in table} == {width}

    def test_the_56_ethnic_groups_stand_in_the_order_of_the_standard(self) -> None:
        groups = [label for code, label in codes.ETHNIC_GROUPS.items() if int(code) <= 56]
        assert len(groups) == 56
        assert (groups[0], groups[14], groups[31], groups[55]) == ("汉族", "土家族", "仫佬族", "基诺族")

    def test_label_of_keeps_an_unknown_code(self) -> None:
        assert codes.label_of(codes.RELATIONS, "01") == "本人"
        assert codes.label_of(codes.RELATIONS, "ZZ") == "ZZ"

    def test_code_of_reads_a_roster(self) -> None:
        assert codes.code_of(codes.SEX, " 女 ") == codes.FEMALE
        assert codes.code_of(codes.ETHNIC_GROUPS, "畲族") == "22"
        assert codes.code_of(codes.SEX, "雌") is None


class TestChineseDates:
    def test_writes_no_leading_zero(self) -> None:
        assert chinese_date(dt.date(2026, 1, 5)) == "2026年1月5日"
        assert chinese_date(dt.date(2026, 11, 22)) == "2026年11月22日"
        assert chinese_month(dt.date(2026, 1, 5)) == "2026年1月"
        assert chinese_weekday(dt.date(2026, 11, 22)) == "星期日"

    def test_writes_24_hours(self) -> None:
        assert chinese_time(dt.time(17, 5)) == "17:05"
        assert chinese_time(dt.time(9, 0)) == "09:00"

    def test_reads_an_instant_in_the_offices_zone(self) -> None:
        late = dt.datetime(2026, 11, 30, 16, 30, tzinfo=dt.UTC)
        assert chinese_datetime(late) == "2026年12月1日 00:30"
        assert chinese_date(late) == "2026年12月1日"
        assert chinese_month(late) == "2026年12月"
        assert chinese_weekday(late) == "星期二"

    @pytest.mark.parametrize("write", [chinese_date, chinese_month, chinese_weekday, chinese_datetime])
    def test_refuses_a_naive_datetime(self, write: object) -> None:
        assert callable(write)
        with pytest.raises(ValueError, match="naive"):
            write(dt.datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001  (a naive one is the point)

    def test_writes_both_ends_of_a_range(self) -> None:
        assert chinese_range(dt.date(2026, 12, 28), dt.date(2027, 1, 3)) == "2026年12月28日至2027年1月3日"


class TestDivisionOf:
    @pytest.mark.parametrize(
        ("code", "full_name"),
        [
            ("350103", "福建省福州市台江区"),
            ("110105", "北京市朝阳区"),
            ("429004", "湖北省仙桃市"),
            ("350100", "福建省福州市"),
            ("350000", "福建省"),
            ("810000", "香港特别行政区"),
        ],
    )
    def test_names_a_division_in_full(self, code: str, full_name: str) -> None:
        found = division_of(code)
        assert found is not None
        assert found.full_name == full_name

    def test_reads_the_first_six_digits_of_a_number(self) -> None:
        found = division_of("11010519491231002X")
        assert found is not None
        assert found.name == "朝阳区"

    def test_minds_the_year(self) -> None:
        abolished = division_of("440524", 1990)
        assert abolished is not None
        assert (abolished.name, abolished.valid_from, abolished.valid_until) == ("潮阳县", 1983, 1993)
        assert division_of("440524", 2020) is None
        assert division_of("440524") is not None

    def test_knows_a_code_by_its_name_of_the_time(self) -> None:
        names = [division_of("130204", year) for year in (1990, 2000)]
        assert [found.name for found in names if found] == ["东矿区", "古冶区"]

    @pytest.mark.parametrize("code", ["119901", "999999", "", "1101", "abcdef", "830000"])
    def test_knows_nothing_of_an_unknown_code(self, code: str) -> None:
        assert division_of(code) is None
