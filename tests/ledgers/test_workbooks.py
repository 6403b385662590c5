"""A ledger as a workbook: typed values, text that stays text, and a sheet that prints like the paper."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from portal.ledgers import asking, workbooks
from tests.factories import staff
from tests.ledgers.sample import NAMES, ledger_of_lines

pytestmark = pytest.mark.usefixtures("database")


def write(count: int) -> io.BytesIO:
    """The sample ledger with so many lines, written by the clerk."""
    actor, file = staff.actor("clerk"), io.BytesIO()
    asked = asking.question(ledger_of_lines(count), actor, {})
    assert workbooks.write_ledger(file, actor, asked, asking.read(asked)) == count
    return file


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
        assert [cell.value.replace("_x0009_", "\t") for cell in names] == list(NAMES)
        assert {cell.data_type for cell in names} == {"s"}

    def test_writes_dates_and_figures_typed(self) -> None:
        sheet = openpyxl.load_workbook(write(2)).active
        position, number, at, on, _name, _state, days, fee, note = (c.value for c in sheet[4])
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
