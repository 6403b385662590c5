"""Reading any ledger: order, groups, pages by key in both directions, and how much there is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.ledgers import Asked, asking, keyset, queries
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger, values_of

pytestmark = pytest.mark.usefixtures("database")


def ask(ledger: Any, **given_: str) -> Asked:
    """What the clerk asks."""
    return asking.read(asking.question(ledger, staff.actor("clerk"), given_))


def keys(rows: Any) -> list[int]:
    """The keys of lines."""
    return [row.key for row in rows]


class TestListRows:
    def test_stands_in_the_order_of_keys_unless_sorted(self) -> None:
        ledger = grouped_ledger(12)
        assert keys(queries.list_rows(ledger, staff.actor("clerk"), ask(ledger))) == list(range(12))

    @pytest.mark.parametrize("desc", ["", "1"])
    def test_sorts_with_nothing_said_last_and_equal_lines_by_key(self, desc: str) -> None:
        ledger = grouped_ledger(30)
        found = list(queries.list_rows(ledger, staff.actor("clerk"), ask(ledger, sort="grade", desc=desc)))
        sign = -1 if desc else 1
        said = [(row.values["grade"], row.key) for row in found]
        assert said == sorted(said, key=lambda s: (s[0] is None, sign * (s[0] or 0), s[1]))

    def test_groups_first_and_names_each_group_by_its_first_line(self) -> None:
        ledger = grouped_ledger(8, values=lambda n: values_of(n) | {"sort": f"第{n}行" if n % 4 < 3 else ""})
        found = list(
            queries.list_rows(ledger, staff.actor("clerk"), ask(ledger, group="sort", sort="fee", desc="1"))
        )
        assert keys(found) == [4, 0, 5, 1, 6, 2, 7, 3]
        assert [row.group for row in found] == ["第4行", "第4行", "第5行", "第5行", "第6行", "第6行", "", ""]

    def test_masks_what_a_column_masks(self) -> None:
        ledger = grouped_ledger(1)
        row = next(queries.list_rows(ledger, staff.actor("clerk"), ask(ledger)))
        assert row.values["phone"] == "139****0000"

    def test_strikes_cancelled_lines(self) -> None:
        ledger = grouped_ledger(25)
        found = queries.list_rows(ledger, staff.actor("clerk"), ask(ledger))
        assert [row.key for row in found if row.is_struck] == [9, 19]

    def test_goes_on_behind_a_record(self) -> None:
        ledger = grouped_ledger(25)
        clerk, asked = staff.actor("clerk"), ask(ledger, sort="grade", desc="1")
        whole = keys(queries.list_rows(ledger, clerk, asked))
        for at in (0, 7, 24):
            assert keys(queries.list_rows(ledger, clerk, asked, behind=whole[at])) == whole[at + 1 :]
        assert keys(queries.list_rows(ledger, clerk, asked, behind=99)) == []


class TestListPage:
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(
        count=st.integers(0, 40),
        size=st.integers(1, 9),
        sort=st.sampled_from(["", "number", "name", "sort", "grade", "fee"]),
        desc=st.sampled_from(["", "1"]),
        group=st.sampled_from(["none", "sort", "grade"]),
    )
    def test_gives_every_line_once_there_and_back(
        self, count: int, size: int, sort: str, desc: str, group: str
    ) -> None:
        ledger, clerk = grouped_ledger(count), staff.actor("clerk")
        asked = ask(ledger, sort=sort, desc=desc, group=group)
        whole = keys(queries.list_rows(ledger, clerk, asked))
        assert len(whole) == count == queries.measure(ledger, clerk, asked).rows

        page = queries.list_page(ledger, clerk, asked, None, size=size)
        there = [page]
        while page.has_more:
            cursor = keyset.Cursor(page.rows[-1].key or 0, page.last)
            page = queries.list_page(ledger, clerk, asked, cursor, size=size)
            there.append(page)
        assert [key for one in there for key in keys(one.rows)] == whole
        assert [one.first for one in there] == list(range(1, max(count, 1) + 1, size))

        last = queries.last_page(ledger, clerk, asked, count, size=size)
        assert (keys(last.rows), last.first) == (keys(there[-1].rows), there[-1].first)
        back = [last]
        while back[-1].first > 1:
            cursor = keyset.Cursor(back[-1].rows[0].key or 0, back[-1].first, backward=True)
            back.append(queries.list_page(ledger, clerk, asked, cursor, size=size))
        assert [(keys(one.rows), one.first) for one in reversed(back)] == [
            (keys(one.rows), one.first) for one in there
        ]

    def test_knows_the_place_of_a_record_that_has_left_by_its_number(self) -> None:
        ledger, clerk = grouped_ledger(30), staff.actor("clerk")
        asked = ask(ledger)
        behind = queries.list_page(ledger, clerk, asked, keyset.Cursor(99, 10), size=5)
        assert (behind.first, keys(behind.rows)) == (11, [10, 11, 12, 13, 14])
        before = queries.list_page(ledger, clerk, asked, keyset.Cursor(99, 11, backward=True), size=5)
        assert (before.first, keys(before.rows)) == (6, [5, 6, 7, 8, 9])

    def test_shows_a_full_first_page_on_the_way_back(self) -> None:
        ledger, clerk = grouped_ledger(30), staff.actor("clerk")
        page = queries.list_page(ledger, clerk, ask(ledger), keyset.Cursor(3, 9, backward=True), size=5)
        assert (page.first, keys(page.rows), page.has_more) == (1, [0, 1, 2, 3, 4], True)


class TestReadCursor:
    @pytest.mark.parametrize(
        "text", ["", "1", "a1", "a1.", "b.1", "a-1.1", "a1.1.1", "a" + "9" * 30 + ".1", "ａ1.1"]
    )
    def test_takes_what_is_none_for_the_beginning(self, text: str) -> None:
        assert keyset.read_cursor(text) is None

    def test_reads_what_it_wrote(self) -> None:
        for cursor in (keyset.Cursor(12, 51), keyset.Cursor(12, 51, backward=True)):
            assert keyset.read_cursor(str(cursor)) == cursor


class TestMeasure:
    def test_counts_all_and_sums_what_is_not_cancelled(self) -> None:
        ledger = grouped_ledger(25)
        found = queries.measure(ledger, staff.actor("clerk"), ask(ledger))
        fees = sum(123450 + n for n in range(25) if n % 10 != 9)
        assert (found.rows, found.struck, found.totals) == (25, 2, {"fee": fees})

    def test_is_nothing_for_an_empty_ledger(self) -> None:
        ledger = grouped_ledger(0)
        found = queries.measure(ledger, staff.actor("clerk"), ask(ledger))
        assert (found.rows, found.struck, found.totals) == (0, 0, {"fee": 0})

    def test_leaves_out_the_sum_of_a_column_that_is_not_asked_for(self) -> None:
        ledger = grouped_ledger(3)
        assert queries.measure(ledger, staff.actor("clerk"), ask(ledger, columns="name")).totals == {}
