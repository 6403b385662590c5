"""A ledger as a workbook: typed values, text that stays text, and a sheet that prints like the paper."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from typing import Any

import openpyxl
import pytest

from portal.ledgers import Ledger, asking, workbooks
from portal.ledgers.reading import read_back
from tests.factories import staff
from tests.ledgers.sample import NAMES, grouped_ledger, ledger_of_lines

pytestmark = pytest.mark.usefixtures("database")


def write_any(ledger: Ledger, **given: str) -> io.BytesIO:
    """A ledger as the clerk gets it."""
    actor, file = staff.actor("clerk"), io.BytesIO()
    asked = asking.question(ledger, actor, given)
    workbooks.write_ledger(file, actor, asked, asking.read(asked))
    assert file.tell() == 0
    return file


def write(count: int) -> io.BytesIO:
    """The sample ledger with so many lines, written by the clerk."""
    return write_any(ledger_of_lines(count))


def one(value: object, **changes: object) -> Any:
    """The cell of a text in a ledger of one line."""
    ledger = ledger_of_lines(1, values=lambda n: {"name": value}, **changes)
    return openpyxl.load_workbook(write_any(ledger)).active["E4"]


class TestWriteLedger:
    def test_keeps_every_text_as_text(self) -> None:
        file = write(30)
        with zipfile.ZipFile(file) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
            assert not [name for name in archive.namelist() if "externalLink" in name]
        assert not re.search(r"<f[ >/]", sheet), "a cell became a formula"
        assert "<hyperlink" not in sheet
        read = openpyxl.load_workbook(file).active
        names = [read.cell(row, 5) for row in range(4, 14)]
        assert [cell.value for cell in names] == list(NAMES)
        assert {cell.data_type for cell in names} == {"s"}
        assert [n for n, cell in zip(NAMES, names, strict=True) if cell.quotePrefix] == [
            n for n in NAMES if n[0] in "=+-@\t"
        ], "what begins like a formula stays a text when somebody edits it"

    def test_writes_dates_and_figures_typed(self) -> None:
        sheet = openpyxl.load_workbook(write(2)).active
        position, number, at, on, _name, _state, days, fee, note = (c.value for c in sheet[4][:9])
        assert (position, number) == (1, "示街办受〔2026〕1号")
        assert at == dt.datetime(2026, 11, 22, 9, 30)  # noqa: DTZ001  (a sheet holds the office's wall clock)
        assert on == dt.datetime(2026, 11, 22)  # noqa: DTZ001
        assert (days, fee, note) == (20, 1234.5, None)
        assert sheet["D4"].number_format == "yyyy-mm-dd"
        assert sheet["H4"].number_format == "#,##0.00"

    def test_strikes_cancelled_lines_and_goes_on_counting(self) -> None:
        sheet = openpyxl.load_workbook(write(12)).active
        assert [sheet.cell(row, 1).value for row in range(4, 16)] == list(range(1, 13))
        assert [row for row in range(4, 16) if sheet.cell(row, 5).font.strike] == [13]
        assert not sheet.cell(13, 9).font.strike, "the reason must stay readable"

    def test_closes_with_the_sum(self) -> None:
        sheet = openpyxl.load_workbook(write(12)).active
        assert sheet["A16"].value == "合计：12 件，其中作废 1 件"
        assert sheet["H16"].value == pytest.approx((123450 * 11 + 66 - 9) / 100), "a cancelled line is summed"
        assert sheet.auto_filter.ref == "A3:I15"

    def test_prints_its_head_on_every_page(self) -> None:
        sheet = openpyxl.load_workbook(write(3)).active
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes == "B4"
        assert sheet["A1"].value == "样例台账"
        assert sheet["A2"].value.split("　　")[:3] == [
            "单位：示范街道办事处",
            "期间：2026年11月1日至2026年11月22日",
            "制表人：测试01",
        ]

    def test_writes_an_empty_ledger(self) -> None:
        sheet = openpyxl.load_workbook(write(0)).active
        assert [c.value for c in sheet[3]][:3] == ["序号", "受理号", "受理时间"]
        assert sheet["A4"].value == "合计：0 件"

    def test_stands_as_the_ledger_does(self) -> None:
        ledger = ledger_of_lines(
            1, orientation="portrait", columns=ledger_of_lines(1).columns[:3], title="a/b*" * 20
        )
        sheet = openpyxl.load_workbook(write_any(ledger)).active
        assert sheet.page_setup.orientation == "portrait"
        assert sheet.title == "a b a b a b a b a b a b a b", "what a name of a sheet must not hold is a blank"
        assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width
        assert sheet.column_dimensions["D"].hidden, "what a line is stands beside the table, unseen"
        assert sheet.print_area.endswith("!$A$1:$C$5")

    def test_keeps_to_the_columns_asked_for_and_masks(self) -> None:
        sheet = openpyxl.load_workbook(
            write_any(grouped_ledger(1), columns="phone,name", group="none")
        ).active
        assert [c.value for c in sheet[3]] == ["序号", "受理号", "联系电话", "申请人", "行别"]
        assert sheet["C4"].value == "139****0000"
        assert sheet["C4"].number_format == "@"

    def test_groups_lines_under_heads_with_sums(self) -> None:
        sheet = openpyxl.load_workbook(write_any(grouped_ledger(20), group="sort")).active
        first = [sheet.cell(row, 1).value for row in range(4, 33)]
        assert first[0] == "种类：甲类"
        assert first[1:6] == [1, 2, 3, 4, 5]
        assert first[6] == "小计：5 件"
        assert [text for text in first if isinstance(text, str)][-3:] == [
            "种类：（未填写）",
            "小计：5 件，其中作废 1 件",
            "合计：20 件，其中作废 2 件",
        ]
        assert sheet["H10"].value == pytest.approx(6172.90)
        assert sheet.auto_filter.ref is None
        assert sheet["A4"].font.bold
        assert not sheet["A4"].alignment.wrap_text

    def test_ends_with_the_lines_for_signatures(self) -> None:
        sheet = openpyxl.load_workbook(write_any(ledger_of_lines(2, closing=("审核人：", "=1+1")))).active
        assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == ["合计：2 件", "审核人：", "=1+1"]
        assert sheet["A8"].data_type == "s"

    def test_goes_on_in_a_second_sheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "MOST_ROWS", 10)
        file = write(16)
        book = openpyxl.load_workbook(file)
        assert book.sheetnames == ["样例台账", "样例台账 2", "样例台账 3"]
        assert [sheet.max_row for sheet in book] == [10, 10, 6]
        assert [sheet["A4"].value for sheet in book] == [1, 8, 15]
        assert {sheet["B3"].value for sheet in book} == {"受理号"}
        assert book.worksheets[2]["A6"].value == "合计：16 件，其中作废 1 件"
        assert book.worksheets[1].print_title_rows == "$1:$3"
        with read_back(ledger_of_lines(16), file) as found:
            assert [row.values["position"] for row in found.rows] == list(range(1, 17))
        assert found.agrees, found.differences

    def test_closes_on_a_sheet_of_its_own_where_the_last_is_full(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workbooks, "MOST_ROWS", 10)
        file = write_any(grouped_ledger(11), group="sort")
        book = openpyxl.load_workbook(file)
        assert [sheet.max_row for sheet in book] == [10, 10, 9]
        with read_back(grouped_ledger(11), file) as found:
            assert len(list(found.rows)) == 11
        assert found.agrees, found.differences
        assert openpyxl.load_workbook(write(14)).worksheets[2]["A4"].value == "合计：14 件，其中作废 1 件"

    def test_keeps_a_long_text_and_cuts_one_that_no_cell_holds(self) -> None:
        assert one("示" * 5000).value == "示" * 5000
        for character in ("示", "𬭚"):
            kept = one(character * 40000).value
            assert kept.endswith("……（过长，以下从略）")
            assert 32765 <= len(kept.encode("utf-16-le")) // 2 <= 32767

    @pytest.mark.parametrize("text", ["a\x00\x07b", "\ufffe\uffff", "\x1f", "<&>\"']]>"])
    def test_writes_a_file_that_opens_whatever_a_text_holds(self, text: str) -> None:
        assert one(text).value is not None

    def test_tells_how_far_it_is_and_ends_when_told(self) -> None:
        actor, heard = staff.actor("clerk"), []
        asked = asking.question(ledger_of_lines(1200), actor, {})
        workbooks.write_ledger(io.BytesIO(), actor, asked, asking.read(asked), heard.append)
        assert heard == [500, 1000, 1200]

        def stop(done: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            workbooks.write_ledger(io.BytesIO(), actor, asked, asking.read(asked), stop)

    def test_says_that_the_disk_is_full(self) -> None:
        actor = staff.actor("clerk")
        asked = asking.question(ledger_of_lines(9), actor, {})
        with pytest.raises(OSError, match="No space"), open("/dev/full", "wb", buffering=0) as full:
            workbooks.write_ledger(full, actor, asked, asking.read(asked))


STEADY = """
import sys, tempfile
from tests.memory import peak_kilobytes
from portal.ledgers import Column, Row, workbooks
from portal.ledgers.frames import Layout
columns = [Column("position", "序号", 8, "number")] + [Column(f"c{n}", f"栏{n}", 20, "text") for n in range(9)]
def peak(count):
    with tempfile.TemporaryFile() as file, workbooks.Workbook(file, Layout("样例", "", columns)) as book:
        for position in range(1, count + 1):
            book.add(position, Row({f"c{n}": f"示范路{position}号{n}" for n in range(9)}))
        book.close()
    return peak_kilobytes()
print(peak(1000), peak(12000))
"""


class TestWorkbook:
    def test_needs_no_more_memory_for_more_lines(self) -> None:
        done = subprocess.run([sys.executable, "-c", STEADY], capture_output=True, text=True, check=True)
        few, many = map(int, done.stdout.split())
        assert many - few < 4096, "kilobytes for eleven thousand more lines"
