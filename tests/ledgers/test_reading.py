"""Reading a ledger's own files back: any value comes back as it was, and what was changed or damaged is named."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.ledgers import Column, Ledger, asking, reading, sources, texts, workbooks
from portal.ledgers.frames import Layout
from portal.standards import sheets
from portal.standards.private_use import MOVED_2022
from portal.web.application import Portal
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger, ledger_of_lines

Declare = Callable[[int], Ledger]
COLUMNS = tuple(
    Column(kind, f"栏{kind}", 20, kind, total=kind == "money_fen")
    for kind in ("number", "text", "code", "label", "money_fen", "date", "datetime")
)
LEDGER = ledger_of_lines(0, columns=COLUMNS)

# What people type and systems hold: anything at all, beginnings of formulas, long figures, and what files use themselves.
FORMULAS = ["=1+1", "+86", "-2", "@a", "\t=1", "\r\n", "＝1", "'", "''=1"]
ESCAPES = ["_x000D_", "_x005F_x0041_", "\x00\x1f\x7f\x85", "a\rb", "a\nb", '"', ",", "<a>&amp;]]>", "\ufeff"]
LONG = ["119901196611220018", "0012", "1234567890123456", "1E5", "2026-11-22", "TRUE", "示" * 6000]
WORDS = [" 前后 ", "䶮𬭚𬎆", "龴\ufe10\ue81e\ue863", "作废", "合计：1 件", "#N/A", "http://127.0.0.1/"]
TYPED = st.text(max_size=30) | st.sampled_from([*FORMULAS, *ESCAPES, *LONG, *WORDS])
FIGURES = st.integers(-(10**18), 10**18)
# Clocks stood still in these years when summer time ended, so that an hour on the wall names two.
FIRST, LAST = dt.datetime(1992, 1, 1), dt.datetime(9999, 12, 30)  # noqa: DTZ001  (hypothesis adds the zone)
INSTANTS = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))
LINES = st.fixed_dictionaries(
    {
        "number": FIGURES | st.decimals(-(10**9), 10**9, places=3),
        "text": TYPED,
        "code": TYPED,
        "label": TYPED,
        "money_fen": FIGURES | st.none(),
        "date": st.dates() | st.none(),
        "datetime": INSTANTS | st.dates() | st.just(dt.datetime(2026, 11, 21, 16, tzinfo=dt.UTC)),
    }
)
BOOKS = st.lists(st.tuples(LINES, st.booleans()), max_size=12)


def write_workbook(lines: list[tuple[dict[str, Any], bool]]) -> io.BytesIO:
    """A workbook of these lines."""
    from portal.ledgers import Row

    file = io.BytesIO()
    with workbooks.Workbook(file, Layout("样例", "单位：示范　　制表人：测试01", COLUMNS)) as book:
        for position, (values, is_struck) in enumerate(lines, start=1):
            book.add(position, Row(values, is_struck))
        book.close()
    return file


def write_text(lines: list[tuple[dict[str, Any], bool]], encoding: str) -> io.BytesIO:
    """A text file of these lines."""
    file = io.BytesIO()
    book = texts.TextFile(file, COLUMNS, encoding)
    for values, is_struck in lines:
        book.add(values, is_struck)
    book.flush()
    return file


def read(file: Any, ledger: Ledger = LEDGER) -> tuple[reading.ReadLedger, list[reading.ReadRow]]:
    """What a file holds, to its end."""
    with reading.read_back(ledger, file) as book:
        return book, list(book.rows)


def kept(values: dict[str, Any], change: Callable[[str], str] = str) -> dict[str, Any]:
    """What is to come back: nothing for an empty text, and instants to the second."""

    def one(value: Any) -> Any:
        if isinstance(value, str):
            return change(value) or None
        return value.replace(microsecond=0) if isinstance(value, dt.datetime) else value

    return {key: one(value) for key, value in values.items()}


def without_noncharacters(text: str) -> str:
    """As XML can hold it."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def as_of_2022(text: str) -> str:
    """As GB 18030 reads it since 2022."""
    return text.translate(MOVED_2022)


class TestReadBack:
    @settings(max_examples=30, deadline=None)
    @given(BOOKS)
    def test_gives_the_same_values_from_a_workbook(self, lines: list[tuple[dict[str, Any], bool]]) -> None:
        book, rows = read(write_workbook(lines))
        assert [row.values for row in rows] == [kept(values, without_noncharacters) for values, _ in lines]
        assert [row.is_struck for row in rows] == [is_struck for _, is_struck in lines]
        assert book.kind == "xlsx"
        assert (book.title, book.facts) == ("样例", {"单位": "示范", "制表人": "测试01"})
        assert book.agrees, book.differences

    @settings(max_examples=40, deadline=None)
    @given(BOOKS, st.sampled_from(texts.ENCODINGS))
    def test_gives_the_same_values_from_a_text(
        self, lines: list[tuple[dict[str, Any], bool]], encoding: str
    ) -> None:
        _book, rows = read(write_text(lines, encoding))
        # A file of plain letters is the same in both.
        change = as_of_2022 if encoding == "gb18030" else str
        assert [row.values for row in rows] == [kept(values, change) for values, _ in lines]
        assert [row.is_struck for row in rows] == [is_struck for _, is_struck in lines]

    def test_keeps_figures_exact(self) -> None:
        lines: list[Any] = [
            ({"number": Decimal("0.125"), "money_fen": fen, "code": "119901196611220018"}, False)
            for fen in (0, 1, -1, 123450, 99_999_999_999_999, -(10**17) - 7)
        ]
        for file in (write_workbook(lines), write_text(lines, "gb18030")):
            _book, rows = read(file)
            assert [row.values["money_fen"] for row in rows] == [values["money_fen"] for values, _ in lines]
            assert {(row.values["number"], row.values["code"]) for row in rows} == {
                (Decimal("0.125"), "119901196611220018")
            }

    def test_takes_what_a_spreadsheet_saved(self) -> None:
        text = (
            '栏number,栏money_fen,栏date,栏datetime,栏text\r\n1,"1,234.50",2026/11/2,2026/11/2 9:30,\'=1\r\n'
        )
        _book, rows = read(io.BytesIO(text.encode("gb18030")))
        assert rows[0].values == {
            "number": 1,
            "money_fen": 123450,
            "date": dt.date(2026, 11, 2),
            "datetime": dt.datetime(2026, 11, 2, 1, 30, tzinfo=dt.UTC),
            "text": "=1",
        }
        assert rows[0].line == 2

    def test_does_not_take_a_shortened_number_for_a_code(self) -> None:
        book = openpyxl.load_workbook(write_workbook([({"code": "1"}, False)]))
        book.active["C4"] = 119901196611220018
        with pytest.raises(RuleBroken, match="第 4 行“栏code”读不出来"):
            read(saved(book))


def saved(book: Any) -> io.BytesIO:
    """A workbook that somebody opened, changed and saved."""
    file = io.BytesIO()
    book.save(file)
    return file


@pytest.fixture
def file(app: Portal) -> Iterator[io.BytesIO]:
    """The grouped sample ledger of twenty lines, as the clerk gets it."""
    with app.app_context():
        yield io.BytesIO(make(grouped_ledger(20), group="sort"))


def make(ledger: Ledger, **given: str) -> bytes:
    """A ledger as a workbook."""
    made, actor = io.BytesIO(), staff.actor("clerk")
    asked = asking.question(ledger, actor, given)
    workbooks.write_ledger(made, actor, asked, asking.read(asked))
    return made.getvalue()


class TestCompare:
    def test_finds_nothing_in_a_whole_file(self, file: io.BytesIO) -> None:
        book, rows = read(file, grouped_ledger(20))
        assert book.agrees, book.differences
        assert [row.group for row in rows[::5]] == ["甲类", "乙类", "丙类", "（未填写）"]
        assert (book.found.rows, book.found.struck) == (20, 2)
        assert book.closing == book.found
        assert book.facts["单位"] == "示范街道办事处"

    def test_finds_nothing_after_somebody_saved_it(self, file: io.BytesIO) -> None:
        assert read(saved(openpyxl.load_workbook(file)), grouped_ledger(20))[0].agrees

    def test_names_the_sum_that_differs(self, file: io.BytesIO) -> None:
        book = openpyxl.load_workbook(file)
        book.active["H5"] = 1
        found = read(saved(book), grouped_ledger(20))[0]
        assert not found.agrees
        assert [str(one) for one in found.differences] == [
            "第 10 行的小计中“金额”写着 6,172.90，上面各行之和是 4,939.40。",
            "第 32 行的合计中“金额”写着 22,222.62，上面各行之和是 20,989.12。",
        ]

    def test_names_where_a_line_was_taken_out(self, file: io.BytesIO) -> None:
        book = openpyxl.load_workbook(file)
        book.active.delete_rows(6)
        said = [str(one) for one in read(saved(book), grouped_ledger(20))[0].differences]
        assert said[0] == "第 6 行的序号是 3，应是 2：这里有行被删除、增加或移动。"
        assert said[1] == "第 9 行的小计写着 5 件，上面各行有 4 件。"

    def test_misses_the_closing_line(self, file: io.BytesIO) -> None:
        book = openpyxl.load_workbook(file)
        book.active.delete_rows(32)
        assert "没有合计行" in str(read(saved(book), grouped_ledger(20))[0].differences[-1])

    def test_does_not_read_a_sheet_of_something_else(self, file: io.BytesIO) -> None:
        book = openpyxl.load_workbook(file)
        for _ in range(5):
            book.create_sheet("附注").append(["别的"])
        _found, rows = read(saved(book), grouped_ledger(20))
        assert len(rows) == 20


class TestRefuse:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "文件里没有内容"),
            (b"PK\x03\x04 broken", "不是可读的 Excel 表"),
            (b"\xff\xfe\x00\x01", "也不是 CSV"),
            ("姓名,电话\r\n".encode(), "“姓名、电话”不是本台账的栏目"),
            ('栏number\r\n"1\r\n'.encode(), "也不是 CSV"),
            ("栏number\r\n一\r\n".encode(), "第 2 行“栏number”读不出来：一"),
            ("栏date\r\n2026-02-30\r\n".encode(), "第 2 行“栏date”读不出来：2026-02-30"),
            ("栏money_fen\r\n1.005\r\n".encode(), "第 2 行“栏money_fen”读不出来：1.005"),
        ],
    )
    def test_says_why(self, content: bytes, said: str) -> None:
        with pytest.raises(RuleBroken, match=said) as refused:
            read(io.BytesIO(content))
        assert refused.value.field == "file"

    def test_says_it_of_a_workbook_cut_short_anywhere(self, file: io.BytesIO) -> None:
        whole = file.getvalue()
        for length in range(1, len(whole), len(whole) // 12):
            with pytest.raises(RuleBroken):
                read(io.BytesIO(whole[:length]))

    def test_refuses_what_is_too_large(self, file: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "LIMITS", sheets.Limits(packed=1000))
        with pytest.raises(sheets.SheetTooLarge):
            read(file)
        monkeypatch.setattr(sources, "LIMITS", sheets.Limits(unpacked=1000))
        with pytest.raises(sheets.SheetTooLarge):
            read(file)
        monkeypatch.setattr(sources, "MOST_TEXT", 10)
        with pytest.raises(sheets.SheetTooLarge):
            read(write_text([], "gb18030"))

    @pytest.mark.parametrize(
        "cells",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
        ],
    )
    def test_survives_a_sheet_that_asks_for_all_memory(self, file: io.BytesIO, cells: str) -> None:
        harmful = io.BytesIO()
        with zipfile.ZipFile(file) as whole, zipfile.ZipFile(harmful, "w") as archive:
            for name in whole.namelist():
                part = whole.read(name)
                if name.endswith("sheet1.xml"):
                    head, _, rest = part.partition(b"<sheetData>")
                    part = (
                        head + f"<sheetData>{cells}</sheetData>".encode() + rest.partition(b"</sheetData>")[2]
                    )
                archive.writestr(name, part)
        with pytest.raises(sheets.SheetUnreadable):
            read(harmful)


class TestReadFile:
    def test_tells_in_json_what_the_file_holds(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(12)
        for ending, agrees in (("xlsx", True), ("csv", None)):
            path = tmp_path / f"台账.{ending}"
            made = app.test_cli_runner().invoke(args=["ledgers", "make", "sample", "--out", str(path)])
            assert made.exit_code == 0, made.output
            done = app.test_cli_runner().invoke(args=["ledgers", "read", "sample", str(path)])
            said = json.loads(done.output)
            assert (done.exit_code, said["agrees"]) == (0, agrees)
            assert (said["rows"], said["struck"], said["totals"]) == (12, 1, {"fee": "13,580.07"})
            assert [c["key"] for c in said["columns"]][:2] == ["position", "number"]

    def test_ends_with_1_where_something_differs(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(12)
        path = tmp_path / "a.xlsx"
        with app.app_context():
            book = openpyxl.load_workbook(io.BytesIO(make(ledger_of_lines(12))))
        book.active["H4"] = 0
        book.save(path)
        done = app.test_cli_runner().invoke(args=["ledgers", "read", "sample", str(path)])
        assert (done.exit_code, json.loads(done.output)["agrees"]) == (1, False)

    def test_says_what_is_wrong(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(1)
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"PK nothing")
        done = app.test_cli_runner().invoke(args=["ledgers", "read", "sample", str(path)])
        assert (done.exit_code, "不是可读的 Excel 表" in done.output) == (1, True)
        done = app.test_cli_runner().invoke(args=["ledgers", "read", "none", str(path)])
        assert (done.exit_code, "there is no ledger 'none'" in done.output) == (2, True)
