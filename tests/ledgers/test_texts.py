"""A ledger as a text file: heads and lines for other programs, in both encodings, and nothing that a sheet would calculate."""

from __future__ import annotations

import csv
import io

import pytest

from portal.ledgers import Ledger, asking, texts
from tests.factories import staff
from tests.ledgers.sample import NAMES, grouped_ledger, ledger_of_lines

pytestmark = pytest.mark.usefixtures("database")


def write(ledger: Ledger, encoding: str, **given: str) -> bytes:
    """The ledger as the clerk gets it."""
    actor, file = staff.actor("clerk"), io.BytesIO()
    asked = asking.question(ledger, actor, given)
    texts.write_ledger(file, actor, asked, asking.read(asked), encoding)
    assert file.tell() == 0
    return file.getvalue()


class TestWriteLedger:
    def test_is_marked_as_utf_8(self) -> None:
        content = write(ledger_of_lines(2), "utf-8-sig")
        assert content.startswith(
            "\ufeff序号,受理号,受理时间,日期,申请人,状态,期限,金额,备注,行别\r\n".encode()
        )
        assert content.count(b"\r\n") == content.count(b"\n") == 3

    def test_writes_plain_values(self) -> None:
        line = write(ledger_of_lines(2), "utf-8-sig").decode().splitlines()[1]
        assert line == "1,示街办受〔2026〕1号,2026-11-22 09:30:00,2026-11-22,张三,已受理,20,1234.50,,"

    def test_holds_every_character_in_gb18030(self) -> None:
        content = write(ledger_of_lines(2), "gb18030")
        assert "䶮𬭚𬎆".encode("gb18030") in content
        assert content.decode("gb18030") == write(ledger_of_lines(2), "utf-8-sig").decode("utf-8-sig")

    def test_gives_the_moved_characters_their_two_bytes(self) -> None:
        ledger = ledger_of_lines(1, values=lambda n: {"name": "龴"})
        assert b"\xfe\x59" in write(ledger, "gb18030")

    def test_guards_what_a_sheet_would_calculate_or_cut(self) -> None:
        names = [*NAMES, "'引", "119901196611220018", "12345", "\r\n"]
        ledger = ledger_of_lines(len(names), values=lambda n: {"name": names[n]})
        rows = list(csv.reader(io.StringIO(write(ledger, "utf-8-sig").decode("utf-8-sig"), newline="")))
        plain = ["张三", "䶮𬭚𬎆", "阿卜杜拉·买买提", "http://127.0.0.1/", "12345"]
        assert [row[4] for row in rows[1:]] == [n if n in plain else f"'{n}" for n in names]

    def test_marks_cancelled_lines(self) -> None:
        lines = write(ledger_of_lines(12), "utf-8-sig").decode().splitlines()
        assert [n for n, line in enumerate(lines) if line.endswith(",作废")] == [10]
        assert write(ledger_of_lines(1, struck=None), "utf-8-sig").splitlines()[0].endswith("备注".encode())

    def test_keeps_to_the_columns_asked_for_and_masks(self) -> None:
        content = write(grouped_ledger(1), "utf-8-sig", columns="phone,name", group="sort").decode()
        assert content.splitlines() == [
            "\ufeff序号,受理号,联系电话,申请人,行别",
            "1,示街办受〔2026〕1号,139****0000,张三,",
        ]

    def test_knows_two_encodings(self) -> None:
        with pytest.raises(ValueError, match="big5"):
            write(ledger_of_lines(1), "big5")

    def test_says_that_the_disk_is_full(self) -> None:
        actor = staff.actor("clerk")
        asked = asking.question(ledger_of_lines(9), actor, {})
        with pytest.raises(OSError, match="No space"), open("/dev/full", "wb", buffering=0) as full:
            texts.write_ledger(full, actor, asked, asking.read(asked), "gb18030")
