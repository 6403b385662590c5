"""`ledgers make`: any ledger as a file, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from portal import db
from portal.db import session
from portal.ledgers import Ledger, definition
from portal.ledgers.models import LedgerPrint
from portal.web.application import Portal
from tests.factories import staff
from tests.ledgers.sample import grouped_ledger, ledger_of_lines

Declare = Callable[[int], Ledger]


def run(app: Portal, *words: object) -> tuple[int, str]:
    """How the command ended, and what it said."""
    done = app.test_cli_runner().invoke(args=["ledgers", "make", *map(str, words)])
    return done.exit_code, done.output


class TestMakeLedger:
    def test_writes_a_workbook_of_any_length(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(1200)
        path = tmp_path / "台账.xlsx"
        assert run(app, "sample", "--from", "2026-01-01", "--to", "2026-12-31", "--out", path) == (
            0,
            f"1200 lines in {path}\n",
        )
        sheet = openpyxl.load_workbook(path).active
        assert sheet.max_row == 3 + 1200 + 1
        assert sheet["A2"].value.startswith("单位：全部单位　　期间：2026年度　　制表人：命令行")
        assert os.listdir(tmp_path) == ["台账.xlsx"]

    def test_writes_a_paper_for_one_unit(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(2)
        path = tmp_path / "a.pdf"
        assert run(app, "sample", "--unit", "C1", "--out", path)[0] == 0
        assert path.read_bytes().startswith(b"%PDF")
        with app.app_context(), db.transaction("read"):
            record = session.scalars(select(LedgerPrint)).one()
            assert record.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
            assert (record.unit_id, record.rows, record.printed_by) == (staff.unit("C1").id, 2, None)

    def test_writes_a_paper_that_proves_itself(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(30)
        path = tmp_path / "a.pdf"
        assert run(app, "sample", "--out", path)[0] == 0
        with app.app_context(), db.transaction("read"):
            code = session.scalars(select(LedgerPrint.check_code)).one()
        cli = app.test_cli_runner()
        for subject in (str(path), code, f"{code[:4]}-{code[4:].lower()}"):
            done = cli.invoke(args=["documents", "verify", subject])
            assert done.exit_code == 0, done.output
            assert "ledger 样例台账 2026-11-01 to 2026-11-22" in done.output
        path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
        done = cli.invoke(args=["documents", "verify", str(path)])
        assert done.exit_code == 1

    def test_writes_chosen_columns_in_groups_as_text(
        self, app: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setitem(definition._ledgers, "sample", grouped_ledger(4))
        path = tmp_path / "a.csv"
        words = ["--columns", "fee,sort", "--group", "sort", "--sort", "-number", "--encoding", "gb18030"]
        assert run(app, "sample", *words, "--out", path) == (0, f"4 lines in {path}\n")
        text = path.read_bytes().decode("gb18030")
        assert "序号,受理号,金额,种类" in text
        assert text.index("甲类") < text.index("乙类")

    def test_keeps_the_old_file_when_a_new_one_cannot_be_printed(
        self, app: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        broken = ledger_of_lines(1, values=lambda n: {"name": "王\ue863"})
        monkeypatch.setitem(definition._ledgers, "sample", broken)
        path = tmp_path / "a.pdf"
        path.write_text("as it was")
        code, output = run(app, "sample", "--out", path)
        assert code == 1
        assert "U+E863" in output
        assert path.read_text() == "as it was"
        assert os.listdir(tmp_path) == ["a.pdf"]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["none", "--out", "a.pdf"], "there is no ledger 'none'"),
            (["sample", "--out", "a.doc"], "must end in .pdf, .xlsx or .csv"),
            (["sample", "--out", "a.pdf", "--from", "2026-02-30"], "没有这一天"),
            (
                ["sample", "--out", "a.pdf", "--from", "2026-03-01", "--to", "2026-02-01"],
                "截止日期不能早于起始日期",
            ),
            (["sample", "--out", "a.pdf", "--unit", "XX"], "there is no unit with the code 'XX'"),
            (["sample", "--out", "a.pdf", "--group", "fee"], "请从所列选项中选择"),
            (["sample", "--out", "a.pdf", "--columns", "no"], "台账没有这一列：no"),
            (["sample", "--out", "a.pdf", "--sort", "-note"], "台账不能按这一列排序"),
            (["sample"], "Missing option '--out'"),
        ],
    )
    def test_ends_with_2_on_wrong_use(
        self,
        app: Portal,
        sample: Declare,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: list[str],
        said: str,
    ) -> None:
        sample(1)
        monkeypatch.chdir(tmp_path)
        code, output = run(app, *words)
        assert code == 2
        assert said in output
        assert os.listdir(tmp_path) == []

    def test_leaves_nothing_half_written(self, app: Portal, sample: Declare, tmp_path: Path) -> None:
        sample(1)
        code, output = run(app, "sample", "--out", tmp_path / "none" / "a.xlsx")
        assert code == 1
        assert "cannot be written" in output
