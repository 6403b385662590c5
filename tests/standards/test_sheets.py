"""Reading any workbook in a process of its own: every kind of cell, and files that are none or are made to harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from portal.standards.sheets import Limits, SheetTooLarge, SheetUnreadable, read_rows


def workbook(*rows: list[Any]) -> bytes:
    """A workbook of these rows."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


class TestReadRows:
    def test_gives_typed_cells_with_their_places(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = "名册"
        for place, value in {
            "B3": "=1+1",
            "C3": 12,
            "D3": 0.5,
            "E3": True,
            "F3": dt.date(2026, 11, 22),
            "G3": dt.datetime(2026, 11, 22, 9, 30),  # noqa: DTZ001  (a sheet knows no zones)
            "H3": 119901196611220018,
            "B5": "_x000D_\n",
        }.items():
            book.active[place] = value
        book.active["B3"].data_type = "s"
        book.create_sheet("另一张").append(["甲"])
        path = tmp_path / "a.xlsx"
        book.save(path)
        rows = list(read_rows(path))
        assert [(row.sheet, row.number) for row in rows] == [
            *(("名册", n) for n in range(1, 6)),
            ("另一张", 1),
        ]
        assert rows[2].cells == [
            None,
            "=1+1",
            12,
            0.5,
            True,
            dt.date(2026, 11, 22),
            dt.datetime(2026, 11, 22, 9, 30),  # noqa: DTZ001
            119901196611220000,  # a sheet keeps no more of it
        ]
        assert type(rows[2].cells[2]) is int
        assert rows[4].cells[1] == "\r\n"
        assert rows[0].cells == [None] * 8

    def test_reads_an_open_file_from_its_beginning(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(workbook(["甲"]))
        with path.open("rb") as file:
            assert file.read(2) == b"PK"
            assert [row.cells for row in read_rows(file)] == [["甲"]]

    def test_may_be_left_early(self) -> None:
        rows = read_rows(workbook(*(["甲"] for _ in range(5000))))
        assert next(iter(rows)).number == 1

    def test_gives_nothing_for_an_empty_sheet(self) -> None:
        assert list(read_rows(workbook())) == []

    @pytest.mark.parametrize(
        "content", [b"", b"PK", b"no workbook", workbook(["甲"])[:-40], workbook(["甲"])[40:]]
    )
    def test_refuses_what_is_no_workbook(self, content: bytes) -> None:
        with pytest.raises(SheetUnreadable):
            list(read_rows(content))

    def test_refuses_other_kinds_of_sheet(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", "<a/>")
            archive.writestr("[Content_Types].xml", "<a/>")
        with pytest.raises(SheetUnreadable):
            list(read_rows(file.getvalue()))

    def test_keeps_to_its_limits(self) -> None:
        content = workbook(*(["甲" * 1000] for _ in range(200)))
        assert len(list(read_rows(content))) == 200
        for limits in (Limits(packed=100), Limits(unpacked=1000)):
            with pytest.raises(SheetTooLarge):
                list(read_rows(content, limits))

    def test_one_text_in_very_many_cells_ends_at_the_limit_of_memory(self) -> None:
        """A text that a file holds once may stand in any number of cells: this one would take five thousand million bytes."""
        book, content, harmful = xlsxwriter.Workbook(whole := io.BytesIO()), "甲" * 32000, io.BytesIO()
        book.add_worksheet().write_string(0, 0, content)
        book.close()
        row = "<row>" + '<c t="s"><v>0</v></c>' * 16 + "</row>"
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(harmful, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in source.namelist():
                part = source.read(name)
                if name.endswith("sheet1.xml"):
                    part = part.partition(b"<row")[0] + f"{row * 3200}</sheetData></worksheet>".encode()
                archive.writestr(name, part)
        with pytest.raises(SheetTooLarge):
            list(read_rows(harmful.getvalue(), Limits(memory=256 * 1024 * 1024)))
