"""`ledgers make`: any ledger as a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from portal.ledgers import Ledger
from portal.web.application import Portal

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

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["none", "--out", "a.pdf"], "there is no ledger 'none'"),
            (["sample", "--out", "a.doc"], "must end in .pdf or .xlsx"),
            (["sample", "--out", "a.pdf", "--from", "2026-02-30"], "没有这一天"),
            (
                ["sample", "--out", "a.pdf", "--from", "2026-03-01", "--to", "2026-02-01"],
                "截止日期不能早于起始日期",
            ),
            (["sample", "--out", "a.pdf", "--unit", "XX"], "there is no unit with the code 'XX'"),
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
