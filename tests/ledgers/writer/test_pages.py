"""How lines fall onto pages: heads, numbers, sums carried forward, groups, tall rows, closing lines, digests."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import cast

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ledgers.sheets import Orientation, Sheet, SheetLine
from tests.ledgers.writer.sample import (
    COLUMNS,
    PLAIN_COLUMNS,
    SHEET,
    fen,
    line,
    lines,
    pages_of,
    printed,
    squeezed,
    sums_on,
)

HEAD = "".join(column.heading for column in COLUMNS)
PLAIN = replace(SHEET, columns=PLAIN_COLUMNS)


def whole(words: list[str]) -> int:
    """Fen out of yuan with a separator of thousands."""
    return sum(int(word.replace(",", "").replace(".", "")) for word in words)


class TestEveryPage:
    @pytest.mark.parametrize("orientation", ["landscape", "portrait"])
    def test_has_title_facts_heads_and_its_number(self, orientation: Orientation) -> None:
        content, written = printed(lines(100), replace(SHEET, orientation=orientation))
        pages = pages_of(content)
        assert len(pages) == written.pages > 2
        for number, page in enumerate(pages, start=1):
            words = squeezed(page)
            assert words.startswith("受理办件台账单位：示范街道办事处期间：2026年11月制表人：测试01审核人：")
            assert words.count(HEAD) == 1
            assert f"校验码：ABCD-2345 第 {number} 页 共 {len(pages)} 页 本页校验链：" in page.replace(
                "　", " "
            )
        assert squeezed("".join(SHEET.closing)) in squeezed(pages[-1])

    def test_carries_its_digest_by_the_definition(self) -> None:
        content, written = printed(lines(60), replace(SHEET, columns=PLAIN_COLUMNS, closing=()))
        pages = pages_of(content)
        heading = ["受理办件台账", *("\x1f".join(pair) for pair in SHEET.facts)]
        heading.append("\x1f".join(column.heading for column in COLUMNS))
        digest = hashlib.sha256("\x1e".join(heading).encode()).digest()
        number = 1
        for index, page in enumerate(pages):
            records = []
            while number <= 60 and f"〕{number:06d}号" in page:
                records.append(("\x18" if number % 10 == 0 else "") + "\x1f".join(line(number).cells))
                number += 1
            digest = hashlib.sha256(digest + "\x1e".join(records).encode()).digest()
            assert written.page_digests[index * 8 : index * 8 + 8] == digest[:8]
            shown = digest[:8].hex()
            assert f"{shown[:4]} {shown[4:8]} {shown[8:12]} {shown[12:]}" in page
        assert len(written.page_digests) == 8 * written.pages

    def test_any_change_of_a_word_shows_on_its_page_and_all_after(self) -> None:
        _content, before = printed(lines(100))
        changed = (
            replace(one, cells=("x", *one.cells[1:])) if n == 60 else one for n, one in enumerate(lines(100))
        )
        _content, after = printed(changed)
        same = [
            before.page_digests[start : start + 8] == after.page_digests[start : start + 8]
            for start in range(0, len(before.page_digests), 8)
        ]
        assert same == sorted(same, reverse=True)
        assert same[0]
        assert not same[-1]


class TestSums:
    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(-(10**9), 10**12), st.booleans(), st.integers(1, 60), st.integers(0, 2)),
            min_size=1,
            max_size=90,
        )
    )
    def test_pages_add_up_and_are_carried_forward(self, given: list[tuple[int, bool, int, int]]) -> None:
        rows = [
            SheetLine(
                ("1", "号", "名" * length, "", "", "1", fen(amount), ""),
                {5: 1, 6: amount},
                struck,
                f"第{group}组",
            )
            for amount, struck, length, group in given
        ]
        content, written = printed(rows)
        pages = pages_of(content)
        total = sum(amount for amount, struck, _l, _g in given if not struck)
        assert written.sums == {5: sum(not struck for _a, struck, _l, _g in given), 6: total}
        assert (written.rows, written.struck) == (len(given), sum(struck for _a, struck, _l, _g in given))
        assert sums_on(pages[-1], "合计")[1] == fen(total)
        groups = [
            words for page in pages for words in sums_on(page, r"小计：\d+ 件(?:，其中作废 \d+ 件)?")[1::2]
        ]
        assert whole(groups) == total
        if len(pages) > 1:
            of_pages = [whole(sums_on(page, "本页小计")[1::2]) for page in pages]
            assert sum(of_pages) == total
            for number in range(len(pages) - 1):
                carried = sums_on(pages[number], "过次页")
                assert whole(carried[1:]) == sum(of_pages[: number + 1])
                assert sums_on(pages[number + 1], "承前页") == carried

    def test_a_ledger_on_one_page_has_one_total(self) -> None:
        content, written = printed(lines(5))
        (page,) = pages_of(content)
        assert "本页小计" not in page
        assert sums_on(page, "合计") == [str(written.sums[5]), fen(written.sums[6])]

    def test_struck_lines_are_printed_and_not_summed(self) -> None:
        content, written = printed([line(1), line(10), line(2)])
        assert written.struck == 1
        assert written.sums[6] == line(1).amounts[6] + line(2).amounts[6]
        assert line(10).cells[6] in pages_of(content)[0]

    @pytest.mark.parametrize("summed", [{0}, set(range(8))])
    def test_sums_stand_in_any_column(self, summed: set[int]) -> None:
        columns = [replace(c, sum_words=str if i in summed else None) for i, c in enumerate(COLUMNS)]
        content, _written = printed(
            [line(1, amounts=dict.fromkeys(summed, 7))], replace(SHEET, columns=tuple(columns))
        )
        (page,) = pages_of(content)
        (row,) = [text for text in page.splitlines() if "合计" in text and "7" in text]
        assert row.count("7") == len(summed)

    def test_a_sum_too_long_for_its_column_becomes_small_and_stays_whole(self) -> None:
        content, _written = printed([line(1, amounts={5: 10**30, 6: 0})])
        assert str(10**30) in pages_of(content)[0]


class TestGroups:
    def test_have_a_head_a_subtotal_and_a_bookmark(self) -> None:
        content, _written = printed(lines(90, groups=3))
        text = "\n".join(pages_of(content))
        for group in ("第1社区", "第2社区", "第3社区"):
            assert text.count(f"{group}\n") == 1
        assert text.count("小计：30 件，其中作废 3 件") == 3
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "第1社区（30）",
                "第2社区（30）",
                "第3社区（30）",
            ]
            places = [cast(pikepdf.Array, item.destination)[0] for item in outline.root]
            first = [list(pdf.pages).index(pikepdf.Page(place)) for place in places]
        pages = pages_of(content)
        assert all(f"第{n}社区\n" in pages[page] for n, page in enumerate(first, start=1))

    def test_are_named_again_on_the_next_page(self) -> None:
        content, _written = printed(lines(60, groups=1), PLAIN)
        pages = pages_of(content)
        assert all("第1社区（续）" in page for page in pages[1:])
        assert "第1社区（续）" not in pages[0]
        assert "\n小计：60 件，其中作废 6 件\n" in pages[-1]

    def test_a_long_ledger_without_groups_has_bookmarks_by_pages(self) -> None:
        content, written = printed(lines(700))
        assert written.pages > 20
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
            assert outline.root[0].title == "第 1 页，自第 1 行"
            assert outline.root[1].title.startswith("第 21 页，自第 ")
            assert len(outline.root) == -(-written.pages // 20)


class TestTallRows:
    @pytest.mark.parametrize("sheet", [SHEET, PLAIN])
    def test_go_on_over_pages_and_lose_nothing(self, sheet: Sheet) -> None:
        long = "".join(chr(0x4E00 + n % 3000) for n in range(5000))
        tall = line(3, cells=(*line(3).cells[:4], long, *line(3).cells[5:]), group="甲")
        content, written = printed(
            [line(1, group="甲"), line(2, group="甲"), tall, line(4, group="甲")], sheet
        )
        pages = pages_of(content)
        assert written.rows == 4
        assert written.pages > 2
        known = set(long)
        found = "".join(c for page in pages for c in page if c in known)
        place = -1
        for character in long:
            place = found.index(character, place + 1)
        assert sum(page.count(f"〕{3:06d}号") for page in pages) == 1

    def test_a_row_that_fits_on_a_page_is_not_torn(self) -> None:
        high = line(1, cells=("1", "一", "甲" * 200, "", "", "", "", ""))
        for before in range(16, 28):
            content, _written = printed([*lines(before), high], PLAIN)
            pages = [page.count("甲") for page in pages_of(content)]
            assert [count for count in pages if count] == [200]


class TestClosing:
    def test_never_stands_without_a_line(self) -> None:
        for count in range(24, 34):
            content, written = printed((line(1) for _ in range(count)), PLAIN)
            last = pages_of(content)[-1]
            assert "制表人（签字）" in last
            assert "000001号" in last
            assert written.rows == count

    def test_may_be_longer_than_a_page(self) -> None:
        closing = tuple(f"说明第{n}条。" for n in range(200))
        content, _written = printed(lines(3), replace(SHEET, closing=closing))
        text = squeezed("".join(pages_of(content)))
        assert all(words in text for words in closing)

    def test_an_empty_ledger_says_so(self) -> None:
        content, written = printed([])
        (page,) = pages_of(content)
        assert (written.pages, written.rows, written.sums) == (1, 0, {5: 0, 6: 0})
        assert "本期没有记录" in page
        assert HEAD in squeezed(page)
        assert "制表人（签字）" in page
        assert "合计 " not in page
