"""A ledger as a paper: its heading and column heads on every page, and no character lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import current_app

from portal.documents.render import RenderedPaper
from portal.errors import RuleBroken
from portal.ledgers import Ledger, asking, printing, queries
from tests.factories import staff
from tests.ledgers.sample import ledger_of_lines

pytestmark = pytest.mark.usefixtures("database")


def print_lines(ledger: Ledger, **given: str) -> RenderedPaper:
    """The ledger as the clerk prints it."""
    actor = staff.actor("clerk")
    asked = asking.question(ledger, actor, given)
    found = asking.read(asked)
    order = printing.order_of(actor, asked, found, queries.measure(ledger, actor, found))
    return printing.print_ledger(current_app.config["PORTAL"].instance, order)


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[RenderedPaper], list[str]]:
    """What is printed, page by page."""

    def read(paper: RenderedPaper) -> list[str]:
        path = tmp_path / "ledger.pdf"
        path.write_bytes(paper.content)
        told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return told.stdout.split("\f")[:-1]

    return read


class TestPrintLedger:
    def test_heads_every_page(self, text_of: Callable[[RenderedPaper], list[str]]) -> None:
        paper = print_lines(ledger_of_lines(60))
        pages = text_of(paper)
        assert len(pages) == paper.pages > 1
        for number, page in enumerate(pages, start=1):
            words = page.replace(" ", "").replace("　", "")
            assert "样例台账" in words
            assert "单位：示范街道办事处" in words
            assert "制表人：测试01" in words
            assert "打印日期：2026-11-22" in words
            assert "序号受理号受理时间日期申请人状态期限金额备注" in words
            assert f"第{number}页共{len(pages)}页" in words
        assert "合计：60件，其中作废6件" in pages[-1].replace(" ", "")

    def test_loses_no_rare_character(self, text_of: Callable[[RenderedPaper], list[str]]) -> None:
        text = "".join(text_of(print_lines(ledger_of_lines(10))))
        assert "䶮𬭚𬎆" in text
        assert "阿卜杜拉·买买提" in text
        assert '=1+1"' in text

    def test_gives_the_same_bytes_again(self) -> None:
        ledger = ledger_of_lines(3)
        assert print_lines(ledger).sha256 == print_lines(ledger).sha256

    def test_prints_an_empty_ledger(self, text_of: Callable[[RenderedPaper], list[str]]) -> None:
        pages = text_of(print_lines(ledger_of_lines(0)))
        assert "本期没有记录" in pages[0]
        assert "第1页" in pages[0].replace(" ", "")

    def test_says_the_conditions(self, text_of: Callable[[RenderedPaper], list[str]]) -> None:
        assert "条件：类别：普通" in text_of(print_lines(ledger_of_lines(1), kind="all"))[0].replace(" ", "")

    def test_names_the_line_with_a_character_that_no_font_has(self) -> None:
        broken = ledger_of_lines(2, values=lambda number: {"name": "王\ue863"})
        with pytest.raises(RuleBroken) as refused:
            print_lines(broken)
        assert "第 1 行“申请人”中的 U+E863" in str(refused.value)
